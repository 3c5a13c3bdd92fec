"""The columns of what the plan says: targets, projects, indicators, investment, structure."""

from typing import Final

from gis.geometry.area import HA_PER_UNIT
from projects import labels
from projects.model import FLOWS, PARTS_OF_SUPPLY
from projects.package.column import Column, PackageTable
from projects.package.columns_of_land import NOT_CITED, NOTE, POSITION, QUALITY

KINDS: Final = {"binding": "约束性", "expected": "预期性", "planned": "计划"}
MEASURES: Final[dict[str, str]] = {
    measure: ("其中" if measure in PARTS_OF_SUPPLY else "") + labels.MEASURES[measure].zh
    for measure in FLOWS
}
ROLES: Final = {"base": "基期", "actual": "实际", "goal": "目标"}
SPANS: Final = {"year": "当年", "period_total": "期内累计", "period_mean": "期内年均"}
STAGES: Final = dict.fromkeys(labels.STAGES, "")
AREA_UNITS: Final = dict.fromkeys(HA_PER_UNIT, "")
STRUCTURE_KINDS: Final = {
    "axis": "轴", "belt": "带", "area": "片区", "core": "核", "point": "点",
}  # fmt: skip

_ZONE: Final = Column(
    name="zone", kind="id", zh="片区", en="Zone", required=True, stored="zone_id",
    value="a `zone_id`",
)  # fmt: skip
_MEASURE: Final = Column(
    name="measure", kind="choice", zh="事项", en="Measure", required=True,
    choices=MEASURES,
)  # fmt: skip
_SHAPE: Final = Column(
    name="outline", kind="outline", zh="图形", en="Shape", required=True,
    value="points, lines or areas, in the coordinates of zones.geojson",
)  # fmt: skip
_DRAWN: Final = Column(
    name="note", kind="text", zh="图形说明", en="Note on the shape", stored=None,
    value="what is drawn and what is not",
)  # fmt: skip
_ZONE_NAME: Final = Column(name="zone_name", kind="text", zh="片区名称", en="Zone name")

TARGETS: Final = PackageTable(
    name="targets", zh="目标", en="Targets", file="targets.csv", in_database="target",
    columns=(
        _ZONE,
        _MEASURE,
        Column(
            name="value", kind="number", zh="目标值", en="Value", required=True, least=0,
            value="reached from the plan's first day to the end of `year`",
        ),
        Column(
            name="unit", kind="choice", zh="单位", en="Unit", required=True, choices=AREA_UNITS,
            value="as printed",
        ),
        Column(
            name="year", kind="whole", zh="年份", en="Year", required=True,
            value="a year of the plan",
        ),
        Column(name="kind", kind="choice", zh="性质", en="Kind", choices=KINDS),
        Column(
            name="source", kind="source", zh="出处", en="Source", required=True,
            value="the line of the very cell",
        ),
    ),
)  # fmt: skip

SCHEDULE: Final = PackageTable(
    name="schedule", zh="年度计划", en="Schedule", file="schedule.csv",
    in_database="target_schedule",
    columns=(
        _ZONE,
        _MEASURE,
        Column(
            name="year", kind="whole", zh="年份", en="Year", required=True,
            value="a year of the plan",
        ),
        Column(
            name="value", kind="number", zh="累计值", en="Value", required=True, least=0,
            value="cumulative: what should be reached by the end of the year",
        ),
        Column(
            name="unit", kind="choice", zh="单位", en="Unit", choices=AREA_UNITS, stored=None,
            value="`公顷` if empty",
        ),
        Column(name="source", kind="source", zh="出处", en="Source", stored=None),
    ),
)  # fmt: skip

