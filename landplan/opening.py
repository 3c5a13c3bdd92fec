"""`landplan.open` and `landplan.load`: from a database or a plan package to a `Plan`."""

import os
from pathlib import Path
from typing import Final, get_args

from gis.database.server_errors import translate_errors
from gis.errors import Language
from landplan.plan import Plan
from landplan.session import chosen_plan, opened, reading
from projects.choice import chosen
from projects.load import load_folder

LANGUAGES: Final[tuple[Language, ...]] = get_args(Language)


def open(  # noqa: A001  # `landplan.open` reads as `gzip.open`
    url: str | None = None, *, plan: str | None = None, language: Language = "zh"
) -> Plan:
    """Open a plan of the database.

    Parameters
    ----------
    url
        `postgresql://…` of a server with PostGIS. None: the database that the commands use, the
        one that `LANDPLAN_DATABASE_URL` names or else the private one, which is started.
    plan
        Id of the plan. None: `LANDPLAN_PLAN`, or the only one there is.
    language
        Of maps, reports and sentences: `zh` or `en`. Names from the plan stay as they are.

    Raises
    ------
    WrongUseError
        If there is no such plan or language, or several plans and none is named.
    DatabaseError
        If there is no database to be had.

    Examples
    --------
    >>> with landplan.open(plan="yunshan-2023-2027") as plan:
    ...     print(plan.plan_id, plan.starts_on, plan.sample)
    yunshan-2023-2027 2023-01-01 True
    """
    chosen("language", language, LANGUAGES)
    engine = opened(url)
    try:
        with reading(engine) as connection:
            record = chosen_plan(connection, plan, option="plan=")
    except BaseException:
        engine.dispose()
        raise
    return Plan(engine, record, language=language)


def load(
    folder: str | os.PathLike[str] | None = None,
    url: str | None = None,
    *,
    language: Language = "zh",
) -> Plan:
    """Load a plan package into the database and open it; loading twice changes nothing.

    Parameters
    ----------
    folder
        Of the package (`docs/plan-package.md`). None: that of the built-in plan.
    url, language
        As of `open`.

    Raises
    ------
    BadDataError
        If the package has problems, with all of them; nothing is loaded then.
    DatabaseError
        If there is no database to be had.

    Examples
    --------
    >>> landplan.load("plans/example-district")
    <Plan yunshan-2023-2027, 2023-01-01 to 2027-12-31, sample data>
    """
    chosen("language", language, LANGUAGES)
    if folder is None:
        from landplan.builtin import builtin_plan

        folder = builtin_plan().folder
    engine = opened(url)
    try:
        with translate_errors(engine.url), engine.begin() as connection:
            loaded = load_folder(connection, Path(folder))
        with reading(engine) as connection:
            record = chosen_plan(connection, loaded.plan)
    except BaseException:
        engine.dispose()
        raise
    return Plan(engine, record, language=language)
