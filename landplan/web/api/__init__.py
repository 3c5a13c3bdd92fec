"""`/api/v1`: what the commands print as JSON, for programs."""
