"""Tiles: of the land from PostGIS, and of what lies under it from configuration."""
