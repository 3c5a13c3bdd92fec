"""The land: geometry, CRS, areas, the database and its tables, file formats, spatial queries."""
