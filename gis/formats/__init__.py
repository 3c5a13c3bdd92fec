"""Files of land in and out, a module a format; usable without a plan or a database."""
