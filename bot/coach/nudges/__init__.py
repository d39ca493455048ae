"""What reps get: the morning and its nudge, the other messages, and what keeps a message from being sent."""
