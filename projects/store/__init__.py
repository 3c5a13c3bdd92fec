"""A plan in the database: written, recorded, read back."""
