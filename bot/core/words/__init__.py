"""What every message shares: blocks, languages, lengths, charts."""
