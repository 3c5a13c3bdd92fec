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
    "audit.export": Label("导出审计", "Audit exported"),
    "indicator.record": Label("登记指标", "Indicator recorded"),
}
"""Whoever audits something new adds its words here."""


def action_label(action: str) -> Label:
    """Return the words of an action; of one that this landplan does not know, its name."""
    return ACTIONS.get(action, Label(action, action))
