"""Which column of a file is which of ours, why, and how a user sets it right."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from gis.errors import WrongUseError
from gis.formats.headers import folded
from projects.imports.lists import ImportList
from projects.imports.quantities import UNITS, name_before_unit, unit_in, unit_of
from projects.imports.synonyms import Synonym, Synonyms
from projects.package.column import Column
from projects.package.further_names import key_in_export
from projects.package.short_names import SHORT_NAMES

MEASURED: Final = "measured_ha"
"""Taken for a column of the file: what its outlines measure."""

SAMPLE: Final = "sample"
"""What a sample ledger says of itself."""

_OF_POINTS: Final = ("界址点数", "图形属性")
_OF_KML: Final = frozenset({"id", "description"})
"""What GDAL reads of a placemark of KML beside what was written of it."""

_QUOTES: Final = ('""', "''", "“”", "‘’")


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A column of a file and what it is taken for.

    Parameters
    ----------
    theirs
        Its name in the file; empty where a text is given for every row.
    ours
        The column of ours; None: it is kept as a further attribute.
    unit
        What it says of its unit itself.
    text
        The text given for every row.
    kept_as
        What it was called before an export of ours, which gave it another name.
    zh, en
        Why.
    """

    theirs: str
    ours: str | None
    unit: str = ""
    text: str = ""
    passed_over: bool = False
    kept_as: str = ""
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Matching:
    """All columns of a file with what they are taken for."""

    matches: tuple[Match, ...]

    def __getitem__(self, ours: str) -> Match:
        return next(match for match in self.matches if match.ours == ours)

    def __contains__(self, ours: object) -> bool:
        return any(match.ours == ours for match in self.matches)

    @property
    def further(self) -> tuple[str, ...]:
        """The columns of the file that are none of ours, in their order."""
        return tuple(self.kept_as)

    @property
    def kept_as(self) -> dict[str, str]:
        """What these are kept as."""
        return {
            match.theirs: match.kept_as or match.theirs
            for match in self.matches
            if match.ours is None and not match.passed_over
        }

    def theirs(self, ours: str) -> str:
        """Return what the file calls a column of ours; that itself where it has none."""
        return next((m.theirs for m in self.matches if m.ours == ours and m.theirs), ours)


class _Names:
    """The names of a column of ours; the first of them is the likeliest, rank 0."""

    def __init__(self, column: Column, several: Sequence[Synonym]) -> None:
        self._units = UNITS.get(column.unit, {})
        self._by_fold = {
            folded(one.name): (rank, one) for rank, one in reversed(list(enumerate(several)))
        }

    def __getitem__(self, theirs: str) -> tuple[int, Synonym] | None:
        """Return the rank of a name and the name as we know it: alone, or before a unit."""
        name, unit = name_before_unit(theirs)
        found = self._by_fold.get(folded(theirs))
        return found or (self._by_fold.get(folded(name)) if unit in self._units else None)

    def unit_in(self, theirs: str) -> str:
        """Return the unit that stands in a name; empty where it is of another kind."""
        unit = unit_in(theirs)
        return unit if unit in self._units else ""


@dataclass(frozen=True, slots=True)
class _Told:
    """What a user says of a column: `A=B`."""

    ours: str
    unit: str


def matched(
    columns: Sequence[str], kind: ImportList, synonyms: Synonyms, told: Iterable[str] = ()
) -> Matching:
    """Match the columns of a file with those of a list.

    Of several that could be one of ours the likeliest is taken; the others are kept as further
    attributes, and so is all that is none of ours.

    Parameters
    ----------
    told
        What the user says: `A=B`, A a column of the file (or a text for every row, in quotation
        marks, or `measured_ha`), B one of ours, with its unit in brackets, or `-` for none.

    Raises
    ------
    WrongUseError
        If the file has no such column, or we have none.
    """
    own, constants = _by_user(told, columns, kind)
    taken = {one.ours: theirs for theirs, one in own.items() if one.ours}
    taken |= {match.ours: match.theirs for match in constants if match.ours}
    names = {ours: _Names(kind[ours], several) for ours, several in synonyms.items()}
    found = dict(_likeliest([name for name in columns if name not in own], names, taken))
    passed_over, exported = _passed_over(columns, kind), _names_of_export(columns, kind)
    matches = [_match(name, own.get(name), found.get(name), names, passed_over) for name in columns]
    return Matching(
        (
            *constants,
            *(
                replace(match, kept_as=key_in_export(match.theirs, exported))
                if exported and match.ours is None
                else match
                for match in matches
            ),
        )
    )


def _names_of_export(columns: Sequence[str], kind: ImportList) -> Collection[str]:
    """Return our names in an export of ours that a file is; none where it is none."""
    always = _always(kind)
    return SHORT_NAMES[kind.name].keys() if always and always <= set(columns) else ()


def _always(kind: ImportList) -> set[str]:
    """Return the columns of an export that have something in every row.

    KML and GML leave out those in which nothing stands.
    """
    silent = {one.shown for one in kind.columns if one.may_be_empty or not one.required}
    return SHORT_NAMES.get(kind.name, {}).keys() - silent


