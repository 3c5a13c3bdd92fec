"""The plan: plan packages, targets, major projects, and the balance of the ledger against them."""
