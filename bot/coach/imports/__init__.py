"""Data from files: each file is taken whole or not at all, and the same file again changes nothing."""