def _passed_over(columns: Sequence[str], kind: ImportList) -> dict[str, tuple[str, str]]:
    """Return the columns of a file that say nothing of their own, with the reason.

    Those are the mark of a sample, what a file of boundary points tells of its own points, and what
    an export of ours has beside our columns.
    """
    found = {SAMPLE: ("样例标记，略过", "says that it is a sample: passed over")}
    found |= dict.fromkeys(_OF_POINTS, ("由边界可知，略过", "told by the outline: passed over"))
    by_fold = {folded(name): name for name in columns}
    short = SHORT_NAMES.get(kind.name, {})
    ours = {column.shown for column in kind.columns}
    for exported in ({name: name for name in short}, short):
        names = {column: folded(name) for column, name in exported.items()}
        if names and by_fold.keys() >= {names[column] for column in _always(kind)}:
            beside = {
                by_fold[name]
                for column, name in names.items()
                if column not in ours and name in by_fold
            }
            beside |= _OF_KML.intersection(columns)
            told = ("导出时算出，略过", "computed for an export: passed over")
            found |= dict.fromkeys(beside, told)
    return found


def _likeliest(
    columns: Sequence[str], names: Mapping[str, _Names], taken: Mapping[str, str]
) -> Iterable[tuple[str, str]]:
    """Yield columns of the file and of ours, each once, the likeliest pairs first."""
    pairs = sorted(
        (found[0], turn, place, theirs, ours)
        for place, theirs in enumerate(columns)
        if folded(theirs)
        for turn, (ours, its) in enumerate(names.items())
        if ours not in taken and (found := its[theirs])
    )
    done: set[str] = set()
    for _, _, _, theirs, ours in pairs:
        if theirs not in done and ours not in done:
            done |= {theirs, ours}
            yield theirs, ours


def _match(
    theirs: str, own: _Told | None, ours: str | None,
    names: Mapping[str, _Names], passed_over: Mapping[str, tuple[str, str]],
) -> Match:  # fmt: skip
    if own is not None:
        zh, en = ("用户指定", "told by the user")
        unit = own.unit or (names[own.ours].unit_in(theirs) if own.ours else "")
        return Match(theirs=theirs, ours=own.ours or None, unit=unit, zh=zh, en=en)
    if theirs in passed_over:
        zh, en = passed_over[theirs]
        return Match(theirs=theirs, ours=None, passed_over=True, zh=zh, en=en)
    if ours is None:
        if any(its[theirs] for its in names.values()):
            zh, en = "已另有一列作此列，原样留存", "another column is taken for it; kept as it is"
        else:
            zh, en = "没有对应的列，原样留存", "none of ours; kept as it is"
        return Match(theirs=theirs, ours=None, zh=zh, en=en)
    known = names[ours][theirs]
    unit = names[ours].unit_in(theirs) or (known[1].unit if known else "")
    zh, en = ("同名", "the same name") if theirs == ours else ("同义列名", "a name for it")
    return Match(theirs=theirs, ours=ours, unit=unit, zh=zh, en=en)


def _by_user(
    told: Iterable[str], columns: Collection[str], kind: ImportList
) -> tuple[dict[str, _Told], list[Match]]:
    """Return what the user says of columns of the file, and the texts for every row."""
    own: dict[str, _Told] = {}
    constants: list[Match] = []
    by_fold = {folded(name): name for name in reversed(list(columns))}
    for each in told:
        theirs, equals, ours = (part.strip() for part in each.rpartition("="))
        target = _target(ours, kind, each) if equals and theirs else None
        if target is None:
            raise WrongUseError(
                f"--columns 的“{each}”应写成“文件的列=我们的列”，例如 宗地号=parcel_id",
                f"--columns {each!r} is written COLUMN OF THE FILE=COLUMN OF OURS, such as "
                "宗地号=parcel_id",
            )
        if theirs[:1] + theirs[-1:] in _QUOTES and len(theirs) > 2:
            zh, en = "用户给出，每行相同", "given by the user for every row"
            constants.append(Match(theirs="", ours=target.ours, text=theirs[1:-1], zh=zh, en=en))
        elif theirs in columns or folded(theirs) in by_fold:
            own[theirs if theirs in columns else by_fold[folded(theirs)]] = target
        elif theirs == MEASURED and target.ours == "declared_ha":
            zh, en = "用户指定：以量算面积为申报面积", "told by the user: the measured area"
            constants.append(Match(theirs="", ours=target.ours, text=MEASURED, zh=zh, en=en))
        else:
            listed = "、".join(columns)
            raise WrongUseError(
                f"--columns 的“{theirs}”不在文件中；文件有：{listed}",
                f"--columns: the file has no column {theirs!r}; it has {', '.join(columns)}",
            )
    return own, constants


def _target(told: str, kind: ImportList, each: str) -> _Told | None:
    if told in ("", "-"):
        return _Told("", "") if told else None
    unit = unit_in(told)
    name, _, inside = told.replace("（", "(").rstrip(")）").partition("(")
    for column in kind.columns:
        if folded(name) in (folded(column.name), folded(column.zh)):
            if inside and unit_of(inside) not in UNITS.get(column.unit, {}):
                break
            return _Told(column.name, unit)
    listed = "、".join(f"{column.name}（{column.zh}）" for column in kind.columns)
    raise WrongUseError(
        f"--columns 的“{each}”：没有“{told}”这一列；应为：{listed}",
        f"--columns {each!r}: there is no column {told!r}; one of "
        f"{', '.join(column.name for column in kind.columns)}",
    )
