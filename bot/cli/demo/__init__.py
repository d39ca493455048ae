"""The invented team of the demonstration, its history, and how it is played."""
