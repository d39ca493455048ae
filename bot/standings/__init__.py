"""Where members stand: figures, today's ask, `/progress`, streaks."""
