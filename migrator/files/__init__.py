"""Files: which ones are looked at, their bytes as text, and how they are replaced."""
