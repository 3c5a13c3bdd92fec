"""A small report made by hand, with names that no writer may trip over."""

from datetime import date

from layers.report.document import Chapter, Chart, Column, Paragraph, Report, Series, Table, Value

HOSTILE_NAMES = (
    '=HYPERLINK("http://example.com")',
    "+1+1",
    "-2",
    "@SUM(A1)",
    "\t=1+1",
    "控制\x00\x08\x1f字符",
    "㐂𠮷𡈽𰻝地块",
    "🏗️🏘️",
    "שלום עולם 12",
    "方向\u202e反转",
    "长" * 200,
    "x" * 200,
    "<b>&amp;</b>",
    "_x0041_",
    "孤\ud800立",
    "{{ 7*7 }}",
)
YEARS = ("2021", "2022", "2023", "2024", "2025")
STORED = (60.0, 72.25, 0.0, 131.455, 9.3)

BALANCE = Table(
    table_id="balance",
    caption="规划目标与实际对照",
    columns=(
        Column(title="片区"),
        Column(title="指标"),
        Column(title="目标（公顷）", kind="ha"),
        Column(title="实际（公顷）", kind="ha"),
        Column(title="实际（亩）", kind="mu"),
        Column(title="完成率", kind="percent"),
        Column(title="笔数", kind="count"),
    ),
    rows=(
        ("天河区", "收储", 500.0, 273.005, 4095.075, 54.601, 31),
        ("天河区", "供应", 12500.0, 12000.125, 180001.875, 96.001, 12000),
        ("天河智慧城", "收储", None, 0.0, 0.0, None, 0),
    ),
    sources={(0, 2): "天河区土地储备“十四五”规划 表3 第261行", (1, 2): "同上 第262行"},
    strong=frozenset({0}),
    note="面积为申报面积；完成率按规划期末目标计。",
)
YEARLY = Table(
    table_id="yearly",
    caption="分年收储",
    columns=(
        Column(title="年份", kind="year"),
        Column(title="当年收储", kind="ha"),
        Column(title="累计", kind="ha"),
        Column(title="序时", kind="ha"),
    ),
    rows=tuple(
        (int(year), value, sum(STORED[: place + 1]), 100.0 * (place + 1))
        for place, (year, value) in enumerate(zip(YEARS, STORED, strict=True))
    ),
    sources={},
)
EVENTS = Table(
    table_id="events",
    caption="台账：地块与收储、供应记录（含更正、冲销的各笔）[附录]",
    columns=(
        Column(title="编号", width=10),
        Column(title="地块名称", width=24),
        Column(title="日期", kind="day"),
        Column(title="面积（m²）", kind="m2"),
        Column(title="金额（万元）", kind="money"),
        Column(title="经度", kind="degrees"),
        Column(title="横坐标", kind="metres"),
        Column(title="指标值", kind="number"),
    ),
    rows=tuple(
        (
            f"E{number:03}",
            name,
            date(2021 + number % 5, 1 + number % 12, 1 + number),
            9999.6 + number,
            1234567 * number,
            113.3456789,
            38512345.6789,
            4800.125,
        )
        for number, name in enumerate(HOSTILE_NAMES)
    ),
    sources={(5, 1): "记录\x07第5行" * 40},
)
WIDE = Table(
    table_id="wide",
    caption="分年、分方式、分用途供应",
    columns=(
        Column(title="片区"),
        *(Column(title=f"{year}年{use}（公顷）", kind="ha") for year in YEARS for use in "工商住"),
    ),
    rows=tuple((zone, *(1000.0 + n for n in range(15))) for zone in ("天河区", "国际金融城")),
    sources={},
)
EMPTY = Table(
    table_id="conflicts",
    caption="台账：地块与收储、供应记录（含更正、冲销的各笔）：附录",
    columns=(Column(title="事项", width=30), Column(title="面积", kind="ha")),
    rows=(),
    sources={},
)
CHART = Chart(
    chart_id="yearly",
    caption="分年收储与累计",
    table_id="yearly",
    labels=YEARS,
    series=(
        Series(name="当年收储", values=STORED),
        Series(name="累计", values=tuple(sum(STORED[: n + 1]) for n in range(5)), shape="line"),
        Series(name="序时", values=(100.0, 200.0, 300.0, 400.0, 500.0), shape="target"),
    ),
    unit="公顷",
)
APART = Chart(
    chart_id="apart",
    caption="=实际",
    table_id="balance",
    labels=("=甲", "乙"),
    series=(Series(name="=cmd|' /C calc'!A0", values=(1.5, None)),),
    unit="=公顷",
)


def small_report(*, charts: bool = True, language: str = "zh") -> Report:
    """Give the report; without charts where no picture is wanted."""
    return Report(
        title="天河区“十四五”规划土地收储与供应实施情况报告",
        zone_name="天河区",
        cover=("规划期：2021年1月1日—2025年12月31日", "数据截至：2025年12月31日"),
        remarks=("样例数据，非实际成果",),
        chapters=(
            Chapter(
                chapter_id="summary",
                title="总体情况",
                blocks=(
                    Paragraph(text="截至2025年12月31日，天河区完成收储273.01公顷，完成率54.6%。"),
                    Paragraph(text="本报告台账为样例数据，不得作为依据。", emphasis=True),
                    Paragraph(text="片区" * 90 + "。"),
                ),
            ),
            Chapter(
                chapter_id="balance",
                title="计划与实际",
                blocks=(BALANCE, *((APART,) if charts else ())),
                chapters=(
                    Chapter(
                        chapter_id="yearly",
                        title="分年情况",
                        blocks=(YEARLY, *((CHART,) if charts else ())),
                        chapters=(Chapter(chapter_id="use", title="分用途", blocks=(WIDE,)),),
                    ),
                ),
            ),
            Chapter(chapter_id="events", title="附录", blocks=(EVENTS, EMPTY)),
        ),
        made_on=date(2025, 12, 31),
        language=language,
    )


def table_of(values: tuple[Value, ...], columns: tuple[Column, ...]) -> Table:
    """Give a table of one row."""
    return Table(table_id="t", caption="表", columns=columns, rows=(values,), sources={})
