"""What offices send: a file of parcels, events, zones, projects or indicators into a plan."""
