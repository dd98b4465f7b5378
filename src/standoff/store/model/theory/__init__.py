"""What the theory says of a model file: rows, and what each gives."""
