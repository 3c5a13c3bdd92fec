"""The land: geometry, CRS, areas, the database and its tables, the land in SQL."""
