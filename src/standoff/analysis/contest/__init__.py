"""What readings contest, and what each contested thing decides."""
