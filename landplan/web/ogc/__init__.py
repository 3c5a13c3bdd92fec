"""OGC API Features: zones, parcels, events and projects for GIS programs."""
