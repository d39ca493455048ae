"""Conversations: what is said to each command and the whole of what is answered, in English and Malay side by side."""
