"""A day of a bureau in some minutes: answers are right, memory stays, the audit has all writes.

    python -m benchmarks.day [--minutes M]

50 readers, 5 editors and an import every 10 minutes of 24 hours: all of them, closer together.
"""

import argparse
import asyncio
import re
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any, Final

import httpx
import shapely
from sqlalchemy import text

from benchmarks import landplan_side
from benchmarks.measure import resident_mib
from benchmarks.pages import BUILTIN, PAGES
from benchmarks.served import serving
from benchmarks.server import Database, private_server
from gis.geometry.crs import crs_of, transform
from projects.people.accounts import add_account

READERS: Final = 50
PAGES_EACH: Final = 400
EDITORS: Final = 5
RECORDS_EACH: Final = 60
IMPORTS: Final = 144
AT_ONCE: Final = 2
"""Who import, beside the editors: one file after the other, each."""

MORE_ADDRESSES: Final = (
    "/map/data", "/balance?as_of=2024-06-30", "/balance?zone=smart-valley&lang=en",
    "/balance/reserve", "/projects/pingao-cloud-base", "/ledger?page=2",
    "/api/v1/balance", "/ogc/collections/parcels/items?limit=50",
    "/tiles/tianhe-2021-2025/parcels/12/3337/1776.mvt", "/health",
)  # fmt: skip
PLAN: Final = "tianhe-2021-2025"
PASSWORD: Final = "three grey herons"  # noqa: S105  # of accounts that end with the day
MAY_GROW: Final = 1.1
"""What the site may hold at the end, in what it held after a tenth of the pages."""

_TXT_HEAD: Final = """[属性描述]
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号=38
[地块坐标]
"""
_SOUTHWEST: Final = (113.36, 23.135)


