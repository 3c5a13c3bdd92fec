"""What people do, as the audit names it: action → Chinese and English, and what it tells of it."""

from collections.abc import Mapping
from typing import Any, Final

from gis.errors import Language
from projects.labels import LOADED_KINDS, Label
from projects.people.accounts import ROLE_NAMES, ROLES

ACTIONS: Final[dict[str, Label]] = {
    "login": Label("登录", "Log-in"),
    "login.refused": Label("登录被拒", "Log-in refused"),
    "logout": Label("退出", "Log-out"),
    "account.add": Label("添加账户", "Account added"),
    "account.role": Label("改角色", "Role changed"),
    "account.password": Label("改口令", "Password set"),
    "account.disable": Label("停用账户", "Account disabled"),
    "account.enable": Label("启用账户", "Account enabled"),
    "token.add": Label("新建令牌", "Token made"),
    "token.revoke": Label("作废令牌", "Token revoked"),
    "import.upload": Label("上传文件", "File uploaded"),
    "import.confirm": Label("确认导入", "Import confirmed"),
    "import.done": Label("导入", "Imported"),
    "import.undo": Label("撤销批次", "Load taken back"),
    "import.remove": Label("删除上传", "Upload removed"),
    "export.make": Label("后台导出", "Export asked for"),
    "export.remove": Label("删除导出", "Export removed"),
    "report.make": Label("制作报告", "Report asked for"),
    "report.remove": Label("删除报告", "Report removed"),
    "project.stage": Label("登记项目阶段", "Project stage recorded"),
    "project.invested_10k_cny": Label("登记项目投资", "Project investment recorded"),
    "project.progress_percent": Label("登记形象进度", "Progress of works recorded"),
    "warning.assign": Label("指派预警", "Warning assigned"),
    "warning.note": Label("说明预警", "Warning noted"),
    "warning.done": Label("办结预警", "Warning done"),
    "warning.reopen": Label("重新打开预警", "Warning reopened"),
    "audit.export": Label("导出审计", "Audit exported"),
    "indicator.record": Label("登记指标", "Indicator recorded"),
}
"""Whoever audits something new adds its words here."""


_DETAILS: Final[dict[str, Label]] = {
    "job": Label("任务", "job"),
    "plan": Label("规划", "plan"),
    "file": Label("文件", "file"),
    "list": Label("清单", "list"),
    "batch": Label("批次", "load"),
    "counts": Label("改动", "changes"),
    "left_out": Label("略去行数", "rows left out"),
    "role": Label("角色", "role"),
    "was": Label("原为", "was"),
    "is": Label("改为", "is"),
    "record": Label("记录", "record"),
    "rows": Label("行数", "rows"),
    "year": Label("年份", "year"),
    "value": Label("数值", "value"),
    "note": Label("说明", "note"),
    "what": Label("内容", "what"),
    "happened_on": Label("日期", "day"),
    "day": Label("日期", "day"),
    "correction": Label("更正", "correction"),
    "zone": Label("片区", "zone"),
    "indicator": Label("指标", "indicator"),
    "scope": Label("统计口径", "scope"),
    "warning": Label("预警", "warning"),
    "action": Label("办理", "action"),
    "assignee": Label("负责人", "looked after by"),
    "days": Label("有效天数", "days"),
    "token": Label("令牌", "token"),
}
_MAY_BE_ROLES: Final = ("role", "was", "is")
_YES: Final = Label("是", "yes")
_NO: Final = Label("否", "no")
_COUNTED: Final[dict[str, Label]] = {
    "added": Label("新增", "added"),
    "changed": Label("变更", "changed"),
    "removed": Label("移除", "removed"),
    "same": Label("相同", "same"),
}


def details_told(details: Mapping[str, Any], language: Language) -> list[tuple[str, str]]:
    """Return what was noted of an action as people read it, name by name.

    Counts are without zeros; what was left empty is left out.
    """
    return [
        (
            _DETAILS.get(name, Label(name, name)).say(language),
            _told(_role_named(name, value, language), language),
        )
        for name, value in details.items()
        if value is not None and value != ""
    ]


def _role_named(name: str, value: Any, language: Language) -> Any:
    """Return what a role is called, where a detail is one; any other value as it is."""
    is_role = name in _MAY_BE_ROLES and value in ROLES
    return ROLE_NAMES[value].say(language) if is_role else value


def _told(value: Any, language: Language) -> str:
    if isinstance(value, bool):
        return (_YES if value else _NO).say(language)
    if isinstance(value, list):
        return ("、" if language == "zh" else ", ").join(_told(one, language) for one in value)
    if not isinstance(value, Mapping):
        kind = LOADED_KINDS.get(value) if isinstance(value, str) else None
        return str(value) if kind is None else kind.say(language)
    words = {**_COUNTED, **LOADED_KINDS}
    told = [
        f"{words.get(name, Label(name, name)).say(language)} {_told(one, language)}"
        for name, one in value.items()
        if one and _told(one, language) != "0"
    ]
    return ("、" if language == "zh" else ", ").join(told) or "0"


def action_label(action: str) -> Label:
    """Return the words of an action; of one that this landplan does not know, its name."""
    return ACTIONS.get(action, Label(action, action))
