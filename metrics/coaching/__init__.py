"""The figures that coaching rests on: who is where, what a training changed, whose activity dropped, and the leads."""
