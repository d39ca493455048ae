"""What is typed after `/away`: the request, and the days in it."""
