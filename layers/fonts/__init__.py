"""The fonts that landplan brings along, so that Chinese is there on every machine."""
