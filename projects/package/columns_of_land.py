"""The columns of the land: zones, land uses, parcels and events.

What the trade writes over them is gathered from public systems, for want of a standard.
"""

from dataclasses import replace
from typing import Final

from projects import labels
from projects.package.column import Column, PackageTable, chinese

QUALITIES: Final = {"official": "正式", "digitised": "数字化", "schematic": "示意"}
OWNERS: Final[dict[str, str]] = {kind: name.zh for kind, name in labels.OWNER_KINDS.items()}

NOT_CITED: Final = "empty where an imported list brought the row, which cites nothing"
SOURCE: Final = Column(
    name="source", kind="source", zh="出处", en="Source", required=True, may_be_empty=True,
    value=NOT_CITED,
)  # fmt: skip
NOTE: Final = Column(name="note", kind="text", zh="说明", en="Note")
POSITION: Final = Column(name="position", kind="whole", zh="次序", en="Order in the package")
PLAN: Final = Column(name="plan_id", kind="id", zh="规划", en="Plan")
MEASURED_HA: Final = Column(
    name="measured_ha", kind="number", unit="ha", zh="量算面积", en="Measured area",
    heads=("量算", "Measured"),
)  # fmt: skip
MEASURED_M2: Final = Column(
    name="measured_m2", kind="number", unit="m2", zh="量算面积", en="Measured area",
    heads=("量算", "Measured"),
)  # fmt: skip
PLACE: Final = Column(
    name="place_id", kind="whole", zh="边界", en="Place: the outline, kept once",
)  # fmt: skip
BATCH: Final = Column(
    name="batch_id", kind="whole", zh="导入批次", en="Load that wrote the row last",
)  # fmt: skip
FURTHER: Final = Column(
    name="further", kind="text", zh="其余属性", en="Further attributes, by the names of their file",
)  # fmt: skip
SAMPLE: Final = Column(
    name="sample", kind="flag", zh="样例台账", en="Whether the ledger is a sample",
)  # fmt: skip
QUALITY: Final = Column(
    name="geometry_quality", kind="choice", zh="边界质量", en="Quality of the outline",
    required=True, choices=QUALITIES,
    value="`digitised` is traced from a map, `schematic` drawn from words",
)  # fmt: skip
LAND_USE: Final = Column(
    name="land_use", kind="id", zh="用途", en="Land use",
    value="a code of land_use.csv, in the set beside it",
    trade=("规划用途", "用地性质", "土地用途", "地类编码", "GHYT", "YDXZ", "YDDM", "YDYHFLDM",
           "TD_YT", "TDYT", "ZSLX", "DLBM", "GHFQDM"),
)  # fmt: skip
LAND_USE_SET: Final = Column(
    name="land_use_set", kind="id", zh="用途版本", en="Code set of the land use",
    value="a `code_set` of land_use.csv",
)  # fmt: skip
ZONE_ID: Final = Column(
    name="zone_id", kind="id", zh="片区编号", en="Zone id", value="unique", required=True,
)  # fmt: skip

ZONES: Final = PackageTable(
    name="zones", zh="片区", en="Zones", file="zones.csv", in_database="zone",
    view="v_zone",
    columns=(
        ZONE_ID,
        Column(name="name", kind="text", zh="名称", en="Name", required=True),
        Column(
            name="parent", kind="id", zh="上级片区", en="Parent zone", required=True,
            may_be_empty=True, stored="parent_id",
            value="`zone_id` of the zone that it is part of; empty for the whole district",
        ),
        Column(
            name="zone_set", kind="id", zh="片区划分", en="Zone set",
            value="an id: a second cut of the same land into zones, e.g. `street-offices` 街道; "
            "empty in most plans",
        ),
        Column(
            name="declared_ha", kind="number", unit="ha", zh="公布面积", en="Declared area",
            heads=("", "Declared"),
            value="as the document states it",
        ),
        QUALITY,
        SOURCE,
        NOTE,
    ),
    kept=(
        POSITION, MEASURED_M2,
        Column(name="depth", kind="whole", zh="层级", en="Depth in the tree of zones"),
    ),
    computed=(MEASURED_HA,),
)  # fmt: skip

OUTLINE: Final = Column(
    name="outline", kind="outline", zh="边界", en="Outline", required=True,
    value="Polygon or MultiPolygon",
)  # fmt: skip

