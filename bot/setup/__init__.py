"""Setting a workspace up and keeping it well: checklist, metrics, people from Slack, doctor, pauses."""
