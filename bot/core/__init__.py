"""The ground that every room stands on: who may what, members, kinds of message, due times, failures, settings."""