ZONE_OUTLINES: Final = PackageTable(
    name="zone_outlines", zh="片区边界", en="Outlines of zones", file="zones.geojson",
    in_database="zone", view="v_zone", columns=(ZONE_ID, OUTLINE),
)  # fmt: skip

LAND_USES: Final = PackageTable(
    name="land_uses", zh="用途分组", en="Land uses", file="land_use.csv", in_database="land_use",
    columns=(
        Column(
            name="code", kind="id", zh="用途代码", en="Code", required=True,
            value="as the ledger writes it, e.g. `100101`; keep the leading 0 (in Excel: format "
            "as text)",
        ),
        Column(
            name="code_set", kind="id", zh="版本", en="Code set", required=True,
            value="`2023` or `2020`",
        ),
        Column(
            name="name", kind="text", zh="名称", en="Name", required=True, may_be_empty=True,
        ),
        Column(
            name="group", kind="choice", zh="分组", en="Group", required=True,
            choices=chinese(labels.LAND_GROUPS), stored="land_group", attribute="group",
        ),
        Column(
            name="note", kind="text", zh="说明", en="Note", stored=None,
            value="why it is in this group",
        ),
    ),
)  # fmt: skip

PARCELS: Final = PackageTable(
    name="parcels", zh="地块", en="Parcels", file="ledger/parcels.*", in_database="parcel",
    view="v_parcel",
    columns=(
        Column(
            name="parcel_id", kind="id", zh="地块编号", en="Parcel", required=True,
            value="unique",
            trade=("宗地编号", "宗地代码", "不动产单元号", "图斑编号", "DKBH", "RK_DKBH", "DKDZBH",
                   "NSCDKBH", "ZD_BH", "ZDBH", "ZDDM", "BDCDYH", "TBBH", "BSM", "gyggZdGuid"),
        ),
        Column(
            name="name", kind="text", zh="名称", en="Name", required=True, may_be_empty=True,
            trade=("地块名称", "宗地名称", "坐落", "DKMC", "ZDMC", "DKZL", "TDZL", "TD_ZL", "ZD_ZL",
                   "TDWZ", "ZL", "location"),
        ),
        Column(
            name="owner_kind", kind="choice", zh="权属", en="Owner", required=True, choices=OWNERS,
            trade=("权属性质", "权利类型", "权利性质", "QSXZ", "QS_XZ", "QLLX", "QLXZ"),
        ),
        Column(
            name="declared_ha", kind="number", unit="ha", zh="申报面积", en="Declared area",
            heads=("申报", "Declared"),
            required=True,
            value="as in the land documents; five times the outline or a fifth of it is a "
            "problem (亩? m²?)",
            trade=("面积", "地块面积", "宗地面积", "在库面积", "拟收储面积", "DKMJ", "ZDMJ",
                   "ZD_MJ", "TDMJ", "TBMJ", "MJ", "NSCMJ", "totalArea"),
        ),
        LAND_USE,
        LAND_USE_SET,
        Column(
            name="established_on", kind="day", zh="设立日期", en="Established on",
            value="the day it came to exist; no event may be earlier",
        ),
        Column(
            name="outline", kind="outline", zh="边界", en="Outline", required=True,
            value="more than half outside the district, or on other parcels where GCJ-02 brought "
            "back would not be, is a problem",
        ),
    ),
    kept=(PLACE, BATCH, FURTHER),
    computed=(
        Column(
            name="state", kind="choice", zh="状态", en="State",
            choices=chinese(labels.PARCEL_STATES),
        ),
        MEASURED_HA,
        Column(name="in_reserve_ha", kind="number", unit="ha", zh="在库", en="In reserve"),
        Column(name="supplied_ha", kind="number", unit="ha", zh="已出库", en="Supplied"),
    ),
)  # fmt: skip

