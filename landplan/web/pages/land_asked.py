"""What a page of land is asked for: the filter of an address, as `projects.exports.land_filter`."""

from dataclasses import replace
from math import isfinite
from typing import Annotated, get_args

from fastapi import Depends

from gis.errors import WrongUseError
from gis.model import ParcelState
from projects.choice import chosen
from projects.exports.land_filter import LandFilter


async def land_filter(
    state: str = "",
    kind: str = "",
    land_use: str = "",
    owner_kind: str = "",
    method: str = "",
    year: str = "",
    min_ha: str = "",
    max_ha: str = "",
    text: str = "",
) -> LandFilter:
    """Return the filter; an empty field means all, as a form sends it.

    Raises
    ------
    WrongUseError
        If a figure is none, or there is no such state, kind or owner.
    """
    return LandFilter(
        state=state,
        kind=kind,
        land_use=land_use.strip(),
        owner_kind=owner_kind,
        method=method.strip(),
        year=int(figure) if (figure := _number(year)) is not None else None,
        min_ha=_number(min_ha),
        max_ha=_number(max_ha),
        text=text.strip(),
    )


WantedLand = Annotated[LandFilter, Depends(land_filter)]


async def states_wanted(states: str = "") -> tuple[ParcelState, ...]:
    """Return the states that an address names, with commas between; none means any.

    Raises
    ------
    WrongUseError
        If there is no such state.
    """
    return tuple(chosen("states", one, get_args(ParcelState)) for one in states.split(",") if one)


StatesWanted = Annotated[tuple[ParcelState, ...], Depends(states_wanted)]


async def land_of_states(land: WantedLand, states: StatesWanted) -> LandFilter:
    """Return the filter with the states that an address names beside it."""
    return replace(land, states=states)


WantedLandOfStates = Annotated[LandFilter, Depends(land_of_states)]


def _number(told: str) -> float | None:
    if not told.strip():
        return None
    try:
        number = float(told)
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        raise WrongUseError(
            f"“{told}”不是数；请填写数字，或留空", f"{told!r} is no number; write one, or nothing"
        )
    return number
