"""`/log`: what is typed, stored, changed and taken back."""
