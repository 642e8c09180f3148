"""Calls that were there when a team began, so that only new ones are told."""
