"""The appendix of a report: every row of the lists, sources of the targets, how it was computed."""

from collections.abc import Sequence
from typing import Final

from layers.report.contents.land_chapters import conflicts_table, reserve_table, warnings_table
from layers.report.contents.plan_chapters import background_table, goals_table
from layers.report.contents.tabulate import (
    column,
    for_appendix,
    is_long,
    listed,
    table,
    text_column,
    without_empty,
)
from layers.report.document import Block, Chapter, Paragraph, Table
from layers.report.report_facts import ReportFacts
from layers.report.words import Words
from projects.package.columns import EVENTS, PARCELS, PROJECTS, ZONES


def appendix_chapter(facts: ReportFacts, words: Words) -> Chapter:
    """Return the appendix; a list without rows is left out."""
    sections: Sequence[tuple[str, str, Sequence[Block]]] = (
        ("parcels", words("地块一览", "Parcels"), _filled(parcels_table(facts, words))),
        ("events", words("台账", "The ledger"), _filled(events_table(facts, words))),
        ("long-lists", words("正文清单全表", "Lists in full"), _long_lists(facts, words)),
        ("project-list", words("重大项目一览", "Projects"), _filled(projects_table(facts, words))),
        (
            "other-indicators",
            words("其他指标", "Other indicators"),
            _filled(background_table(facts, words)),
        ),
        ("targets", words("目标出处", "Sources of the targets"), _filled(_targets(facts, words))),
        ("areas", words("申报与量算", "Declared and measured"), _filled(_areas(facts, words))),
        ("findings", words("对不上之处", "What does not add up"), _filled(_findings(facts, words))),
        ("zones", words("片区一览", "Zones"), _filled(_zones(facts, words))),
        ("documents", words("依据文件", "Documents"), _filled(_documents(facts, words))),
        ("method", words("口径与方法", "How it was computed"), method_notes(facts, words)),
    )
    return Chapter(
        chapter_id="appendix",
        title=words("附录", "Appendix"),
        chapters=tuple(
            Chapter(chapter_id=f"appendix-{name}", title=title, blocks=tuple(blocks))
            for name, title, blocks in sections
            if blocks
        ),
    )


def _filled(made: Table) -> list[Block]:
    return [made] if made.rows else []


def _long_lists(facts: ReportFacts, words: Words) -> list[Block]:
    """Return whole the lists that the body cuts short."""
    lists = (reserve_table, conflicts_table, warnings_table, goals_table)
    made = [list_table(facts, words) for list_table in lists]
    return [for_appendix(each, words) for each in made if is_long(each)]


OF_CONTRACTS: Final = ("contract_no", "supervision_no", "price_10k_cny", "responsible_unit")
"""What an event may say of a contract; a ledger that says nothing of it has no such column."""


def parcels_table(facts: ReportFacts, words: Words) -> Table:
    """Return every parcel with its state as of the report's day; its zone is the innermost."""
    names = {zone.zone_id: zone.name for zone in facts.zones}
    return table(
        "parcels",
        words("地块及其状态", "Parcels and their states"),
        (
            listed(PARCELS["parcel_id"], words, 14),
            listed(PARCELS["name"], words, 14),
            text_column(words("片区", "Zone"), 12),
            listed(PARCELS["owner_kind"], words, 8),
            listed(PARCELS["state"], words, 8),
            listed(PARCELS["declared_ha"], words),
            listed(PARCELS["measured_ha"], words),
            listed(PARCELS["in_reserve_ha"], words),
            listed(PARCELS["supplied_ha"], words),
        ),
        [
            (
                status.parcel.parcel_id,
                status.parcel.name,
                names[status.zone_ids[-1]] if status.zone_ids else None,
                words.owner(status.parcel.owner_kind),
                words.state(status.state),
                status.parcel.declared_ha,
                status.measured_ha,
                status.in_reserve_ha,
                status.supplied_ha,
            )
            for status in facts.parcels
        ],
        note=words(
            "在库、已出库为量算面积。地块跨片区的，列其所涉最末一级片区中的一个。",
            "In reserve and supplied are measured areas. A parcel in several zones is listed "
            "under one of the innermost.",
        ),
    )


