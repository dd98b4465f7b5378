"""The graph model for conflict resolution: states, moves, preferences, stability, evolution.

Knows no text: statements are conditions over option names, and everything it returns is an id.
Definitions are those of Fang, Hipel and Kilgour (1993) as listed in `docs/explanation/choices.md`.
"""
