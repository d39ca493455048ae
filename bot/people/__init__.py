"""Teams, sales roles, user groups, whose a goal is, thanks, and own data."""
