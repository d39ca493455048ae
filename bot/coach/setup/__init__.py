"""Setting a workspace up, and keeping it so: the checklist, metrics, pauses, and what `pacer doctor` finds."""
