"""What a conflict is: options, states, moves, preferences, the model."""
