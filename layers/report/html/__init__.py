"""The report as HTML: the markup that PDF and page share, and the page as one file."""
