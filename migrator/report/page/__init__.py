"""The parts of the page to look at: each is HTML of its own, made of a report."""
