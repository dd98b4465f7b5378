"""Who is spoken of: names, offices, phrases that stand for an actor."""
