"""A plan opened in a database: what it is, and a view of it for each call."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self, TypeVar

from sqlalchemy import Engine

from landplan.session import parsed_day, reading, today_in, view_on
from projects import model
from projects.model import Basis
from projects.view import EVER, PlanView

if TYPE_CHECKING:
    import pandas as pd

Frame = TypeVar("Frame", bound="pd.DataFrame")

Day = str | date
"""A day as `2025-12-31` or as a date."""


class OpenPlan:
    """A plan of a database, until it is closed."""

    def __init__(self, engine: Engine, record: model.Plan, *, language: str = "zh") -> None:
        self._engine: Final = engine
        self.language: Final = language
        self.plan_id: Final = record.plan_id
        self.title: Final = record.title
        self.starts_on: Final = record.starts_on
        self.ends_on: Final = record.ends_on
        self.sample: Final = record.sample
        self._record: Final = record

    def __repr__(self) -> str:
        told = f"{self.plan_id}, {self.starts_on} to {self.ends_on}"
        return f"<Plan {told}, sample data>" if self.sample else f"<Plan {told}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections to the database; a later call opens them again."""
        self._engine.dispose()

    @contextmanager
    def _view(
        self,
        as_of: Day | None,
        known: Day | None,
        *,
        ever: bool = False,
        basis: Basis = "declared",
        zone_set: str | None = None,
    ) -> Iterator[PlanView]:
        """Open a view; without `as_of` of today, or of all that was ever recorded."""
        day = _day("as_of", as_of) or (EVER if ever else today_in(self._record))
        with reading(self._engine) as connection:
            yield view_on(
                connection,
                self._record,
                as_of=day,
                known=_day("known", known),
                basis=basis,
                zone_set=zone_set,
            )

    def _told(self, frame: Frame, view: PlanView, *, basis: Basis | None = None) -> Frame:
        """Write into a frame what it is of; the basis where its figures have one."""
        days = {"as_of": None if view.as_of == EVER else view.as_of, "known": view.known}
        frame.attrs |= {"plan": self.plan_id, "sample": self.sample}
        frame.attrs |= {name: day.isoformat() for name, day in days.items() if day is not None}
        if basis is not None:
            frame.attrs["basis"] = basis
        return frame


def _day(name: str, told: Day | None) -> date | None:
    """Return a day that a call gives as text, date or timestamp."""
    if told is None:
        return None
    if isinstance(told, datetime) and told == told:  # noqa: PLR0124  # pandas' missing day is not
        return told.date()
    if isinstance(told, date) and not isinstance(told, datetime):
        return told
    return parsed_day(str(told), name)
