"""What does not add up, what wants attention, how the indicators stand."""
