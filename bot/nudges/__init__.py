"""The morning and what else a rep is sent, and what holds a message back."""
