"""The words and figures of a report's sentences and tables, in one language."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from gis.geometry.area import MU_PER_HA
from gis.model import Source
from layers.report.cells import as_shown, shown
from layers.report.document import Kind
from layers.texts import texts
from projects.labels import FIGURES, LAND_GROUPS, NO_STAGE, ROUNDED, method_label, status_label
from projects.model import PARTS_OF_SUPPLY, STAGES, Basis, Document, Status

_DECIMALS: Final = 6
"""Figures are settled to 1 cm² (of hectares) before they are shown or written: the last binary
digits depend on the order in which a database sums."""


def settled(value: float) -> float:
    """Return a figure without what its sum's order may have left in the last digits."""
    return round(value, _DECIMALS) + 0.0  # never minus zero


def mu(ha: float) -> float:
    """Return hectares in 亩, computed from the figure that is shown beside them."""
    return settled(as_shown(settled(ha), "ha") * MU_PER_HA)


def many(count: int, thing: str) -> str:
    """Return a number of things in English."""
    return f"{count} {thing}{'' if count == 1 else 's'}"


@dataclass(frozen=True)
class Words:
    """Choose between Chinese and English, and say figures with their units."""

    language: str

    def __call__(self, zh: str, en: str) -> str:
        """Return one of two texts."""
        return en if self.language == "en" else zh

    @cached_property
    def _texts(self) -> dict[str, str]:
        return texts(self.language)

    def figure(self, value: float | None, kind: Kind) -> str:
        """Return a figure as the tables show it."""
        return shown(None if value is None else settled(value), kind, self.language)

    def ha(self, value: float) -> str:
        """Return hectares with their unit."""
        return f"{self.figure(value, 'ha')} {self._texts['unit_ha']}"

    def ha_and_mu(self, value: float) -> str:
        """Return hectares, and 亩 in brackets."""
        in_mu = f"{self.figure(mu(value), 'mu')} {self._texts['unit_mu']}"
        return self.beside(self.ha(value), in_mu)

    def day(self, day: date) -> str:
        """Return a day as sentences say it."""
        return self(f"{day.year}年{day.month}月{day.day}日", day.isoformat())

    def beside(self, main: str, extra: str) -> str:
        """Return something with something else in brackets."""
        return self._texts["beside"].format(main=main, extra=extra)

    def listed(self, parts: Sequence[str]) -> str:
        """Return parts as a list inside a sentence."""
        return self._texts["list_comma"].join(parts)

    def joined(self, sentences: Sequence[str]) -> str:
        """Return sentences as one paragraph."""
        return self("", " ").join(sentences)

    def measure(self, measure: str) -> str:
        """Return a measure as a table's row names it: parts of the supply say so."""
        name = self._texts[f"measure_{measure}"]
        if measure in PARTS_OF_SUPPLY:
            return self(f"其中：{name}", f"of it: {name.lower()}")
        return name

    def basis(self, basis: Basis) -> str:
        """Return which areas are told: declared or measured."""
        return self._texts[f"basis_{basis}"]

    def in_mu(self, basis: Basis) -> str:
        """Return the heading of such areas in 亩."""
        declared = self("申报（亩）", "Declared, mu")
        return self("量算（亩）", "Measured, mu") if basis == "measured" else declared

    def of_balance(self, figure: str) -> str:
        """Return what a figure of a balance is called: its target, what is actual and so on."""
        return FIGURES[figure].say(self.language)

    def status(self, status: Status | None, *, is_over: bool) -> str:
        """Return a status, empty where there is none; of a period that is over, its outcome."""
        if status is None:
            return ""
        return status_label(status, is_over=is_over).say(self.language)

    def state(self, state: str) -> str:
        """Return a parcel's state."""
        return self._texts[f"state_{state}"]

    def owner(self, owner_kind: str) -> str:
        """Return an owner kind; what the ledger does not say is said."""
        return self._texts[f"owner_{owner_kind}"] if owner_kind else self.not_told

    def land_group(self, group: str) -> str:
        """Return a group of land uses."""
        for key, name in LAND_GROUPS.items():
            if key == group:
                return name.say(self.language)
        return self.not_told

    def category_group(self, group: str) -> str:
        """Return a group of project categories."""
        return self._texts[f"group_{group}"]

    def stage(self, stage: str) -> str:
        """Return a project's stage; what is not told is said."""
        return self._texts[f"stage_{STAGES.index(stage)}"] if stage in STAGES else self.not_told

    def event_kind(self, kind: str) -> str:
        """Return storage, supply or reversal."""
        return self._texts[f"event_{kind}"]

    def severity(self, severity: int) -> str:
        """Return how bad a warning is."""
        return self._texts[f"severity_{severity}"]

    def warning_kind(self, kind: str) -> str:
        """Return what a warning is about."""
        return self._texts[f"warning_{kind}"]

    def quality(self, quality: str) -> str:
        """Return whether an outline is official, digitised or schematic."""
        return self._texts[f"quality_{quality}"]

    def indicator_kind(self, kind: str) -> str:
        """Return whether an indicator is binding or expected; other kinds as the plan says."""
        return self._texts.get(f"kind_{kind}", kind)

    def span(self, span: str) -> str:
        """Return what a figure is of, where it is not a year's."""
        return self._texts.get(f"span_{span}", "")

    def method(self, method: str) -> str:
        """Return how land was stored or supplied; what the ledger does not say is said."""
        return method_label(method).say(self.language) or self.not_told

    @cached_property
    def rounded(self) -> str:
        """What is said wherever rounded figures stand beside their total."""
        return ROUNDED.say(self.language) + self("。", ".")

    @cached_property
    def not_told(self) -> str:
        """What stands where the data says nothing."""
        return NO_STAGE.say(self.language)

    def noted(self, main: str, note: str) -> str:
        """Return something with a note behind it, or either alone."""
        return self._texts["semicolon"].join(part for part in (main, note) if part)

    def cited(self, source: Source | None, documents: Sequence[Document]) -> str:
        """Return a citation: the document by its title, the place in it, the line."""
        if source is None:
            return ""
        titles = {document.document_id: document.title for document in documents}
        parts = [titles.get(source.document) or source.document, source.place]
        if source.line is not None:
            parts.append(self._texts["line"].format(n=source.line))
        return self._texts["comma"].join(part for part in parts if part)
