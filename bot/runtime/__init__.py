"""Pacer as it runs: start, schedule, doorways, health, and the lists of all doors and kinds of message."""
