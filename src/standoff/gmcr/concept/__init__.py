"""Solution concepts: the table of them, and the families that need more than a model's own rankings."""
