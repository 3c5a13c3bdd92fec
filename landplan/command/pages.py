"""`landplan map`, `serve` and `demo`: the map as a file, as a page, and the whole story."""

from functools import partial
from pathlib import Path
from typing import Annotated, Final

import typer

from gis.errors import DatabaseError, WrongUseError
from gis.extras import missing, require
from landplan import report_file
from landplan.builtin import builtin_plan
from landplan.command import options
from landplan.command import report as report_command
from landplan.command.balance import show
from landplan.command.groups import Call
from landplan.command.language import both
from landplan.command.load import told_of
from landplan.command.who import user
from landplan.language import Say
from landplan.session import connected, viewing
from landplan.settings import PlanSettings, read_settings
from layers.map.map_facts import MapFacts, map_facts
from projects.load import load_folder
from projects.store.plans import plans

DEMO_FOLDER: Final = Path("build")
DEFAULT_PORT: Final = 8765


Host = Annotated[
    str, typer.Option("--host", help=both("监听地址，默认仅本机", "address; this machine alone"))
]
Port = Annotated[int, typer.Option("--port", help=both("端口", "port"))]


def write_page(
    call: Call,
    file: Annotated[Path, typer.Argument(help=both("要写的文件", "the file to write"))],
    as_of: options.AsOf = None,
    plan: options.PlanId = None,
) -> None:
    """Write the map as one page."""
    from layers.map.map_page import write_map

    say = call.obj
    if file.suffix.lower() not in (".html", ".htm"):
        raise WrongUseError(
            f"文件名“{file.name}”的后缀是“{file.suffix}”，而地图是一个 HTML 文件；请改为 .html",
            f"file name {file.name!r} ends in {file.suffix!r}, but the map is one HTML file: "
            "write .html",
        )
    write_map(facts_of(plan, as_of), file, language=say.language)
    typer.echo(say(f"已写出 {file}", f"wrote {file}"))


def serve_pages(
    call: Call,
    host: Host = "127.0.0.1",
    port: Port = DEFAULT_PORT,
    workers: Annotated[
        int, typer.Option("--workers", min=1, max=64, help=both("工作进程数", "processes"))
    ] = 1,
    as_of: options.AsOf = None,
    plan: options.PlanId = None,
) -> None:
    """Serve the pages until interrupted."""
    require("web")
    say = call.obj
    try:
        plan = plan or _first_of_several(say)
        with viewing(plan, as_of=as_of) as view:  # refuses a wrong call before it serves
            plan = view.plan.plan_id
    except DatabaseError as error:  # the pages say so, and work as soon as it is there
        typer.echo(say(error.zh, error.en), err=True)
    serve_site(plan, as_of, say, host=host, port=port, workers=workers)


def _first_of_several(say: Say) -> str | None:
    """Return the plan that the pages open where several are there and none is named, and say so.

    Each page has the others to choose from: a plan more is no reason not to serve.
    """
    if read_settings(PlanSettings).plan is not None:
        return None
    with connected() as connection:
        found = plans(connection)
    if len(found) < 2:
        return None
    first = found[0]
    zh = f"有 {len(found)} 个规划；网页先打开 {first}，页上可换；用 --plan 或 LANDPLAN_PLAN 指定"
    en = f"there are {len(found)} plans: the pages open {first} first, the others are chosen there"
    typer.echo(say(zh, f"{en}; name one with --plan or LANDPLAN_PLAN"), err=True)
    return first


def demo(
    call: Call,
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help=both("不打开网页服务", "do not serve"))
    ] = False,
    host: Host = "127.0.0.1",
    port: Port = DEFAULT_PORT,
) -> None:
    """Load the built-in plan, balance it, write map and report, serve the map.

    What the installation has no extra for is left out, and said.
    """
    from layers.map.map_page import write_map

    say = call.obj
    no_pages = None if no_serve else missing("web")
    serves = not no_serve and no_pages is None
    if serves:
        from landplan.web.server import refuse_busy_port

        refuse_busy_port(host=host, port=port)
    plan = builtin_plan()
    with connected() as connection:
        loaded = load_folder(connection, plan.folder, command="demo", by=user())
    typer.echo(told_of(loaded, say))
    facts = report_command.facts_of(plan.plan_id)
    show(facts.balance, "table", say, is_over=facts.is_over)
    DEMO_FOLDER.mkdir(parents=True, exist_ok=True)
    map_file = DEMO_FOLDER / f"{plan.files}-map.html"
    write_map(facts.map_facts, map_file, language=say.language)
    typer.echo(say(f"已写出 {map_file}", f"wrote {map_file}"))
    no_report = missing("report")
    if no_report is None:
        report = DEMO_FOLDER / f"{plan.files}-report.html"
        report_file.write(facts, report, language=say.language)
        typer.echo(say(f"已写出 {report}", f"wrote {report}"))
    for lacking in (no_report, no_pages):
        if lacking is not None:
            typer.echo(say(lacking.zh, lacking.en), err=True)
    if serves:
        serve_site(plan.plan_id, None, say, host=host, port=port)


def facts_of(plan: str | None, as_of: str | None) -> MapFacts:
    """Gather what a map shows, as of the date that a call gives."""
    with viewing(plan, as_of=as_of) as view:
        return map_facts(view)


def serve_site(
    plan_id: str | None, as_of: str | None, say: Say, *, host: str, port: int, workers: int = 1
) -> None:
    """Serve the pages of a plan until interrupted."""
    from landplan.web.server import serve
    from landplan.web.site import site

    shown = f"[{host}]" if ":" in host else host

    def announce(port: int) -> None:
        url = f"http://{shown}:{port}/"
        typer.echo(
            say(f"请在浏览器打开 {url}（Ctrl+C 结束）", f"open {url} in a browser (Ctrl+C ends it)")
        )

    make = partial(site, plan=plan_id, as_of=as_of, language=say.language, host=host)
    serve(make, host=host, port=port, workers=workers, announce=announce)
