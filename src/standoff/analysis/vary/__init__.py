"""A reading varied: edits, who says so, how sure, what would have to change."""
