"""When: dates as intervals, and what they count from."""
