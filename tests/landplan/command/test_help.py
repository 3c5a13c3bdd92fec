"""Every help in both languages, each all in its own, with an example."""

import re

import pytest

from landplan.command.cli import run
from landplan.command.contents import application

CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
VALUES = re.compile("储备|开工|在建|投产|万元|地区生产总值")
"""Words of the documents that are the values of an option or the unit of a figure."""

ENGLISH = re.compile(
    r"Usage|Options|Arguments|Commands|OPTIONS|ARGS|COMMAND|message|default|required"
)


def paths():
    app = application()
    yield ()
    yield from ((c.name or c.callback.__name__,) for c in app.registered_commands)
    for group in app.registered_groups:
        yield (group.name,)
        for command in group.typer_instance.registered_commands:
            yield (group.name, command.name or command.callback.__name__)


@pytest.fixture
def told(capsys):
    def call(*arguments):
        status = run(arguments)
        return status, *capsys.readouterr()

    return call


@pytest.mark.parametrize("path", list(paths()), ids=" ".join)
def test_every_help_is_in_one_language_and_shows_an_example(told, path):
    wanted = " ".join(("landplan", *path))
    status, shown, said = told(*path, "--help")
    assert (status, said) == (0, "")
    assert " ".join(shown.split("例：")[1].split()).startswith(wanted) or "psql" in shown
    assert not ENGLISH.search(shown)
    status, shown, said = told(*path, "--help", "--lang", "en")
    assert (status, said) == (0, "")
    assert " ".join(shown.split("Example:")[1].split()).startswith(wanted) or "psql" in shown
    assert not CHINESE.search(VALUES.sub("", shown))


@pytest.mark.parametrize("group", [(), ("db",), ("plans",), ("record",)])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_list_of_commands_tells_each_in_full_without_its_example(told, group, language):
    _, shown, _ = told(*group, "--help", "--lang", language)
    listed = re.split("命令：|Commands:", shown)[1]
    assert "..." not in listed
    assert "例：" not in listed and "Example" not in listed
    for path in paths():
        if len(path) == len(group) + 1 and path[:-1] == group:
            _, own, _ = told(*path, "--help", "--lang", language)
            text = re.split("例：|Example:", " ".join(own.split("\n\n")[1].split()))[0].strip()
            assert f"{path[-1]} {text}" in " ".join(listed.split())


def test_a_call_without_a_command_shows_the_help(told):
    status, shown, said = told("db")
    assert (status, shown) == (2, "")
    assert said == told("db", "--help")[1]


def test_the_version_is_that_of_the_package(told, repo):
    wanted = re.search(r'^version = "(.+)"', (repo / "pyproject.toml").read_text("utf-8"), re.M)
    assert told("--version") == (0, f"landplan {wanted[1]}\n", "")


@pytest.mark.parametrize(
    ("call", "zh", "en"),
    [
        ("balance --nope", "没有选项 --nope", "No such option: --nope"),
        ("balance --as-off x", "没有选项 --as-off，是否要用 --as-of", "--as-off"),
        ("fly", "没有命令 fly", "No such command 'fly'"),
        ("baance", "没有命令 baance，是否要用 balance", "Did you mean 'balance'"),
        ("load", "缺少参数 folder", "Missing argument 'folder'"),
        ("load a b", "多出参数 b", "extra argument(s) (b)"),
        ("balance --zone", "选项 --zone 后面缺少值", "'--zone' requires an argument"),
        ("db reset --yes=3", "选项 --yes 不带值", "'--yes' does not take a value"),
        ("serve --port abc", "--port 应为整数", "valid integer"),
        ("record indicator cbd x 2023 y", "value 应为数字", "valid number"),
        ("record fly", "没有命令 fly", "No such command 'fly'"),
    ],
)
def test_wrong_use_is_told_in_the_language_of_the_call(told, call, zh, en):
    status, shown, said = told(*call.split())
    assert (status, shown) == (2, "")
    assert said.startswith(f"用法不对：{zh}")
    assert re.search(r"；见 landplan( \w+)* --help\n$", said)
    assert said.count("\n") == 1
    status, shown, said = told(*call.split(), "--lang", "en")
    assert (status, shown) == (2, "")
    assert en in said
    assert not CHINESE.search(said)


def test_the_help_to_look_at_is_that_of_the_command(told):
    assert told("balance", "--nope")[2].endswith("；见 landplan balance --help\n")
    assert told("record", "project")[2].endswith("；见 landplan record project --help\n")
