"""Data into files that can be imported again."""
