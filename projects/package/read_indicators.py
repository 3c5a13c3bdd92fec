"""Files of figures: indicators, the investment tree, and the documents' own inconsistencies."""

import math
from collections.abc import Collection
from pathlib import Path

from gis.problems import Problem
from projects.model import Figure, Finding, InvestmentNode
from projects.package.columns import FINDINGS, INDICATORS, INVESTMENT
from projects.package.files import csv_rows
from projects.package.read_plan import repeated, zone_of
from projects.package.rows import Row


def read_figures(
    folder: Path,
    problems: list[Problem],
    *,
    documents: Collection[str],
    zone_ids: Collection[str] | None,
) -> tuple[Figure, ...]:
    """Return the figures of indicators.csv; the file is optional."""
    if not (folder / "indicators.csv").exists():
        return ()
    rows = csv_rows(folder, problems, table=INDICATORS)
    key = ("zone", "indicator", "parent_indicator", "scope", "year", "role", "span", "source")
    repeated(rows, lambda row: tuple(row.cells.get(column, "") for column in key), "indicator")
    _one_unit(rows)
    return tuple(_figure(row, documents, zone_ids) for row in rows)


def _figure(row: Row, documents: Collection[str], zone_ids: Collection[str] | None) -> Figure:
    value = row.number("value", least=-math.inf)
    if value is None and not row.text("note"):
        row.wrong(
            "value",
            "没有数值；缺数请在 note 中写明",
            "no figure; say in note why not",
            kind="empty",
        )
    sources = row.sources("source", documents, required=False)
    return Figure(
        zone_id=zone_of(row, "zone", zone_ids) if row.text("zone") else None,
        indicator=row.text("indicator", required=True),
        parent_indicator=row.text("parent_indicator"),
        scope=row.text("scope"),
        unit=row.text("unit", required=True),
        year=row.whole("year") or 0,
        value=value,
        value_to=row.range_end("value_to", value),
        role=row.choice("role", INDICATORS["role"].choices),  # type: ignore[arg-type]
        span=row.choice("span", INDICATORS["span"].choices, required=False) or "year",  # type: ignore[arg-type]
        kind=row.choice("kind", INDICATORS["kind"].choices, required=False),
        note=row.text("note"),
        source=sources[0] if sources else None,
    )


def _one_unit(rows: list[Row]) -> None:
    """Report a figure whose unit is not that of the same indicator's earlier figures."""
    key = ("zone", "indicator", "parent_indicator", "scope", "span")
    first: dict[tuple[str, ...], Row] = {}
    for row in rows:
        earlier = first.setdefault(tuple(row.cells.get(column, "") for column in key), row)
        wanted = earlier.cells["unit"]
        if row.cells["unit"] != wanted:
            row.wrong(
                "unit",
                f"同一指标第 {earlier.number_in_file} 行的单位是“{wanted}”",
                f"row {earlier.number_in_file} gives this indicator in {wanted!r}",
                kind="another_unit",
            )


def read_investment(
    folder: Path, problems: list[Problem], *, documents: Collection[str]
) -> tuple[InvestmentNode, ...]:
    """Return the tree of investment.csv; the file is optional."""
    if not (folder / "investment.csv").exists():
        return ()
    rows = csv_rows(folder, problems, table=INVESTMENT)
    repeated(rows, lambda row: row.cells["node"], "node")
    known: set[str] = set()
    nodes = []
    for row in rows:
        parent = row.text("parent")
        if parent and parent not in known:
            row.wrong(
                "parent",
                "前面没有这个上级类别",
                "no row above is this parent",
                kind="unknown_parent",
            )
        known.add(row.text("node"))
        nodes.append(_investment_node(row, parent, documents))
    return tuple(nodes)


def _investment_node(row: Row, parent: str, documents: Collection[str]) -> InvestmentNode:
    sources = row.sources("source", documents)
    return InvestmentNode(
        node=row.identifier("node"),
        parent=parent or None,
        name=row.text("name", required=True),
        count=row.whole("count") if row.text("count") else None,
        total_10k_cny=row.number("total_10k_cny"),
        period_10k_cny=row.number("period_10k_cny"),
        note=row.text("note"),
        source=sources[0] if sources else None,
    )


def read_findings(
    folder: Path, problems: list[Problem], *, documents: Collection[str]
) -> tuple[Finding, ...]:
    """Return what findings.csv says of the documents themselves; the file is optional."""
    if not (folder / "findings.csv").exists():
        return ()
    rows = csv_rows(folder, problems, table=FINDINGS)
    findings = []
    for row in rows:
        cited = "|".join(row.text(column) for column in ("document", "place", "line"))
        findings.append(
            Finding(
                kind=row.identifier("kind"),
                subject=row.text("subject", required=True),
                zh=row.text("detail_zh", required=True),
                en=row.text("detail_en", required=True),
                source=row.source("document", cited, documents),
            )
        )
    return tuple(findings)
