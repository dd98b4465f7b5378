"""What a person does: each act on the text it was made for, seen before, and taken back."""
