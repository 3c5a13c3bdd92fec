"""What the audit noted, as people read it."""

from projects.people.actions import details_told


def test_details_are_told_in_words_and_counts_without_zeros() -> None:
    counts = {
        "events": {"added": 1, "changed": 0, "same": 0, "removed": 0},
        "parcels": {"added": 0, "changed": 0, "same": 0, "removed": 0},
    }
    details = {"job": 7, "list": "parcels", "counts": counts, "<b>": "<i>"}
    assert details_told(details, "zh") == [
        ("任务", "7"), ("清单", "地块"), ("改动", "台账 新增 1"), ("<b>", "<i>")
    ]  # fmt: skip
    told = {"correction": False, "happened_on": None, "note": "", "left_out": [1, 2], "was": 0}
    assert details_told(told, "zh") == [("更正", "否"), ("略去行数", "1、2"), ("原为", "0")]
    assert details_told({"counts": counts["events"]}, "en") == [("changes", "added 1")]
    assert details_told({"counts": counts["parcels"]}, "zh") == [("改动", "0")]


def test_roles_are_told_as_in_their_own_column() -> None:
    assert details_told({"role": "administrator"}, "zh") == [("角色", "管理员")]
    changed = {"was": "viewer", "is": "editor", "note": "editor"}
    assert details_told(changed, "zh") == [("原为", "查看"), ("改为", "编辑"), ("说明", "editor")]
    assert details_told(changed, "en")[:2] == [("was", "Viewer"), ("is", "Editor")]
