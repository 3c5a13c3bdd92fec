"""What a column of the plan's tables is, and what a table of them is.

The columns themselves stand in `projects/package/columns.py`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal

from gis.formats.headers import folded
from projects.labels import Label

Kind = Literal[
    "id", "ids", "text", "choice", "number", "whole", "day", "time", "flag", "source", "outline"
]  # fmt: skip
"""`ids` are several joined by `;`, `source` is `document|place|line`, `outline` any geometry."""

Unit = Literal["", "ha", "m2", "10k_cny", "degree"]

UNITS: Final[Mapping[Unit, tuple[str, str]]] = {
    "": ("", ""),
    "ha": ("公顷", "ha"),
    "m2": ("平方米", "m²"),
    "10k_cny": ("万元", "×10,000 CNY"),
    "degree": ("度", "degrees"),
}
"""Each unit in Chinese and in English, as headings have it in brackets or after a comma."""

_OF_SOURCE: Final = {
    "source_document": ("source.document", "文件", "document"),
    "source_place": ("source.place", "位置", "place"),
    "source_line": ("source.line", "行", "line"),
}
SOURCE_COLUMNS: Final = tuple(_OF_SOURCE)
"""The columns of the database that hold a citation."""

_DTYPES: Final[Mapping[Kind, str]] = {
    "id": "str", "ids": "object", "text": "str", "choice": "str", "number": "float64",
    "whole": "Int64", "day": "datetime64[s]", "time": "datetime64[us, UTC]",
    "flag": "bool", "source": "str",
    "outline": "geometry",
}  # fmt: skip

_PARAGRAPHS: Final = ("note", "detail_zh", "detail_en")
"""Columns of text that people write in several lines."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One column: what it is called, what it holds, where it stands.

    Parameters
    ----------
    name
        In the files of a package.
    zh, en
        What people call it.
    heads
        The same in Chinese and in English for the head of a table; empty: the name.
    value
        What a planner should know of it, for `docs/plan-package.md`; Markdown.
    required, may_be_empty
        Whether a file must have it, and whether its cells may nevertheless be empty.
    least
        The smallest number allowed; None stands for more than 0.
    choices
        Code → Chinese, of a `choice`; the Chinese is empty where the code says it.
    trade
        What else the trade writes over it, Chinese names and codes (`means`).
    stored
        The column of the database; empty: as in the file; None: it is not stored.
    attribute
        That of the record in memory (`gis.model`, `projects.model`); empty: as stored.
    """

    name: str
    kind: Kind
    zh: str
    en: str
    heads: tuple[str, str] = ("", "")
    value: str = ""
    required: bool = False
    may_be_empty: bool = False
    unit: Unit = ""
    least: float | None = None
    choices: Mapping[str, str] = field(default_factory=dict)
    trade: tuple[str, ...] = ()
    stored: str | None = ""
    attribute: str = ""

    @property
    def in_database(self) -> tuple[str, ...]:
        """The columns of the database that hold it; none where it is not stored."""
        if self.stored is None:
            return ()
        return SOURCE_COLUMNS if self.kind == "source" else (self.stored or self.name,)

    @property
    def shown(self) -> str:
        """Its name in frames, JSON and exports: that of the database where it has one."""
        return self.stored or self.name

    @property
    def is_one_line(self) -> bool:
        """Whether a line break in it is a slip."""
        return self.name not in _PARAGRAPHS

    @property
    def dtype(self) -> str:
        """The type that a pandas frame gives it."""
        return _DTYPES[self.kind]

    def heading(self, language: str) -> str:
        """Return what stands over it in a table: `申报（公顷）`, in English `Declared, ha`."""
        zh, en = self.heads
        return self._with_unit(zh or self.zh, en or self.en, language)

    def label(self, language: str) -> str:
        """Return its name with the unit: `申报面积（公顷）`, in English `Declared area, ha`."""
        return self._with_unit(self.zh, self.en, language)

    def _with_unit(self, zh: str, en: str, language: str) -> str:
        unit_zh, unit_en = UNITS[self.unit]
        if language == "en":
            return f"{en}, {unit_en}" if unit_en else en
        return f"{zh}（{unit_zh}）" if unit_zh else zh

    def comments(self) -> dict[str, str]:
        """Return column of the database → comment: `申报面积（公顷）; Declared area, ha`."""
        if self.kind == "source":
            return {
                name: f"{self.zh}：{zh}; {self.en}: {en}"
                for name, (_, zh, en) in _OF_SOURCE.items()
                if name in self.in_database
            }
        listed = self.codes_told()
        told = f"{self.label('zh')}{'：' if listed else ''}{listed}; {self.label('en')}"
        return dict.fromkeys(self.in_database, told)

    def codes_told(self) -> str:
        """Return its codes with their Chinese: `state 国有、collective 集体`; of no choice ""."""
        return "、".join(f"{code} {zh}".strip() for code, zh in self.choices.items())

    def means(self, header: str) -> bool:
        """Tell whether a header is one of the names that people write for it.

        Case, width, spaces, underscores and what stands in brackets make no difference.
        """
        return folded(header) in {folded(name) for name in (self.name, self.zh, *self.trade)}


def chinese(names: Mapping[Any, Label]) -> dict[str, str]:
    """Return the choices that some labels name."""
    return {str(code): name.zh for code, name in names.items()}


def _reached(record: Any, path: str) -> Any:
    """Return an attribute of an attribute; None where there is nothing on the way."""
    for name in path.split("."):
        record = None if record is None else getattr(record, name)
    return record


@dataclass(frozen=True, kw_only=True)
class PackageTable:
    """One file of a plan package, and what the database keeps and landplan shows of it.

    Parameters
    ----------
    name, zh, en
        What it is called: `parcels`, 地块.
    file
        Its name in a package.
    columns
        Those of the file, in the order in which a planner would write them.
    in_database, view
        Its table in the schema `landplan`, and the view for analysts.
    kept
        Further columns of that table or view, which neither a file nor a frame has.
    computed
        What landplan finds out and shows beside them, in views and frames.
    """

    name: str
    zh: str
    en: str
    file: str
    columns: tuple[Column, ...]
    in_database: str = ""
    view: str = ""
    kept: tuple[Column, ...] = ()
    computed: tuple[Column, ...] = ()

    def __getitem__(self, name: str) -> Column:
        """Return the column with a name, that of the file or that of the database."""
        return self._by_name[name]

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a column with a name."""
        return name in self._by_name

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        every = (*self.columns, *self.kept, *self.computed)
        return {c.shown: c for c in reversed(every)} | {c.name: c for c in reversed(every)}

    @cached_property
    def cells(self) -> tuple[Column, ...]:
        """The columns that are cells, not geometry."""
        return tuple(column for column in self.columns if column.kind != "outline")

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The names of the columns that the file must have."""
        return tuple(column.name for column in self.cells if column.required)

    @cached_property
    def optional(self) -> tuple[str, ...]:
        """The names of those that it may have."""
        return tuple(column.name for column in self.cells if not column.required)

    @cached_property
    def stored(self) -> tuple[str, ...]:
        """The columns of the database that the file's cells are written to."""
        return tuple(dict.fromkeys(name for column in self.cells for name in column.in_database))

    @cached_property
    def frame(self) -> tuple[Column, ...]:
        """What a frame or an export of it has: its columns, what is computed, outlines last."""
        shown = [column for column in self.cells if column.stored is not None]
        outlines = [column for column in self.columns if column.kind == "outline"]
        return (*shown, *self.computed, *outlines)

    def values(self, record: Any) -> dict[str, Any]:
        """Return what a record in memory has for each column of `stored`, in their order."""
        found = {}
        for column in self.cells:
            for name in column.in_database:
                path, *_ = _OF_SOURCE.get(name, (column.attribute or name,))
                value = _reached(record, path)
                found[name] = list(value) if column.kind == "ids" else value
        return found

    def __iter__(self) -> Iterator[Column]:
        """Go through the columns of the file."""
        return iter(self.columns)
