"""What well-known CRMs send."""
