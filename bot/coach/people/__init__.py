"""Who is who: members and their teams, what each may do, and the days on which they work."""
