"""Geometry: areas, coordinate systems, outlines, overlaps, the replay; no database."""
