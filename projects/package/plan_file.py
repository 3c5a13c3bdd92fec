"""plan.yaml: what a plan is, read without taking anything for what it does not say.

Every value is taken as the text that stands there: `id: 0123` is 0123, and a date may stand in
quotes. What YAML can do beyond keys and values (names for parts and references to them, deep
nesting, a key that stands twice) is refused before anything is made of it.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final, NamedTuple

import yaml

from gis.errors import CrsError, WrongUseError
from gis.geometry.crs import Bounds, crs_of
from gis.problems import Problem
from projects.model import Document, Plan
from projects.package.district import district_box
from projects.package.files import decoded
from projects.package.rows import IDENTIFIER, day_of, faults_of_text

PLAN_FILE: Final = "plan.yaml"
_KEYS: Final = ("id", "title", "starts_on", "ends_on", "crs", "sample", "documents", "district")
_REQUIRED: Final = {
    "id": ("规划的编号，定了不改", "its id, which stays", "my-district-2026-2030"),
    "title": ("规划的名称", "its title", "某某区土地收储与供应规划"),
    "starts_on": ("规划期的第一天", "its first day", "2026-01-01"),
    "ends_on": ("规划期的最后一天", "its last day", "2030-12-31"),
    "crs": ("边界文件的坐标系", "the coordinate system of the outlines", "EPSG:4490"),
}
"""Key → what to write there, in Chinese and in English, and an example."""
_DOCUMENT_KEYS: Final = ("id", "title", "issuer", "issued_on")
_DEPTH: Final = 3
"""The plan, its documents, a document: nothing lies deeper."""

LONGEST_YEARS: Final = 100
"""Calendar years that a plan's period may touch: tables and charts have a place for each."""

_YES: Final = ("true", "yes", "on")
_NO: Final = ("false", "no", "off", "")


def plan_id_in(folder: Path, problems: list[Problem]) -> str | None:
    """Return the id that plan.yaml gives, or None with problems."""
    told = _told(folder, problems)
    if told is not None and not told.values.get("id"):
        problems.append(_missing("id", told))
    return None if told is None or problems else _text("id", told.values["id"], problems)


def read_plan(folder: Path, problems: list[Problem], *, stored: Plan | None = None) -> Plan | None:
    """Return what plan.yaml says, or None with problems; what it leaves out is as in `stored`."""
    found_before = len(problems)
    written = _told(folder, problems)
    if written is None:
        return None
    told = written.values if stored is None else as_told(stored) | written.values
    problems += [_missing(key, written) for key in _REQUIRED if not told.get(key)]
    texts = {key: _text(key, told.get(key, ""), problems) for key in _KEYS[:6]}
    documents = _documents(told.get("documents", ""), problems)
    starts_on, ends_on = (_day(key, texts[key], problems) for key in ("starts_on", "ends_on"))
    if starts_on and ends_on and ends_on < starts_on:
        zh, en = "早于 starts_on", "is before starts_on"
        problems.append(_wrong("ends_on", texts["ends_on"], zh, en, kind="bad_date"))
    elif starts_on and ends_on and (years := ends_on.year - starts_on.year + 1) > LONGEST_YEARS:
        zh = f"规划期跨 {years} 个年份，至多 {LONGEST_YEARS} 个；请核对年份"
        en = f"makes a period of {years} calendar years, at most {LONGEST_YEARS}; look at the years"
        problems.append(_wrong("ends_on", texts["ends_on"], zh, en, kind="too_long"))
    if texts["sample"].lower() not in (*_YES, *_NO):
        zh, en = "应为 true 或 false", "is true or false"
        problems.append(_wrong("sample", texts["sample"], zh, en, kind="not_allowed"))
    try:
        crs_of(texts["crs"] or "EPSG:4490")
    except CrsError as error:
        problems.append(_wrong("crs", texts["crs"], error.zh, error.en, kind="bad_crs"))
    district = _district(told["district"], problems) if "district" in told else None
    if len(problems) > found_before or starts_on is None or ends_on is None:
        return None
    return Plan(
        plan_id=texts["id"],
        title=texts["title"],
        starts_on=starts_on,
        ends_on=ends_on,
        sample=texts["sample"].lower() in _YES,
        crs=texts["crs"],
        documents=documents,
        district=district,
    )


def _district(told: Any, problems: list[Problem]) -> Bounds | None:
    name = told if isinstance(told, list) else _text("district", told, problems)
    if not name:
        zh = "没有内容；请写行政区名称或范围，没有则删去这一项"
        en = "is empty; give a name or a box, or take the key away"
        problems.append(_wrong("district", "", zh, en, kind="bad_district"))
        return None
    try:
        return district_box(name)
    except WrongUseError as error:
        problems.append(_wrong("district", told, error.zh, error.en, kind="bad_district"))
        return None


def as_told(plan: Plan) -> dict[str, Any]:
    """Return a plan as plan.yaml would tell it, every value a text."""
    return {
        "id": plan.plan_id,
        "title": plan.title,
        "starts_on": plan.starts_on.isoformat(),
        "ends_on": plan.ends_on.isoformat(),
        "crs": plan.crs,
        "sample": _YES[0] if plan.sample else _NO[0],
        "documents": [
            {"id": one.document_id, "title": one.title, "issuer": one.issuer,
             "issued_on": one.issued_on}
            for one in plan.documents
        ],
    }  # fmt: skip


class _Told(NamedTuple):
    """Keys and values: texts, lists and mappings of texts; and the row that each key stands in."""

    values: dict[str, Any]
    rows: dict[str, int]


