"""Every text that people read of this room."""
