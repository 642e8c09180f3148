"""What the tests of `fixtures/` are made of: cases, the tool, and programs that run."""
