"""What the engine of cells is made of: numbers not yet worked out, orders, floods, tiles."""
