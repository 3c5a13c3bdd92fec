"""Names of columns where ten ASCII characters must do (Shapefile), by their Chinese.

Those that the trade writes already are taken; the others are made in its way.
"""

from collections.abc import Mapping
from typing import Final

SHORT_NAMES: Final[Mapping[str, Mapping[str, str]]] = {
    "parcels": {
        "parcel_id": "DKBH", "name": "DKMC", "owner_kind": "QSXZ", "declared_ha": "DKMJ",
        "land_use": "GHYT", "land_use_set": "YTBB", "established_on": "SLRQ", "state": "DKZT",
        "measured_ha": "LSMJ", "in_reserve_ha": "ZKMJ", "supplied_ha": "CKMJ",
    },
    "events": {
        "event_id": "SJBH", "kind": "SJLX", "parcel_ids": "DKBH", "happened_on": "FSRQ",
        "recorded_on": "DJRQ", "declared_ha": "SBMJ", "method": "GDFS", "land_use": "GHYT",
        "land_use_set": "YTBB", "document_no": "PZWH", "contract_no": "HTBH",
        "supervision_no": "DZJGH", "price_10k_cny": "CJJK", "responsible_unit": "ZRDW",
        "corrects": "GZSJ", "measured_ha": "LSMJ", "in_force": "SFYX",
    },
    "zones": {
        "zone_id": "PQBH", "name": "PQMC", "parent_id": "SJPQ", "zone_set": "PQHF",
        "declared_ha": "GBMJ", "geometry_quality": "BJZL", "source": "CHUCHU", "note": "BZ",
        "measured_ha": "LSMJ",
    },
    "projects": {
        "project_id": "XMBH", "name": "XMMC", "category": "XMLB", "stage": "XMZT",
        "zone_id": "PQBH", "site_area_m2": "YDMJ", "floor_area_m2": "JZMJ",
        "investment_10k_cny": "ZTZ", "note": "BZ", "zone_name": "PQMC", "stage_on": "JDRQ",
        "invested_10k_cny": "LJTZ", "known_only_by_zone": "JZPQ",
    },
}  # fmt: skip
"""List → column as it is shown → its short name."""
