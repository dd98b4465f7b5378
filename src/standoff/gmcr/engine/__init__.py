"""Engines: how sets of states are held, how improvements and answers are found over them."""
