"""What happens from the status quo."""