PROJECTS: Final = PackageTable(
    name="projects", zh="重大项目", en="Projects", file="projects.csv", in_database="project",
    view="v_project",
    columns=(
        Column(
            name="project_id", kind="id", zh="项目编号", en="Project id", heads=("编号", "Id"),
            required=True,
            value="unique; a readable slug", trade=("项目代码", "XMDM", "projectId"),
        ),
        Column(
            name="name", kind="text", zh="项目", en="Project", required=True,
            value="as printed; unique: a project that several documents name is one row with "
            "several sources",
            trade=("项目名称", "XMMC"),
        ),
        Column(
            name="category", kind="text", zh="类别", en="Category", required=True,
            value="as printed",
        ),
        Column(
            name="stage", kind="choice", zh="阶段", en="Stage",
            choices=STAGES,
            value="only if a document says so",
            trade=("项目状态", "形象进度", "XMZT", "XM_ZT", "JDMB", "projectImageProgress"),
        ),
        Column(
            name="zone", kind="id", zh="片区", en="Zone", required=True, may_be_empty=True,
            stored="zone_id", value="the smallest zone that a document puts it in",
        ),
        Column(
            name="site_area_m2", kind="number", unit="m2", zh="用地", en="Site",
            value="用地面积 or 占地面积",
        ),
        Column(
            name="floor_area_m2", kind="number", unit="m2", zh="建筑", en="Floor",
            value="`note` says whether 总建筑面积 or 计容建筑面积",
        ),
        Column(
            name="investment_10k_cny", kind="number", unit="10k_cny", zh="总投资", en="Investment",
            trade=("计划总投资", "ZTZ", "JHZTZ", "planInvestSum"),
        ),
        Column(
            name="lon", kind="number", unit="degree", zh="经度", en="Longitude", stored="point",
            value="CGCS2000; with `lat` or not at all",
        ),
        Column(
            name="lat", kind="number", unit="degree", zh="纬度", en="Latitude", stored="point",
            value="CGCS2000; with `lon` or not at all",
        ),
        Column(
            name="note", kind="text", zh="说明", en="Note",
            value="a name that a source prints otherwise is quoted here in “ ”",
        ),
        Column(
            name="source", kind="source", zh="出处", en="Source", required=True, may_be_empty=True,
            stored=None, value=NOT_CITED,
        ),
    ),
    kept=(POSITION, Column(name="point", kind="outline", zh="点位", en="Point")),
    computed=(
        _ZONE_NAME,
        Column(name="stage_on", kind="day", zh="阶段始于", en="Since"),
        Column(
            name="invested_10k_cny", kind="number", unit="10k_cny", zh="已完成", en="Invested",
        ),
        Column(name="invested_on", kind="day", zh="投资截至", en="Invested by"),
        Column(
            name="known_only_by_zone", kind="flag", zh="仅知所在片区", en="Known only by its zone",
        ),
    ),
)  # fmt: skip

PROJECT_PLACES: Final = PackageTable(
    name="project_places", zh="项目位置", en="Places of projects", file="projects.geojson",
    in_database="project", view="v_project",
    columns=(PROJECTS["project_id"], QUALITY, _DRAWN, _SHAPE),
)  # fmt: skip

INDICATORS: Final = PackageTable(
    name="indicators", zh="指标", en="Indicators", file="indicators.csv", in_database="indicator",
    view="v_indicator",
    columns=(
        Column(
            name="zone", kind="id", zh="片区", en="Zone", required=True, may_be_empty=True,
            stored="zone_id",
            value="a `zone_id`; empty for a figure of a larger area, which `scope` then names "
            "(全市)",
        ),
        Column(
            name="indicator", kind="text", zh="指标", en="Indicator", required=True,
            value="as printed, without its unit and footnote marks",
        ),
        Column(
            name="parent_indicator", kind="text", zh="上级指标", en="Parent indicator",
            value="the indicator that this one is a part of (二氧化硫 of 主要污染物削减量)",
        ),
        Column(
            name="scope", kind="text", zh="统计口径", en="Scope",
            value="whom the figure counts, where the document says so: 建成区, 高新区",
        ),
        Column(
            name="unit", kind="text", zh="单位", en="Unit", required=True,
            value="as printed; one for each indicator of a zone, scope and span",
        ),
        Column(
            name="year", kind="whole", zh="年份", en="Year", required=True,
            value="the year, or the last year of a period",
        ),
        Column(
            name="value", kind="number", zh="数值", en="Value", required=True, may_be_empty=True,
            value="also 0 or negative; empty where the document prints none, and `note` has what "
            "stands there (暂无数据, 完成市下达目标). It is missing, not 0",
        ),
        Column(
            name="value_to", kind="number", zh="数值上限", en="Value, upper end",
            value="upper end of a range: `1540-1680` is `1540` and `1680`",
        ),
        Column(
            name="role", kind="choice", zh="作用", en="Role", required=True, choices=ROLES,
            value="what a goal starts from, what was reached, or a goal",
        ),
        Column(
            name="span", kind="choice", zh="时段", en="Span", choices=SPANS,
            value="`year` if empty; `period_total` is printed as `[20]`: the sum of five years",
        ),
        Column(
            name="kind", kind="choice", zh="性质", en="Kind",
            choices={code: KINDS[code] for code in ("binding", "expected", "planned")},
        ),
        Column(
            name="note", kind="text", zh="说明", en="Note",
            value="words beside the figure (以上, 左右, 超), joined to the rest by `；`",
        ),
        Column(
            name="source", kind="source", zh="出处", en="Source", required=True, may_be_empty=True,
            value="the line of the very cell; then where the same document repeats the figure; "
            f"{NOT_CITED}",
        ),
    ),
    kept=(POSITION,),
    computed=(
        _ZONE_NAME,
        Column(name="recorded_by", kind="text", zh="登记人", en="Recorded by"),
        Column(name="recorded_at", kind="time", zh="登记时间", en="Recorded at"),
    ),
)  # fmt: skip

