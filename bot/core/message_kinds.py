"""The stored names of the kinds of message that more than one room speaks of."""

ADMIN_NOTICE = "admin notice"

ALERT, COUNTS, REMINDER = "alert", "alert counts", "reminder"

ASSIGNMENT = "assignment"

HEADS_UP = "heads up"

NUDGE = "nudge"