@dataclass(slots=True)
class Day:
    """What a day is made of, and what came of it."""

    seconds: float
    site: str
    process_id: int
    readers: int = READERS
    pages_each: int = PAGES_EACH
    records_each: int = RECORDS_EACH
    imports: int = IMPORTS

    answers: Counter[int] = field(default_factory=Counter)
    read: int = 0
    wrong: list[str] = field(default_factory=list)
    written: Counter[str] = field(default_factory=Counter)
    mib: list[float] = field(default_factory=list)
    waited: int = 0

    def told(self, answer: httpx.Response, *right: int) -> bool:
        """Count an answer; one that is none of those that are right is kept for the summary."""
        self.answers[answer.status_code] += 1
        if answer.status_code in right:
            return True
        asked = f"{answer.request.method} {answer.request.url.raw_path.decode()}"
        self.wrong.append(f"{asked}: {answer.status_code} {_words(answer.text)}")
        return False

    def page_read(self) -> None:
        """Count a page of a reader; after every tenth of them all, look at the memory."""
        self.read += 1
        if self.read % (self.readers * self.pages_each // 10) == 0:
            self.mib.append(resident_mib(self.process_id))

    async def turns(self, count: int, *, first: float = 0.0) -> AsyncIterator[int]:
        """Give the numbers of what somebody does, each when its time has come, or at once after.

        Parameters
        ----------
        first
            Where between two turns the first one is, 0–1.
        """
        began = time.monotonic()
        for number in range(count):
            due = began + self.seconds * (number + first) / count
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            yield number

    def browser(self) -> httpx.AsyncClient:
        """Return a browser of nobody, with a connection for each request.

        One that is kept may be ended by the server just when it is used again: a browser asks anew
        then, httpx does not.
        """
        return httpx.AsyncClient(
            base_url=self.site, timeout=120, headers={"Origin": self.site},
            limits=httpx.Limits(max_keepalive_connections=0),
        )  # fmt: skip


async def lived(day: Day) -> None:
    """Let all of them do what they do, at the same time."""
    importers = [
        _importer(day, EDITORS + number, range(number, day.imports, AT_ONCE))
        for number in range(AT_ONCE)
    ]
    editors = [_editor(day, number) for number in range(EDITORS)]
    readers = [_reader(day, number) for number in range(day.readers)]
    await asyncio.gather(*importers, *editors, *readers)
    day.mib.append(resident_mib(day.process_id))


async def _reader(day: Day, number: int) -> None:
    """Read one page after the other, with what a browser keeps of each."""
    addresses = PAGES + MORE_ADDRESSES
    etags: dict[str, str] = {}
    async with day.browser() as browser:
        async for turn in day.turns(day.pages_each, first=number / day.readers):
            address = addresses[(7 * number + turn) % len(addresses)]
            kept = {"If-None-Match": etags[address]} if address in etags else {}
            try:
                answer = await browser.get(address, headers=kept)
                while answer.status_code == 503 and address.startswith("/tiles/"):
                    day.waited += 1
                    await asyncio.sleep(int(answer.headers["retry-after"]))
                    answer = await browser.get(address, headers=kept)
            except httpx.TransportError as error:
                day.wrong.append(f"{address}: {error!r}")
                day.page_read()
                continue
            day.told(answer, 200, 304)
            if "etag" in answer.headers:
                etags[address] = answer.headers["etag"]
            day.page_read()


async def _editor(day: Day, number: int) -> None:
    """Record, in turn, of a project, of a warning and of an indicator that are one's own."""
    async with day.browser() as browser:
        await _log_in(day, browser, number)
        projects = await _page(day, browser, "/projects")
        card = _found(r'href="(/projects/(?!board)[a-z0-9-]+)', projects, number)
        warnings = await _page(day, browser, "/warnings")
        key = _found(r'name="warning" value="([^"]*)"', warnings, number)
        indicators = await _page(day, browser, "/indicators")
        form = unescape(_found(r'href="(/indicators/record[^"]*)"', indicators, number))
        async for turn in day.turns(day.records_each, first=number / EDITORS):
            note = f"第 {turn} 次 <b>&'\"=1+1"
            if turn % 3 == 0:
                shown = await _page(day, browser, card)
                fields = {"what": "progress_percent", "value": str(turn / 10), "note": note}
                await _record(
                    day, browser, f"{card}/records", shown, "project.progress_percent", fields
                )
            elif turn % 3 == 1:
                shown = await _page(day, browser, "/warnings")
                shown = shown[shown.rindex("<form", 0, shown.index(f'value="{key}"')) :]
                fields = {"warning": unescape(key), "action": "note", "note": note}
                await _record(day, browser, "/warnings", shown, "warning.note", fields)
            else:
                shown = await _page(day, browser, form)
                fields = {"year": "2024", "value": str(turn), "note": note}
                await _record(day, browser, form, shown, "indicator.record", fields)


async def _importer(day: Day, number: int, files: range) -> None:
    """Upload files of a parcel each, look at what was found, confirm it."""
    async with day.browser() as browser:
        await _log_in(day, browser, number)
        async for turn in day.turns(len(files), first=number / (EDITORS + AT_ONCE)):
            sent = await browser.post(
                "/imports",
                data={"csrf": _csrf(await _page(day, browser, "/imports")), "list": "parcels"},
                files={"file": (f"地块{files[turn]}.txt", _parcel_txt(files[turn]))},
            )
            if not day.told(sent, 303):
                continue
            day.written["import.upload"] += 1
            check = sent.headers["location"]
            if not await _done(day, browser, check):
                continue
            fields = {"csrf": _csrf(await _page(day, browser, check))}
            confirmed = await browser.post(f"{check}/confirm", data=fields)
            if not day.told(confirmed, 303):
                continue
            day.written["import.confirm"] += 1
            if await _done(day, browser, confirmed.headers["location"]):
                day.written["import.done"] += 1


async def _log_in(day: Day, browser: httpx.AsyncClient, number: int) -> None:
    fields = {"csrf": _csrf(await _page(day, browser, "/login")), "next": "/"}
    fields |= {"name": _name(number), "password": PASSWORD}
    if not day.told(await browser.post("/login", data=fields), 303):
        raise RuntimeError(f"cannot log in: {day.wrong[-1]}")
    day.written["login"] += 1


async def _record(
    day: Day, browser: httpx.AsyncClient, address: str, shown: str, action: str,
    fields: dict[str, str],
) -> None:  # fmt: skip
    """Send a form; `shown` is the page that it stands on, or the rest of it from the form on."""
    seen = _found(r'name="seen" value="(\d+)"', shown)
    answer = await browser.post(address, data={"csrf": _csrf(shown), "seen": seen, **fields})
    if day.told(answer, 303):
        day.written[action] += 1


async def _page(day: Day, browser: httpx.AsyncClient, address: str) -> str:
    answer = await browser.get(address)
    day.told(answer, 200)
    return answer.text


async def _done(day: Day, browser: httpx.AsyncClient, address: str) -> bool:
    """Wait until a job has ended, as its page does; return whether it is done."""
    while True:
        answer = await browser.get(f"{address}/state")
        if not day.told(answer, 200):
            return False
        told = answer.json()
        if told["ended"]:
            if told["state"] != "done":
                day.wrong.append(f"{address}: {told['told']}")
            return bool(told["state"] == "done")
        await asyncio.sleep(0.5)


def _found(pattern: str, shown: str, number: int = 0) -> str:
    """Return the number-th of what a pattern finds, each counted once, as the page writes it."""
    return str(list(dict.fromkeys(re.findall(pattern, shown)))[number])


def _csrf(shown: str) -> str:
    return _found(r'name="csrf" (?:value|content)="([^"]*)"', shown)


def _words(html: str) -> str:
    """Return the beginning of what a page says."""
    main = html.partition("<main")[2] or html
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())[:200]


