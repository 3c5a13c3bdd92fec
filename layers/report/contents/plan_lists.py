"""Lists of a report's appendix on the plan: projects, targets, zones, documents, what differs."""

from layers.report.contents.tabulate import column, listed, table, text_column
from layers.report.document import Table
from layers.report.report_facts import ReportFacts
from layers.report.words import Words
from projects.package.columns import PROJECTS, ZONES


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


def targets_table(facts: ReportFacts, words: Words) -> Table:
    """Return where each target stands in its document."""
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


def zones_table(facts: ReportFacts, words: Words) -> Table:
    """Return the zones that the report covers, with what their outlines are."""
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


def documents_table(facts: ReportFacts, words: Words) -> Table:
    """Return the documents that the plan is made of."""
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


def findings_table(facts: ReportFacts, words: Words) -> Table:
    """Return what does not add up, as found."""
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
