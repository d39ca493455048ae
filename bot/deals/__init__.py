"""Deals and leads as people tell of them: `/deal`, the playbook, what a customer is worth."""
