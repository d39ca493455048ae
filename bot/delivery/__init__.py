"""The sender: worker, limiter, gateway, and what came of each send."""
