"""`landplan map`, `serve` and `demo`: the map as a file, as a page, and the whole story."""

from pathlib import Path
from typing import Annotated, Final

import typer

from landplan.builtin import BUILTIN_PLAN, builtin_plan
from landplan.command import options
from landplan.command import report as report_command
from landplan.command.balance import show
from landplan.command.language import Language, Say
from landplan.command.load import told_of
from landplan.session import connected, viewing
from layers.map.map_facts import MapFacts, map_facts
from projects.load import load_folder

DEMO_MAP: Final = Path("build") / "tianhe-map.html"
DEMO_REPORT: Final = Path("build") / "tianhe-report.html"
PORT: Final = 8765


def add_page_commands(app: typer.Typer, say: Say) -> None:
    """Add `map`, `serve` and `demo`."""
    as_of_option = Annotated[str | None, options.as_of(say)]
    plan_option = Annotated[str | None, options.plan(say)]
    host_option = Annotated[
        str, typer.Option("--host", help=say("监听地址，默认仅本机", "address; this machine alone"))
    ]
    port_option = Annotated[int, typer.Option("--port", help=say("端口", "port"))]

    @app.command(
        name="map",
        help=say(
            "写出一个不需要网络的地图网页。例：landplan map 天河.html --as-of 2025-12-31",
            "Write the map as one page that needs no network. "
            "Example: landplan map tianhe.html --as-of 2025-12-31",
        ),
    )
    def write(
        file: Annotated[Path, typer.Argument(help=say("要写的文件", "the file to write"))],
        as_of: as_of_option = None,
        plan: plan_option = None,
    ) -> None:
        from layers.map.map_page import write_map

        write_map(facts_of(plan, as_of), file, language=say.language)
        typer.echo(say(f"已写出 {file}", f"wrote {file}"))

    @app.command(
        name="serve",
        help=say(
            "在浏览器中查看地图。例：landplan serve --port 8765",
            "Show the map in a browser. Example: landplan serve --port 8765",
        ),
    )
    def serve_pages(
        host: host_option = "127.0.0.1",
        port: port_option = PORT,
        as_of: as_of_option = None,
        plan: plan_option = None,
    ) -> None:
        with viewing(plan, as_of=as_of) as view:  # refuses a wrong call before it serves
            chosen = view.plan
        serve_map(chosen.plan_id, as_of, say, host=host, port=port)

    @app.command(
        help=say(
            "一步看全貌：导入内置规划、对账、出图、写报告、打开网页。例：landplan demo --no-serve",
            "All of it at once: load the built-in plan, balance, map, report, serve. "
            "Example: landplan demo --no-serve",
        )
    )
    def demo(
        no_serve: Annotated[
            bool, typer.Option("--no-serve", help=say("不打开网页服务", "do not serve"))
        ] = False,
        host: host_option = "127.0.0.1",
        port: port_option = PORT,
    ) -> None:
        from landplan.web.server import refuse_busy_port
        from layers.map.map_page import write_map

        if not no_serve:
            refuse_busy_port(host=host, port=port)
        with connected() as connection:
            typer.echo(told_of(load_folder(connection, builtin_plan()), say))
        facts = report_command.facts_of(BUILTIN_PLAN)
        show(facts.balance, "table", say)
        DEMO_MAP.parent.mkdir(parents=True, exist_ok=True)
        write_map(facts.map_facts, DEMO_MAP, language=say.language)
        typer.echo(say(f"已写出 {DEMO_MAP}", f"wrote {DEMO_MAP}"))
        report_command.write(facts, DEMO_REPORT, language=say.language)
        typer.echo(say(f"已写出 {DEMO_REPORT}", f"wrote {DEMO_REPORT}"))
        if not no_serve:
            serve_map(BUILTIN_PLAN, None, say, host=host, port=port)


def facts_of(plan: str | None, as_of: str | None) -> MapFacts:
    """Gather what a map shows, as of the date that a call gives."""
    with viewing(plan, as_of=as_of) as view:
        return map_facts(view)


def serve_map(plan_id: str, as_of: str | None, say: Say, *, host: str, port: int) -> None:
    """Serve the map of a plan, made anew at each request, until interrupted."""
    from landplan.web.server import app, serve
    from layers.map.map_page import map_html

    language: Language = say.language

    def page() -> str:
        return map_html(facts_of(plan_id, as_of), language=language)

    shown = f"[{host}]" if ":" in host else host

    def announce(port: int) -> None:
        url = f"http://{shown}:{port}/"
        typer.echo(
            say(f"请在浏览器打开 {url}（Ctrl+C 结束）", f"open {url} in a browser (Ctrl+C ends it)")
        )

    serve(app(page), host=host, port=port, announce=announce)
