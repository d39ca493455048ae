"""The sales process: stages, the one path from a deal to the totals, conversion."""