def _name(number: int) -> str:
    return f"科员{number}"


def _parcel_txt(number: int) -> bytes:
    """Return the boundary-point text of the number-th of squares of 10 m that lie apart."""
    corner = transform(shapely.Point(*_SOUTHWEST), crs_of(4490), crs_of(4526))
    west, south = corner.x + 12 * (number % 24), corner.y + 12 * (number // 24)
    lines = [f"5,0.0100,日-{number:03},日{number}号,面,,工业,,@"]
    lines += [
        f"J{place},1,{south + north:.3f},{west + east:.3f}"
        for place, (east, north) in enumerate([(0, 0), (0, 10), (10, 10), (10, 0), (0, 0)], 1)
    ]
    return (_TXT_HEAD + "\n".join(lines) + "\n").encode("gb18030")


def _audited(database: Database) -> Counter[str]:
    with landplan_side.opened(database).connect() as connection:
        rows = connection.execute(text("select action, count(*) from landplan.audit group by 1"))
        return Counter({action: int(count) for action, count in rows})


def _imported(database: Database) -> int:
    asked = text("select count(*) from landplan.parcel where parcel_id like '日-%'")
    with landplan_side.opened(database).connect() as connection:
        return int(connection.scalar(asked) or 0)


def run(database: Database, seconds: float, **counts: Any) -> bool:
    """Live a day on a database with the built-in plan; print a summary; return whether it is well.

    Parameters
    ----------
    counts
        Counts of a `Day` that are others.
    """
    with landplan_side.opened(database).begin() as connection:
        for number in range(EDITORS + AT_ONCE):
            add_account(connection, name=_name(number), role="editor", password=PASSWORD)
    before, began = _audited(database), time.monotonic()
    with serving(database) as (client, process_id):
        day = Day(seconds, str(client.base_url).rstrip("/"), process_id, **counts)
        asyncio.run(lived(day))
    audited, imported = _audited(database) - before, _imported(database)
    growth = day.mib[-1] / day.mib[0]
    answers = ", ".join(f"{count} × {status}" for status, count in sorted(day.answers.items()))
    print(f"{time.monotonic() - began:.0f} s: {day.answers.total()} answers ({answers})")
    print(f"wrong: {len(day.wrong)}", *day.wrong[:10], sep="\n  ")
    print("memory, MiB, after each tenth and at the end:", *(f"{one:.0f}" for one in day.mib))
    print(f"asked to wait for tiles and come again: {day.waited}")
    print(f"writes: {day.written.total()}, in the audit: {audited.total()}", dict(day.written))
    print(f"imported: {imported} of {day.imports}")
    for action in sorted(day.written | audited):
        if day.written[action] != audited[action]:
            print(f"  {action}: {day.written[action]} written, {audited[action]} in the audit")
    is_well = not day.wrong and growth <= MAY_GROW and day.written == audited
    return is_well and imported == day.imports


def main() -> None:
    """Live a day on a server of its own; end with 1 if something is off."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.day", description=__doc__)
    parser.add_argument("--minutes", type=float, default=6, help="how long the day is (6)")
    asked = parser.parse_args()
    folder = Path(__file__).parents[1] / "build" / "benchmarks" / "server"
    with private_server(folder) as server:
        database = server.fresh("day")
        landplan_side.load(database, BUILTIN)
        sys.exit(0 if run(database, 60 * asked.minutes) else 1)


if __name__ == "__main__":
    main()
