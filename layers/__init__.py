"""The picture: colours and names, the one-file map, folium maps, the report."""
