"""Every action that is audited has its words."""

import re

from projects.people.actions import ACTIONS, action_label

CALLED = re.compile(r"\b(?:_|work\.|write_)?audit\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
ACTION = re.compile(r'(f?)"([a-z_]+\.[a-z0-9_]+|login|logout|[a-z_{}]+\.[a-z_{}]+)"')


def test_every_action_that_is_written_has_its_words(repo) -> None:
    told = set()
    for room in ("projects", "landplan"):
        for file in (repo / room).rglob("*.py"):
            for call in CALLED.findall(file.read_text("utf-8")):
                told |= set(ACTION.findall(call))
    named = {action for made, action in told if not made}
    assert len(named) > 15
    assert named - ACTIONS.keys() == set()
    for made, action in told:
        if made:  # project.{what}: there is at least one
            pattern = re.sub(r"\\\{\w+\\\}", r"\\w+", re.escape(action))
            assert any(re.fullmatch(pattern, each) for each in ACTIONS), action


def test_an_action_of_another_landplan_is_told_by_its_name() -> None:
    assert action_label("login").zh == "登录"
    assert action_label("of.another").en == "of.another"
