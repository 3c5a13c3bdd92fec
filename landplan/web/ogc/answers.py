"""Features as an answer: GeoJSON, CSV, GeoParquet, or a page."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import shapely
from fastapi import Request, Response

from gis.geometry.crs_uri import UriCrs
from landplan.web.ogc.asked import GEOJSON, MEDIA, Format
from landplan.web.ogc.links import Link, Links
from landplan.web.page import page
from projects.features.collections import Collection
from projects.features.pages import Features, Question
from projects.features.written import write_features
from projects.model import Plan
from projects.package.column import Column


def features_answer(
    request: Request,
    plan: Plan,
    collection: Collection,
    found: Features,
    asked: Question,
    crs: UriCrs,
    form: Format,
) -> Response:
    """Return a page of features in a format; its links also stand in the header Link."""
    links = Links(request)
    told = [*links.of_features(), *_next(links, collection, found, form), _whole(links, collection)]
    if form == "json":
        answer = _collection(plan, collection, found, asked, crs, told)
    elif form == "html":
        answer = page(
            request, "ogc_items.html", plan=plan, day=asked.day,
            collection=collection, found=found, links=told, addresses=links, shown=_shown,
        )  # fmt: skip
    else:
        answer = _file(collection, found, crs, form)
    answer.headers["Link"] = ", ".join(
        f'<{one["href"]}>; rel="{one["rel"]}"; type="{one["type"]}"' for one in told
    )
    answer.headers["Content-Crs"] = f"<{crs.uri}>"
    return answer


def feature_answer(
    request: Request,
    plan: Plan,
    collection: Collection,
    found: Features,
    day: date,
    crs: UriCrs,
    form: Format,
) -> Response:
    """Return one feature, which is there."""
    links = Links(request)
    told = [*links.of_document(), _whole(links, collection)]
    told[0]["type"] = GEOJSON
    if form == "html":
        answer: Response = page(
            request, "ogc_item.html", plan=plan, day=day,
            collection=collection, row=found.rows[0], links=told, shown=_shown,
        )  # fmt: skip
    else:
        [feature] = _features(collection, found, crs)
        head = {"plan": plan.plan_id, "sample": plan.sample, "as_of": day.isoformat()}
        rest = json.dumps({**head, "links": told}, ensure_ascii=False)
        answer = Response(f"{feature[:-1]}, {rest[1:]}", media_type=GEOJSON)
    answer.headers["Content-Crs"] = f"<{crs.uri}>"
    return answer


def _shown(column: Column, value: Any, language: str) -> str:
    """Return a cell as people read it: figures to 4 decimals, codes in words."""
    if value is None:
        return ""
    if column.kind == "number":
        return f"{value:,.4f}"
    if column.kind == "ids":
        return "; ".join(value)
    if column.kind == "choice" and language == "zh":
        return column.choices.get(value) or str(value)
    return str(value)


def _next(links: Links, collection: Collection, found: Features, form: Format) -> list[Link]:
    """Return the link to the next page: behind the last feature of this one."""
    if not found.more:
        return []
    href = links.here(after=found.rows[-1][collection.key], offset=None)
    return [
        links.link("next", href, GEOJSON if form == "json" else MEDIA[form], "下一页", "Next page")
    ]


def _whole(links: Links, collection: Collection) -> Link:
    href = links.address("collections", collection.name)
    return links.link("collection", href, MEDIA["json"], "数据集", "The collection")


def _collection(
    plan: Plan,
    collection: Collection,
    found: Features,
    asked: Question,
    crs: UriCrs,
    links: Sequence[Link],
) -> Response:
    head: dict[str, Any] = {
        "type": "FeatureCollection",
        "plan": plan.plan_id,
        "sample": plan.sample,
        "as_of": asked.day.isoformat(),
        "timeStamp": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "numberReturned": len(found.rows),
        "links": links,
    }
    if found.matched is not None:
        head["numberMatched"] = found.matched
    lines = ",\n".join(_features(collection, found, crs))
    told = json.dumps(head, ensure_ascii=False)
    return Response(f'{told[:-1]}, "features": [\n{lines}\n]}}', media_type=GEOJSON)


def _features(collection: Collection, found: Features, crs: UriCrs) -> list[str]:
    """Return each feature as a line of GeoJSON; every number as it is, nothing rounded."""
    outlines: Any = np.empty(len(found.outlines), dtype=object)
    outlines[:] = found.outlines
    shapes = shapely.to_geojson(crs.from_stored(outlines)) if len(outlines) else ()
    return [
        f'{{"type": "Feature", "id": {_json(row[collection.key])}, '
        f'"properties": {_json(collection.told(row))}, "geometry": {shape or "null"}}}'
        for row, shape in zip(found.rows, shapes, strict=True)
    ]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _file(collection: Collection, found: Features, crs: UriCrs, form: Format) -> Response:
    """Return the features as a file, (x, y) eastward and northward whatever the URI says."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{collection.name}.{form}"
        write_features(path, collection, found, crs.crs)
        content = path.read_bytes()
    named = f'attachment; filename="{collection.name}.{form}"'
    return Response(content, media_type=MEDIA[form], headers={"Content-Disposition": named})
