"""The database: its engine, the schema and its steps, the tables of the land, COPY."""
