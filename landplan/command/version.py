"""`landplan --version`."""

from importlib.metadata import version
from typing import Annotated

import typer

from landplan.command.language import both


def options_of_landplan(
    _: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda wanted: tell_version() if wanted else None,
            is_eager=True,
            help=both("显示版本", "show the version"),
        ),
    ] = False,
) -> None:
    """Take the options of `landplan` itself: those of a call without a command."""


def tell_version() -> None:
    """Print the version; nothing else of the call is done."""
    typer.echo(f"landplan {version('landplan')}")
    raise typer.Exit