def _told(folder: Path, problems: list[Problem]) -> _Told | None:
    """Return what the file says, or None with problems."""
    text = decoded(folder, PLAN_FILE, problems)
    if text is None:
        return None
    try:
        faults = list(_beyond_keys_and_values(text))
        root = None if faults else yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        problems.append(_no_yaml(error))
        return None
    problems += faults
    if faults:
        return None
    if not isinstance(root, yaml.MappingNode):
        problems.append(_wrong("", "", "应为“键: 值”", "must hold key: value", kind="not_yaml"))
        return None
    keys = [key for key, _ in root.value if isinstance(key, yaml.ScalarNode)]
    rows = {key.value: key.start_mark.line + 1 for key in keys}
    return _Told(_mapping(root, _KEYS, problems), rows)


def _beyond_keys_and_values(text: str) -> Iterator[Problem]:
    """Yield the first reference or level too deep; nothing is built, however large it would be."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent):
            zh = "不用 YAML 的引用（*）；请把内容写在这里"
            en = "YAML's references (*) are not read; write here what is meant"
            yield _at(event.start_mark, f"*{event.anchor}", zh, en, kind="not_plain_yaml")
            return
        if depth > _DEPTH + 1:
            zh = "嵌套过深；plan.yaml 只有“键: 值”和文件清单"
            en = "is nested too deep; plan.yaml has keys, values and a list of documents"
            yield _at(event.start_mark, "", zh, en, kind="not_plain_yaml")
            return


def _mapping(
    node: yaml.MappingNode, known: tuple[str, ...], problems: list[Problem], above: str = ""
) -> dict[str, Any]:
    """Return a mapping; a key that is not known, or stands twice, is a problem."""
    told: dict[str, Any] = {}
    for key_node, value in node.value:
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
        if key not in known:
            zh, en = f"不认识；可用：{'、'.join(known)}", f"is not known; {', '.join(known)} are"
            problems.append(_wrong(f"{above}{key}", "", zh, en, kind="unknown_key"))
        elif key in told:
            zh, en = f"“{key}”写了两次", f"the key {key!r} stands twice"
            problems.append(_at(key_node.start_mark, f"{above}{key}", zh, en, kind="repeated"))
        told[key] = _value(value, key, problems)
    return told


def _value(node: yaml.Node, key: str, problems: list[Problem]) -> Any:
    match node:
        case yaml.MappingNode():
            return _mapping(node, _DOCUMENT_KEYS, problems, f"{key}.")
        case yaml.SequenceNode():
            return [_value(item, key, problems) for item in node.value]
        case _:
            return "" if node.tag == "tag:yaml.org,2002:null" else node.value


def _documents(told: Any, problems: list[Problem]) -> tuple[Document, ...]:
    entries = told if isinstance(told, list) else [told] if told else []
    documents: dict[str, Document] = {}
    for entry in entries:
        if not isinstance(entry, dict) or not entry.get("id"):
            zh, en = "应为一列 {id, title, issuer, issued_on}", "is a list of {id, title, …}"
            problems.append(_wrong("documents", entry, zh, en, kind="bad_documents"))
            continue
        texts = {
            key: _text(f"documents.{key}", entry.get(key, ""), problems) for key in _DOCUMENT_KEYS
        }
        if texts["id"] in documents:
            zh, en = "重复", "stands twice"
            problems.append(_wrong("documents.id", texts["id"], zh, en, kind="repeated"))
        documents[texts["id"]] = Document(
            document_id=texts["id"],
            title=texts["title"] or texts["id"],
            issuer=texts["issuer"],
            issued_on=texts["issued_on"],
        )
    return tuple(documents.values())


def _text(key: str, value: Any, problems: list[Problem]) -> str:
    """Return a text; ids moreover have no space, semicolon or bar."""
    if not isinstance(value, str):
        zh, en = "应为一项文字", "must be one text"
        problems.append(_wrong(key, value, zh, en, kind="not_allowed"))
        return ""
    for kind, zh, en in faults_of_text(value):
        problems.append(_wrong(key, value, zh, en, kind=kind))
    if key.endswith("id") and value and not IDENTIFIER.fullmatch(value):
        zh, en = "不含空格、分号和竖线，至多 100 字", "has no space, semicolon or bar"
        problems.append(_wrong(key, value, zh, en, kind="bad_id"))
    return value


def _day(key: str, value: str, problems: list[Problem]) -> date | None:
    day = day_of(value)
    if value and day is None:
        zh, en = "应为日期，如 2021-01-01", "must be a date such as 2021-01-01"
        problems.append(_wrong(key, value, zh, en, kind="bad_date"))
    return day


def _missing(key: str, told: _Told) -> Problem:
    """Return the problem with a key that is not there or empty: what to write, with an example."""
    zh, en, example = _REQUIRED[key]
    return Problem(
        file=PLAN_FILE, row=told.rows.get(key), column=key, kind="missing_key",
        zh=f"缺少这一项；请写{zh}，如 {example}",
        en=f"this key is missing; write {en}, such as {example}",
    )  # fmt: skip


def _wrong(key: str, value: object, zh: str, en: str, *, kind: str) -> Problem:
    return Problem(file=PLAN_FILE, column=key, value=str(value), zh=zh, en=en, kind=kind)


def _at(mark: Any, key: str, zh: str, en: str, *, kind: str) -> Problem:
    return Problem(file=PLAN_FILE, row=mark.line + 1, column=key, zh=zh, en=en, kind=kind)


def _no_yaml(error: yaml.YAMLError) -> Problem:
    """Return the problem with a text that is no YAML, at its line."""
    mark = getattr(error, "problem_mark", None)
    zh = "不是 YAML；请检查这一行的缩进、引号和冒号后的空格"
    en = "is no YAML; look at the line's indentation, quotes and the space after its colon"
    return Problem(
        file=PLAN_FILE, row=None if mark is None else mark.line + 1, zh=zh, en=en, kind="not_yaml"
    )
