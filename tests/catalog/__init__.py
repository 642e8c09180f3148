"""What the rules say, and which of them a call meets."""
