"""The pages: what `landplan serve` answers."""
