"""Alembic migrations of the schema `landplan`."""
