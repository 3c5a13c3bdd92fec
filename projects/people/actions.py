"""What people do, as the audit names it: action → Chinese and English."""

from typing import Final

from projects.labels import Label

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


def action_label(action: str) -> Label:
    """Return the words of an action; of one that this landplan does not know, its name."""
    return ACTIONS.get(action, Label(action, action))
