"""The picture: map layers and their styles, the one-file map, pages and server."""
