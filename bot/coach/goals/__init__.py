"""Goals: which ones hold, how they are set, how realistic they are, and what they ask of each member."""
