"""What values, bodies and differences promise to every language."""