INVESTMENT: Final = PackageTable(
    name="investment", zh="投资分类", en="Investment", file="investment.csv",
    in_database="investment", view="v_investment",
    columns=(
        Column(
            name="node", kind="id", zh="类别编号", en="Node", required=True,
            value="unique; a readable slug",
        ),
        Column(
            name="parent", kind="id", zh="上级类别", en="Parent", required=True, may_be_empty=True,
            value="a `node` above; empty for the total",
        ),
        Column(
            name="name", kind="text", zh="类别", en="Category", required=True,
            value="as printed, without its ordinal and count",
        ),
        Column(
            name="count", kind="whole", zh="项目数", en="Projects", required=True,
            may_be_empty=True, stored="project_count", attribute="count",
        ),
        Column(
            name="total_10k_cny", kind="number", unit="10k_cny", zh="总投资", en="Investment",
            required=True, may_be_empty=True,
        ),
        Column(
            name="period_10k_cny", kind="number", unit="10k_cny", zh="期内投资",
            en="Investment in the period", required=True, may_be_empty=True,
            value="the part in the plan's period",
        ),
        NOTE,
        Column(
            name="source", kind="source", zh="出处", en="Source", required=True,
            value="the line of the name; the figures' lines follow it",
        ),
    ),
    kept=(POSITION,),
)  # fmt: skip

STRUCTURE: Final = PackageTable(
    name="structure", zh="空间结构", en="Spatial structure", file="structure.csv",
    in_database="structure_part", view="v_structure",
    columns=(
        Column(
            name="structure_id", kind="id", zh="编号", en="Structure id", required=True,
            value="unique; a readable slug",
        ),
        Column(
            name="name", kind="text", zh="名称", en="Name", required=True,
            value="as printed; one name may stand in several kinds and levels",
        ),
        Column(
            name="kind", kind="choice", zh="类型", en="Kind", required=True,
            choices=STRUCTURE_KINDS,
        ),
        Column(
            name="level", kind="choice", zh="层级", en="Level", required=True,
            choices={"区": "", "市": ""},
            value="`区` if the district's plan says it, `市` if the city's does",
        ),
        Column(
            name="zones", kind="ids", zh="依托片区", en="Rests on", required=True,
            may_be_empty=True, stored="zone_ids",
            value="the zones that the text names, `zone_id`s joined by `;`",
        ),
        Column(
            name="note", kind="text", zh="说明", en="Note",
            value="what the text names that is no zone; a zone's name that it prints otherwise is "
            "quoted in “ ”",
        ),
        Column(
            name="source", kind="source", zh="出处", en="Source", required=True,
            value="the line of the name; then where the zones are named",
        ),
    ),
    kept=(POSITION,),
    computed=(Column(name="zone_names", kind="ids", zh="依托片区名称", en="Names of the zones"),),
)  # fmt: skip

STRUCTURE_LINES: Final = PackageTable(
    name="structure_lines", zh="结构线", en="Lines of the structure", file="structure.geojson",
    in_database="structure_part", view="v_structure",
    columns=(STRUCTURE["structure_id"], QUALITY, _DRAWN, _SHAPE),
)  # fmt: skip

FINDINGS: Final = PackageTable(
    name="findings", zh="文件不一致处", en="Findings", file="findings.csv", in_database="finding",
    columns=(
        Column(
            name="kind", kind="id", zh="种类", en="Kind", required=True,
            value="`named_twice` (a list repeats a name), `count_differs` (a printed count is not "
            "the number named), `statement_differs` (two statements disagree)",
        ),
        Column(
            name="document", kind="id", zh="文件", en="Document", required=True,
            stored="source_document",
        ),
        Column(
            name="place", kind="text", zh="位置", en="Place", required=True, may_be_empty=True,
            stored="source_place",
        ),
        Column(
            name="line", kind="whole", zh="行", en="Line", required=True, may_be_empty=True,
            stored="source_line",
        ),
        Column(name="subject", kind="text", zh="对象", en="Subject", required=True),
        Column(
            name="detail_zh", kind="text", zh="问题", en="Finding, in Chinese",
            heads=("", "Finding"), required=True,
            attribute="zh",
        ),
        Column(
            name="detail_en", kind="text", zh="问题（英文）", en="Finding, in English",
            required=True, attribute="en",
        ),
    ),
    kept=(POSITION,),
)  # fmt: skip
