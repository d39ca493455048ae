"""The commands, buttons and forms of this room."""
