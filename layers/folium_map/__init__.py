"""A plan on a folium map, made of folium's own layers: an analyst adds to it, or gives the map."""
