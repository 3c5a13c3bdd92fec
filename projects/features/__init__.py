"""Collections of features as programs ask for them: by box, day, filter and page (OGC API)."""
