"""What a run costs, beside what its users would otherwise run."""