def events_table(facts: ReportFacts, words: Words) -> Table:
    """Return the ledger until the report's day, corrected events and reversals included."""
    uses = {(use.code, use.code_set): use.name for use in facts.land_uses}
    corrected_by = {event.corrects: event.event_id for event in facts.events if event.corrects}
    rows = []
    for event in facts.events:
        remarks = []
        if event.corrects:
            remarks.append(words(f"更正 {event.corrects}", f"corrects {event.corrects}"))
        if event.event_id in corrected_by:
            by = corrected_by[event.event_id]
            remarks.append(words(f"已由 {by} 更正，不计", f"corrected by {by}; not counted"))
        use = uses.get((event.land_use, event.land_use_set), "")
        rows.append(
            (
                event.happened_on,
                event.event_id,
                words.event_kind(event.kind),
                words.listed(event.parcel_ids),
                event.method,
                f"{event.land_use} {use}".strip(),
                None if event.extent is None else event.declared_ha,
                event.document_no,
                *(getattr(event, name) for name in OF_CONTRACTS),
                event.recorded_on,
                words.listed(remarks),
            )
        )
    made = table(
        "events",
        words("收储与供应台账", "Ledger of storage and supply"),
        (
            listed(EVENTS["date"], words),
            listed(EVENTS["event_id"], words, 12),
            listed(EVENTS["kind"], words, 6),
            listed(EVENTS["parcel_id"], words, 14),
            listed(EVENTS["method"], words, 6),
            listed(EVENTS["land_use"], words, 14),
            listed(EVENTS["declared_ha"], words),
            listed(EVENTS["document_no"], words, 14),
            listed(EVENTS["contract_no"], words, 12),
            listed(EVENTS["supervision_no"], words, 12),
            listed(EVENTS["price_10k_cny"], words, kind="number"),
            listed(EVENTS["responsible_unit"], words, 12),
            listed(EVENTS["recorded_on"], words),
            text_column(words("更正", "Corrections"), 12),
        ),
        rows,
        note=words(
            "截至报告日期的全部台账，含规划期之前的（计入已储未供）和已被更正的（不计）。",
            "The ledger until the report's day, also from before the period (it counts in the "
            "reserve) and what was corrected (it does not count).",
        ),
    )
    return without_empty(made, *(EVENTS[name].heading(words.language) for name in OF_CONTRACTS))


def projects_table(facts: ReportFacts, words: Words) -> Table:
    """Return every project with its stage; all the places that name it are its sources."""
    names = {zone.zone_id: zone.name for zone in facts.zones}
    return table(
        "projects",
        words("重大项目清单", "Major projects"),
        (
            listed(PROJECTS["name"], words, 24),
            listed(PROJECTS["category"], words, 12),
            listed(PROJECTS["zone"], words, 12),
            listed(PROJECTS["stage"], words, 8),
            listed(PROJECTS["stage_on"], words),
            listed(PROJECTS["site_area_m2"], words),
            listed(PROJECTS["floor_area_m2"], words),
            listed(PROJECTS["investment_10k_cny"], words),
            listed(PROJECTS["invested_10k_cny"], words),
        ),
        [
            (
                project.name,
                project.category,
                names.get(project.zone_id or ""),
                words.stage(project.stage),
                project.stage_on,
                project.site_area_m2,
                project.floor_area_m2,
                project.investment_10k_cny,
                project.invested_10k_cny,
            )
            for project in facts.projects
        ],
        sources={
            (place, 0): words.listed(
                [words.cited(source, facts.plan.documents) for source in project.sources]
            )
            for place, project in enumerate(facts.projects)
        },
    )


def _targets(facts: ReportFacts, words: Words) -> Table:
    titles = {document.document_id: document.title for document in facts.plan.documents}
    rows = [row for row in facts.balance.rows if row.target_ha is not None]
    return table(
        "targets",
        words("各项目标的出处", "Where each target stands"),
        (
            text_column(words("片区", "Zone"), 14),
            text_column(words("指标", "Measure"), 14),
            column(words("目标（公顷）", "Target, ha"), "ha"),
            text_column(words("文件", "Document"), 28),
            text_column(words("位置", "Place"), 12),
            column(words("行", "Line"), "count", 6),
        ),
        [
            (
                row.zone_name,
                words.measure(row.measure),
                row.target_ha,
                titles.get(row.source.document, row.source.document) if row.source else None,
                row.source.place if row.source else None,
                row.source.line if row.source else None,
            )
            for row in rows
        ],
    )


def _areas(facts: ReportFacts, words: Words) -> Table:
    rows = [row for row in facts.balance.rows if row.declared_ha > 0 or row.measured_ha > 0]
    return table(
        "areas",
        words("完成面积：申报与量算对照", "Actual areas, declared and measured"),
        (
            text_column(words("片区", "Zone"), 14),
            text_column(words("指标", "Measure"), 14),
            column(words("申报（公顷）", "Declared, ha"), "ha"),
            column(words("量算（公顷）", "Measured, ha"), "ha"),
            column(words("相差（公顷）", "Difference, ha"), "ha"),
            column(words("笔数", "Events"), "count", 8),
        ),
        [
            (
                row.zone_name,
                words.measure(row.measure),
                row.declared_ha,
                row.measured_ha,
                row.measured_ha - row.declared_ha,
                row.events,
            )
            for row in rows
        ],
    )


