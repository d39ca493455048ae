"""What managers are told of goals at risk: the review, the alert, its readers and their answers."""
