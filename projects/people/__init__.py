"""People: accounts and their roles, log-in, sessions, tokens for scripts, and the audit."""
