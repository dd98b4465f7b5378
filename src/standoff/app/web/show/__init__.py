"""What a person sees: views, gathered from the records that the terminal prints."""
