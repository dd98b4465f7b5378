"""Offers, motives, evidence, forecasts, role-play."""
