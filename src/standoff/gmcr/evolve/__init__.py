"""What follows from the status quo when moves are made."""
