"""The rules, and which of them a call meets."""
