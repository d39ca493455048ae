"""The Home tab and one's own settings."""
