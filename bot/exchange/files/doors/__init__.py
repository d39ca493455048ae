"""The doors of files in Slack."""
