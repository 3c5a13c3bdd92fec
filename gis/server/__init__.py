"""The private PostgreSQL server: found, made, started, stopped."""
