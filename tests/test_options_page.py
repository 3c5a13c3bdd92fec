"""docs/options.md: what the program tells of its commands, all of it."""

import re

from landplan.command.contents import application
from landplan.command.groups import spoken
from landplan.language import Say
from tests.options_page import PAGE, commands, page, parameters


def test_the_page_is_what_the_program_tells():
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m tests.options_page"


def test_every_command_has_an_example_and_every_option_its_words():
    found = list(commands(spoken(application(), Say("zh")), "landplan"))
    silent = [path for path, command in found if "例：" not in command.help]
    silent += [
        f"{path} {one.name}"
        for path, command in found
        for one in parameters(command)
        if not re.search(r"[\u4e00-\u9fff]", one.help or "")
    ]
    assert len(found) > 40
    assert silent == []
