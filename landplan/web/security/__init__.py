"""Who may ask for what, and what an answer lets a browser do."""
