"""What comes in and goes out by files and other programs."""
