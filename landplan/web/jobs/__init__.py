"""Long work of the pages, done by processes of its own: it never stops a page."""
