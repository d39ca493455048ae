"""A team as its managers see it: now, by period, and over a year."""
