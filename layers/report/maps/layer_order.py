"""The layers of a printed map in their order: grounds, land or projects, borders, names."""

from collections import Counter

from layers.report.maps.canvas import Canvas
from layers.report.maps.parcel_layer import ParcelLayer
from layers.report.maps.project_layer import ProjectLayer
from layers.report.maps.zone_layer import ZoneLayer


def draw_layers(canvas: Canvas) -> None:
    """Draw what the map is about; labels, legend and remarks are left in `canvas.drawn`."""
    subject = canvas.scene.print_map.subject
    zones = ZoneLayer(canvas)
    zones.grounds()
    beside, counts = None, Counter[str]()
    if subject == "parcels":
        parcels = ParcelLayer(canvas)
        parcels.draw()
        beside = parcels.cover()
    if subject == "projects":
        projects = ProjectLayer(canvas)
        projects.draw()
        counts = projects.unplaced()
    zones.borders()
    zones.labels(beside=beside, counts=counts)
