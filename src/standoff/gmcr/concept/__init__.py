"""Solution concepts, one to a module."""
