"""What members log: entries made, changed and taken back, and where they leave the member."""
