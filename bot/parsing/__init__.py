"""Text to frozen values, or a named error whose text is the help line. Imports nothing of ours."""
