"""Any folium map as one file that asks nothing of any host: `save.save_offline`."""
