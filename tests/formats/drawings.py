"""KML, GML, MapInfo, DXF."""

import shapely

from tests.formats.kinds import bad, good
from tests.formats.making import HA_A, HA_B, HA_HOLE, A, B, at, cut, gdal, lines, text

_PLACEMARK = (
    "<Placemark><name>{}</name><Polygon><outerBoundaryIs><LinearRing><coordinates>{}"
    "</coordinates></LinearRing></outerBoundaryIs>{}</Polygon></Placemark>"
)
_HOLE = "<innerBoundaryIs><LinearRing><coordinates>{}</coordinates></LinearRing></innerBoundaryIs>"


def _kml(head='<?xml version="1.0" encoding="UTF-8"?>', inside=""):
    def ring(one):
        return " ".join(f"{x!r},{y!r},0" for x, y in one.coords)

    placemarks = [
        _PLACEMARK.format(
            name, ring(one.exterior), "".join(_HOLE.format(ring(hole)) for hole in one.interiors)
        )
        for name, one in (("甲", A), ("乙", B))
    ]
    return (
        f'{head}\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>地块</name>'
        f"{''.join(placemarks)}{inside}</Document></kml>"
    )


_OUTSIDE = '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
_BOMB = (
    '<!DOCTYPE kml [<!ENTITY a "'
    + "x" * 100
    + '">'
    + "".join(
        f'<!ENTITY {two} "{("&" + one + ";") * 100}">'
        for one, two in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)


def _mif(folder, charset):
    path = gdal(folder, "land.mif", driver="MapInfo File", ENCODING="CP936")
    told = path.read_bytes()
    new = b"" if charset is None else b'Charset "' + charset + b'"\n'
    path.write_bytes(told.replace(b'Charset "WindowsSimpChinese"\n', new))
    return path


def _tab(folder, charset=b"WindowsSimpChinese", crs=4490):
    bounds = "72,2,137,55" if crs == 4490 else "38000000,2000000,39000000,3000000"
    path = gdal(folder, "land.tab", driver="MapInfo File", ENCODING="CP936", crs=crs, BOUNDS=bounds)
    path.write_bytes(path.read_bytes().replace(b"WindowsSimpChinese", charset))
    return path


def _without_dat(folder):
    path = _tab(folder)
    path.with_suffix(".dat").unlink()
    return path


_OPEN = shapely.LineString([at(0, 0), at(1, 0), at(1, 1)])
_ONE_EACH = (HA_A, HA_B + HA_HOLE, HA_HOLE)
"""A drawing has a ring each, the hole's too."""

FIXTURES = [
    good("kml", lambda f: text(f, "land.kml", _kml()), "kml", epsg=4326, ids="Name"),
    good("kml in GBK",
         lambda f: text(f, "land.kml", _kml('<?xml version="1.0" encoding="GB2312"?>'), "gbk"),
         "kml", epsg=4326, ids="Name"),
    good("kml in UTF-16",
         lambda f: text(f, "land.kml", _kml('<?xml version="1.0" encoding="UTF-16"?>'), "utf-16"),
         "kml", epsg=4326, ids="Name"),
    good("kml by GDAL", lambda f: gdal(f, "land.kml", driver="LIBKML", crs=4326), "kml", epsg=4326),
    good("kml called xml", lambda f: text(f, "land.xml", _kml()), "kml", "wrong_suffix", epsg=4326,
         ids="Name"),
    bad("kml that names a file",
        lambda f: text(f, "land.kml", _kml(_OUTSIDE, "<name>&x;</name>")), "doctype"),
    bad("kml that grows", lambda f: text(f, "land.kml", _kml(_BOMB, "<name>&i;</name>")),
        "doctype"),
    bad("kml nested deep",
        lambda f: text(f, "land.kml", "<kml>" + "<Folder>" * 50_000 + "</Folder>" * 50_000),
        "too_deep"),
    bad("kml cut off", lambda f: cut(text(f, "land.kml", _kml()), 0.8), "unreadable"),
    good("kml with a link beside the land",
         lambda f: text(f, "land.kml", _kml(inside="<NetworkLink><Link/></NetworkLink>")),
         "kml", "network_link", epsg=4326, ids="Name"),
    bad("kml of nothing but links",
        lambda f: text(f, "land.kml", '<kml><Document><NetworkLink/></Document></kml>'),
        "network_link"),
    bad("kml without placemarks",
        lambda f: text(f, "land.kml",
                       '<kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>'),
        "no_layer"),
    good("gml 3.2", lambda f: gdal(f, "land.gml", driver="GML", FORMAT="GML3.2"), "gml"),
    good("gml in zone 38", lambda f: gdal(f, "land.gml", driver="GML", crs=4526), "gml", epsg=4526),
    bad("gml that names a file",
        lambda f: text(f, "land.gml", _OUTSIDE + '<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml"/>'),
        "doctype"),
    bad("gml cut off", lambda f: cut(gdal(f, "land.gml", driver="GML"), 0.8), "unreadable"),
    good("mapinfo tab", _tab, "mapinfo", epsg=4326),
    good("mapinfo tab in zone 38", lambda f: _tab(f, crs=4526), "mapinfo", epsg=None),
    good("mapinfo tab that says Latin", lambda f: _tab(f, b"WindowsLatin1"), "mapinfo",
         "encoding", epsg=4326),
    good("mapinfo tab that says nothing", lambda f: _tab(f, b"Neutral"), "mapinfo", epsg=4326),
    bad("mapinfo tab without dat", _without_dat, "side_file_missing"),
    good("mapinfo mif", lambda f: _mif(f, b"WindowsSimpChinese"), "mapinfo", epsg=4326),
    good("mapinfo mif without charset", lambda f: _mif(f, None), "mapinfo", epsg=4326),
    good("mapinfo mif that says Latin", lambda f: _mif(f, b"WindowsLatin1"), "mapinfo",
         "encoding", epsg=4326),
    good("dxf in degrees", lambda f: lines(f, "land.dxf"), "dxf", "crs_not_said", ha=_ONE_EACH,
         ids=None),
    good("dxf in zone 38", lambda f: lines(f, "land.dxf", crs=4526), "dxf", "crs_not_said",
         ha=_ONE_EACH, epsg=4526, ids=None),
    good("dxf with an open line", lambda f: lines(f, "land.dxf", more=[_OPEN]), "dxf",
         "crs_not_said", "not_closed", ha=_ONE_EACH, ids=None),
    good("dxf called txt", lambda f: lines(f, "land.dxf").rename(f / "land.txt"), "dxf",
         "crs_not_said", "wrong_suffix", ha=_ONE_EACH, ids=None),
    bad("dwg", lambda f: text(f, "land.dwg", b"AC1027" + bytes(100)), "unknown_format"),
]  # fmt: skip
