"""The config half: what a config must become for the parameters that a call sends."""
