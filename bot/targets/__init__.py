"""Which goal holds for a member, and what it asks of them."""
