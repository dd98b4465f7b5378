"""What would change an answer, told."""
