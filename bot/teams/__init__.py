"""A team now, by period and over a year; digests."""
