"""What follows in a model, told: where it rests, how it moves, why it stays."""
