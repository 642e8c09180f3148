"""The waist: what a program says about HTTP, in one form for every language."""
