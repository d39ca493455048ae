"""Coaching: 1:1s and commitments, and who is worth a manager's time."""
