"""What a plan package holds: its files read row by row and checked whole."""
