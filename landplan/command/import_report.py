"""`landplan import --report`: every problem in a file, HTML with small maps or JSON."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Final

from gis.formats.whole_file import write_whole
from gis.problems import Problem
from landplan.command.lists import problem_list
from landplan.language import Say
from projects.imports.outcome import Outcome
from projects.imports.told import named, outcome_json

if TYPE_CHECKING:
    from layers.report.html.import_page import ProblemMap

IMPORT_REPORTS: Final = (".html", ".json")
"""What the name of a report may end in."""


def write_import_report(file: Path, outcome: Outcome, say: Say, *, dry: bool) -> None:
    """Write what was found.

    Raises
    ------
    LandplanError
        If the file cannot be written.
    """
    if file.suffix.lower() == ".json":
        text = json.dumps(outcome_json(outcome, dry=dry), ensure_ascii=False, indent=1) + "\n"
    else:
        text = _page(outcome, say)
    write_whole(text.encode("utf-8", "backslashreplace"), file, "report")


def _page(outcome: Outcome, say: Say) -> str:
    from layers.report.html.import_page import ShownProblem, import_page
    from layers.report.html.list_page import ListTable

    problems = named(outcome.problems, outcome, say.language)
    kinds = problem_list(problems, say).kinds(say)
    tables = [ListTable(title=kinds.title, heads=kinds.heads, rows=[r.cells for r in kinds.rows])]
    shown = [
        ShownProblem(
            severity=problem.severity,
            place=_place(problem, say),
            text=say(problem.zh, problem.en),
            pictures=_maps(outcome, problem, say),
        )
        for problem in problems
    ]
    title = say(f"导入“{outcome.file}”的问题", f"Problems of importing {outcome.file}")
    return import_page(
        title, say(outcome.crs_zh, outcome.crs_en), tables if problems else [], shown,
        language=say.language,
    )  # fmt: skip


def _place(problem: Problem, say: Say) -> str:
    row = "" if problem.row is None else say(f"第 {problem.row} 行", f"row {problem.row}")
    return " · ".join(part for part in (problem.file, row, problem.column, problem.value) if part)


def _maps(outcome: Outcome, problem: Problem, say: Say) -> list["ProblemMap"]:
    from layers.report.html.import_page import problem_map

    drawn = outcome.sketches.of(problem.row, problem.kind)
    if drawn is None or drawn.before.is_empty:
        return []
    before = problem_map(say("原来", "before"), drawn.before, other=drawn.other, at=drawn.at)
    if drawn.after is None or drawn.after.is_empty:
        return [before]
    return [before, problem_map(say("修补后", "after"), drawn.after, other=drawn.other)]
