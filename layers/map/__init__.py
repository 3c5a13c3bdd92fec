"""The one-file map: its facts, its data and its page."""
