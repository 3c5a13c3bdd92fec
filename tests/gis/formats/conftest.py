"""Land that the tests of formats write and read."""

import geopandas
import pytest

from tests.gis.formats.reading import HOLED, SQUARE


@pytest.fixture
def land():
    return geopandas.GeoDataFrame(
        {"编号": ["天河-1", "天河-2"], "MJ": [1.5, 2.25]},
        geometry=[SQUARE, HOLED],
        crs=4490,
    )