def _findings(facts: ReportFacts, words: Words) -> Table:
    return table(
        "findings",
        words("对不上之处", "What does not add up"),
        (
            text_column(words("对象", "Subject"), 16),
            text_column(words("问题", "Finding"), 40),
            text_column(words("出处", "Source"), 24),
        ),
        [
            (
                finding.subject,
                words(finding.zh, finding.en),
                words.cited(finding.source, facts.plan.documents),
            )
            for finding in facts.findings
        ],
        note=words(
            "照原样列出，没有改动规划文件或台账。",
            "As found; neither document nor ledger is mended.",
        ),
    )


def _zones(facts: ReportFacts, words: Words) -> Table:
    names = {zone.zone_id: zone.name for zone in facts.zones}
    zones = [zone for zone in facts.zones if zone.zone_id in facts.inside]
    return table(
        "zones",
        words("片区及其边界", "Zones and their outlines"),
        (
            text_column(words("片区", "Zone"), 14),
            text_column(words("上级", "Parent"), 14),
            listed(ZONES["declared_ha"], words),
            column(words("边界量得（公顷）", "Measured, ha"), "ha"),
            text_column(words("边界", "Outline"), 10),
            listed(ZONES["note"], words, 30),
        ),
        [
            (
                zone.name,
                names.get(zone.parent_id or ""),
                zone.declared_ha,
                zone.measured_ha,
                words.quality(zone.geometry_quality),
                zone.note,
            )
            for zone in zones
        ],
        sources={
            (place, 0): words.cited(zone.source, facts.plan.documents)
            for place, zone in enumerate(zones)
        },
    )


def _documents(facts: ReportFacts, words: Words) -> Table:
    return table(
        "documents",
        words("依据文件", "Documents"),
        (
            text_column(words("文件", "Document"), 36),
            text_column(words("印发机关", "Issuer"), 18),
            text_column(words("印发日期", "Issued on"), 12),
        ),
        [
            (document.title, document.issuer, document.issued_on)
            for document in facts.plan.documents
        ],
    )


def method_notes(facts: ReportFacts, words: Words) -> list[Block]:
    """Say which areas, which rules and which thresholds the figures come from."""
    plan, limits = facts.plan, facts.limits
    on_track = f"{100 * facts.thresholds.on_track:g}%"
    behind = f"{100 * facts.thresholds.behind:g}%"
    known = [] if facts.known is None else [
        words(
            f"台账只计{words.day(facts.known)}及以前登记的事件；项目和指标不受此限。",
            f"Of the ledger only what was recorded by {facts.known} counts; projects and "
            "indicators are not limited by that.",
        )
    ]  # fmt: skip
    return [Paragraph(text=said) for said in (
        words(
            "面积：在 2000 国家大地坐标系椭球面上量算，边为测地线；1 公顷 = 10 000 平方米 = 15 亩。"
            "除注明量算外均为申报面积；一笔只有一部分计入的，申报面积按该部分占整笔边界的比例折算。",
            "Areas are those of the CGCS2000 ellipsoid with geodesic edges; 1 ha = 10 000 m² = "
            "15 mu. They are declared areas unless marked as measured; where only a part of an "
            "event counts, its declared area counts by that part's share of the outline.",
        ),
        words(
            f"计入：收储、供应计规划期（{plan.starts_on} 至 {plan.ends_on}）内至报告日期的事件，"
            "同一土地在库时再次收储、已供应时再次供应的不重复计；已储未供计历年收储中截至报告日期"
            "尚未供应的。上级片区按自身边界计，不由下级相加。",
            f"Storage and supply count the events of the period ({plan.starts_on} to "
            f"{plan.ends_on}) until the report's day; land stored while in reserve, or supplied "
            "while supplied, does not count again. The reserve is what of all storages is not "
            "supplied. A parent zone is counted from its own outline, not from its parts.",
        ),
        words(
            "序时：目标自规划期第一日起按时间均匀推进，有年度计划的按年度计划。"
            f"完成达到目标的为已完成，不低于序时 {on_track} 的为基本同步，"
            f"不低于 {behind} 的为滞后，再低的为风险。",
            "Expected: the target spread evenly over the period, or the plan's yearly schedule. "
            f"Done is at least the target, on track at least {on_track} of what is expected, "
            f"behind at least {behind}, at risk less.",
        ),
        words(
            f"预警：目标和指标滞后或有风险；项目停在一个阶段超过 {limits.stalled_months} 个月；"
            f"土地在库超过 {limits.reserve_years:g} 年；台账没有文号。",
            "Warnings: targets and indicators behind or at risk; projects at one stage for more "
            f"than {limits.stalled_months} months; land in reserve for more than "
            f"{limits.reserve_years:g} years; events without a document number.",
        ),
        *known,
    )]  # fmt: skip
