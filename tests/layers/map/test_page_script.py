"""The page's scripts joined: their order, their scopes, and what is refused."""

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest
from playwright.sync_api import Browser, Page

from layers.map.map_page import map_html
from layers.map.page_script import ScriptError, joined
from tests.browser import new_tab

START = 'import { told } from "./told.js";\nwindow.answer = told("start");\n'


def answer(page: Page, scripts: dict[str, str]) -> object:
    """Return what the joined scripts leave in `window.answer`, run as a module script."""
    script = joined(scripts, entry="start")
    page.set_content(f'<script type="module">{script}\nwindow.done = true;</script>')
    page.wait_for_function("window.done")
    return page.evaluate("window.answer")


@pytest.fixture
def blank(browser: Browser) -> Iterator[Page]:
    with new_tab(browser) as page:
        yield page


def order(script: str) -> list[str]:
    return re.findall(r"^landplan\.(\w+) = ", script, re.M)


def test_a_script_comes_after_all_that_it_imports_in_the_order_of_its_imports():
    scripts = {
        "start": 'import * as b from "./b.js";\nimport { a } from "./a.js";\n',
        "a": 'import { c } from "./c.js";\nexport const a = c;\n',
        "b": 'import { c } from "./c.js";\nexport const b = c;\n',
        "c": "export const c = 1;\n",
    }
    assert order(joined(scripts, entry="start")) == ["c", "b", "a", "start"]
    backwards = dict(reversed(scripts.items()))
    assert joined(backwards, entry="start") == joined(scripts, entry="start")


def test_what_nothing_imports_is_left_out():
    scripts = {"start": "start();\n", "alone": "export const alone = 1;\n"}
    assert order(joined(scripts, entry="start")) == ["start"]


def test_the_same_name_in_two_files_is_two_things(blank):
    scripts = {
        "start": 'import { told as toldThere } from "./told.js";\n'
        'const told = "here";\nwindow.answer = [told, toldThere("start")];\n',
        "told": 'const start = "there";\nexport const told = (start_) => `${start} ${start_}`;\n',
    }
    assert answer(blank, scripts) == ["here", "there start"]


def test_every_form_of_import_and_export_that_is_read(blank):
    scripts = {
        "start": 'import * as all from "./all.js";\n'
        'import {\n  f,\n  Kind as K,\n} from "./all.js";\n'
        "window.answer = [all.value, f(), await all.later(), new K().name];\n",
        "all": "/** @type {number} */\nexport const value = await Promise.resolve(1);\n"
        "/**\n * @returns {number}\n */\nexport function f() { return value + 1; }\n"
        "export async function later() { return value + 2; }\n"
        'export class Kind { name = "kind"; }\n',
    }
    assert answer(blank, scripts) == [1, 2, 3, "kind"]
    assert "@type" not in joined(scripts, entry="start")


def test_code_after_a_comment_for_the_checker_stays():
    scripts = {"start": "const a = (\n/** @type {A} */ (b));\nkept();\n/** gone */\n"}
    assert "/** @type {A} */ (b));\nkept();\n" in joined(scripts, entry="start")
    assert "gone" not in joined(scripts, entry="start")


@pytest.mark.parametrize(
    ("scripts", "message"),
    [
        ({"start": START}, "start.js imports told.js, which is not there"),
        (
            {"start": START, "told": "const told = 1;\n"},
            "start.js imports told from told.js, which does not export that",
        ),
        (
            {"start": START, "told": 'import { a } from "./a.js";\nexport const told = a;\n'}
            | {"a": 'import { told } from "./told.js";\nexport const a = told;\n'},
            "imports in a circle: start → told → a → told",
        ),
        ({"start": 'import "./told.js";\n'}, "start.js: an import or export of a kind"),
        ({"start": 'import told from "./told.js";\n'}, "start.js: an import or export of a kind"),
        ({"start": 'import { a } from "leaflet";\n'}, "start.js: an import or export of a kind"),
        ({"start": "export default 1;\n"}, "start.js: an import or export of a kind"),
        ({"start": "export let a = 1;\n"}, "start.js: an import or export of a kind"),
    ],
)
def test_what_cannot_be_joined_says_why(scripts: dict[str, str], message: str):
    with pytest.raises(ScriptError, match=re.escape(message)):
        joined(scripts, entry="start")


def page_scripts() -> dict[str, str]:
    page = files("layers.map") / "page"
    scripts = (file for file in page.iterdir() if file.name.endswith(".js"))
    return {file.name[:-3]: file.read_text("utf-8") for file in scripts}


def test_every_file_of_the_page_is_in_it_once(facts):
    found = order(map_html(facts))
    assert sorted(found) == sorted(page_scripts())
    assert found[-1] == "start"


def test_no_file_of_the_page_leaves_the_type_check():
    ways_out = re.compile(
        r"@ts-(?:ignore|nocheck|expect-error)|\{[^}]*\b(?:any|Function)\b[^}]*\} \w"
    )
    found = [
        f"{name}.js: {line}"
        for name, text in page_scripts().items()
        for line in text.splitlines()
        if ways_out.search(line)
    ]
    assert found == []
