"""Goals: how one is set, proposed, judged for realism, and broken down into activities."""
