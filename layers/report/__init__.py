"""The report of a plan: one set of facts, one document, four writers."""
