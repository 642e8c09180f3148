"""Python programs that call the API."""
