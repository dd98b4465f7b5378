"""What actors think, want and could agree on, told."""
