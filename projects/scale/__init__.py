"""The balance over a ledger in many files, on the workers of a Dask cluster."""
