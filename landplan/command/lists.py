"""What is wrong, as a list: whole where it is short, by kind where it is long."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rich.table import Table
from rich.text import Text

from gis.model import Source
from gis.problems import Problem, by_kind
from landplan.command.output import SAMPLE, console, visible
from landplan.command.plan_tables import heads
from landplan.language import Say
from projects.labels import finding_kind
from projects.model import Finding, Plan
from projects.package.columns import FINDINGS

MOST_LISTED: Final = 50
"""So many rows are listed one by one; of more, the first of each kind."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """Something wrong as people read it: its cells stand under the headings of its list."""

    kind: str
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """A list and its headings."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[Told, ...]

    @property
    def is_long(self) -> bool:
        """Whether only the first of each kind is shown."""
        return len(self.rows) > MOST_LISTED

    def kinds(self, say: Say) -> "Listing":
        """Return how many there are of each kind, and the first of each."""
        found = [
            Told(kind=first.kind, cells=(f"{count:,}", *first.cells))
            for first, count in by_kind(self.rows)
        ]
        title = say(
            f"共 {len(self.rows):,} 处，分 {len(found)} 类；各类的第一处",
            f"{len(self.rows):,} in {len(found)} kinds; the first of each",
        )
        return Listing(title=title, heads=(say("个数", "count"), *self.heads), rows=tuple(found))


def print_list(listing: Listing, say: Say, *, stderr: bool = False) -> None:
    """Print a list: every row, or of a long one its kinds; of one without rows its title.

    What stands in the cells is data and is shown as it is.
    """
    shown = listing.kinds(say) if listing.is_long else listing
    titles = (listing.title, shown.title if listing.is_long else "")
    title = "\n".join(visible(told) for told in titles if told)
    if not listing.rows:
        console(stderr=stderr).print(Text(title, style="bold"))
        return
    table = Table(title=Text(title) if title else None, title_justify="left", title_style="bold")
    for head in shown.heads:
        table.add_column(head, overflow="fold")
    for row in shown.rows:
        table.add_row(*(Text(visible(cell)) for cell in row.cells))
    console(stderr=stderr).print(table)


def problem_list(problems: Iterable[Problem], say: Say) -> Listing:
    """Return problems as people read them."""
    columns = (
        ("文件", "file"),
        ("行", "row"),
        ("列", "column"),
        ("值", "value"),
        ("问题", "problem"),
    )
    rows = [
        Told(
            kind=problem.kind,
            cells=(
                problem.file,
                "" if problem.row is None else str(problem.row),
                problem.column,
                problem.value,
                say(problem.zh, problem.en),
            ),
        )
        for problem in problems
    ]
    return Listing(title="", heads=tuple(say(*column) for column in columns), rows=tuple(rows))


def finding_list(plan: Plan, findings: Iterable[Finding], say: Say) -> Listing:
    """Return findings as people read them: the kinds and the documents by their names."""
    columns = [say(zh, en) for zh, en in heads(FINDINGS, "kind", "subject", "detail_zh")]
    titles = {document.document_id: document.title for document in plan.documents}
    rows = [
        Told(
            kind=finding.kind,
            cells=(
                finding_kind(finding.kind).say(say.language),
                finding.subject,
                say(finding.zh, finding.en),
                _cited(finding.source, titles),
            ),
        )
        for finding in findings
    ]
    title = f"{plan.title} · {say(*SAMPLE)}" if plan.sample else plan.title
    return Listing(title=title, heads=(*columns, say("出处", "source")), rows=tuple(rows))


def _cited(source: Source | None, titles: Mapping[str, str]) -> str:
    """Return a citation as people read it: the document by its title."""
    if source is None:
        return ""
    line = "" if source.line is None else f" {source.line}"
    return f"{titles.get(source.document, source.document)} {source.place}{line}"
