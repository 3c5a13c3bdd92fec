"""The balance of the ledger against the plan, by two engines, and what follows from it."""
