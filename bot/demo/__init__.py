"""The demonstration: an invented sales team with ninety days of history, on a local Slack sandbox."""