EVENTS: Final = PackageTable(
    name="events", zh="台账", en="Events", file="ledger/events.*", in_database="land_event",
    view="v_event",
    columns=(
        Column(
            name="event_id", kind="id", zh="事件号", en="Event", required=True,
            value="unique; events of one day are replayed in the order of their ids as text "
            "(`E-10` before `E-9`: write `E-09`)",
        ),
        Column(
            name="kind", kind="choice", zh="类型", en="Kind", required=True,
            choices=chinese(labels.EVENT_KINDS),
        ),
        Column(
            name="parcel_id", kind="ids", zh="地块", en="Parcels", required=True,
            may_be_empty=True, stored="parcel_ids", value="one or several joined by `;`",
            trade=("地块编号", *PARCELS["parcel_id"].trade),
        ),
        Column(
            name="date", kind="day", zh="日期", en="Date", required=True, stored="happened_on",
            value="the day it happened",
            trade=("入库时间", "收储日期", "合同签订日期", "成交日期", "批准日期", "RKSJ", "QD_RQ",
                   "HTQDRQ", "CJRQ", "PZRQ", "qdRq", "signedDate", "happened_on"),
        ),
        Column(
            name="recorded_on", kind="day", zh="登记日期", en="Recorded on",
            value="the day it was entered, `date` if empty; not before it",
        ),
        Column(
            name="declared_ha", kind="number", unit="ha", zh="申报面积", en="Declared area",
            heads=("申报", "Declared"),
            required=True, may_be_empty=True,
            value="empty only for a reversal; at most its parcels' (+1 %), unless another event "
            "corrects it",
            trade=("面积", "供地总面积", "供应面积", "拟收储面积", "在库面积", "GD_ZMJ", "GY_MJ",
                   "YGY_MJ", "MJ"),
        ),
        Column(
            name="method", kind="text", zh="方式", en="Method",
            value=f"of a storage {', '.join(labels.STORAGE_METHODS)}; of a supply "
            f"{', '.join(labels.SUPPLY_METHODS)}; another one is loaded as it stands, and said",
            trade=("供应方式", "供地方式", "GYFS", "GY_FS", "GDFS", "TDGYFS", "landSupply"),
        ),
        replace(LAND_USE, value="required for a supply; a code of land_use.csv"),
        replace(LAND_USE_SET, value="required for a supply"),
        Column(
            name="document_no", kind="text", zh="文号", en="Document",
            trade=("批复文号", "批准文号", "PFWH", "PZWH", "PZ_WH"),
        ),
        Column(
            name="contract_no", kind="text", zh="合同编号", en="Contract",
            value="of the contract of supply, or of the decision to allocate",
            trade=("划拨决定书编号", "HTBH", "HTHBBH", "BH"),
        ),
        Column(
            name="supervision_no", kind="text", zh="电子监管号", en="Supervision no.",
            value="as the supervision system gives it, mostly 19 or 20 characters; in Excel: "
            "format as text",
            trade=("DZJGH", "DZ_BA_BH", "dzBaBh", "elecSupervisorNo"),
        ),
        Column(
            name="price_10k_cny", kind="number", unit="10k_cny", zh="成交价款", en="Price", least=0,
            trade=("合同总额", "CJJK", "JE", "CRJK", "cjJg", "price"),
        ),
        Column(
            name="responsible_unit", kind="text", zh="责任单位", en="Responsible unit",
            trade=("储备机构", "受让单位", "CBJGMC", "SRDW", "TDSYZ",
                   "monthReportResponsibleUnitName"),
        ),
        Column(
            name="corrects", kind="id", zh="更正", en="Corrects",
            value="`event_id` of the event that this one replaces or, being a reversal, undoes",
        ),
        Column(
            name="sample", kind="text", zh="样例", en="Sample", stored=None,
            value="passed over: what a sample ledger says of itself",
        ),
        Column(
            name="outline", kind="outline", zh="边界", en="Outline",
            value="the extent; empty for the whole of its parcels, always empty for a reversal; "
            "more than half outside its parcels (without parcels: outside the district) is a "
            "problem, less outside its parcels is listed by `landplan check`",
        ),
    ),
    kept=(
        PLACE, BATCH, FURTHER,
        Column(
            name="whole", kind="flag", zh="整宗",
            en="Whether its extent is its whole parcels, also when they are drawn anew",
        ),
    ),
    computed=(
        MEASURED_HA,
        Column(
            name="counted_ha", kind="number", unit="ha", zh="新增计入（量算）",
            en="Newly counted, measured",
        ),
        Column(name="in_force", kind="flag", zh="有效", en="In force"),
    ),
)  # fmt: skip
