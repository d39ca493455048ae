"""Days away, working weeks, holidays, ramps, rest."""
