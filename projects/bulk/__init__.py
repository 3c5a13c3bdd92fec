"""Large ledgers, read, checked and written by column."""
