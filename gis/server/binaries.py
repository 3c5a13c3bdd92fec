"""Find PostgreSQL's server binaries on this machine, with PostGIS beside them."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gis.errors import PostgisMissingError

OLDEST_POSTGRESQL = 14
OLDEST_POSTGIS = (3, 3)

HOW_TO_INSTALL_ZH = (
    "请安装（Debian 12：apt install postgresql-15-postgis-3；"
    "Ubuntu：apt install postgresql-postgis），或用 LANDPLAN_DATABASE_URL 指定一个数据库服务器"
)
HOW_TO_INSTALL_EN = (
    "install it (Debian 12: apt install postgresql-15-postgis-3; Ubuntu: apt install "
    "postgresql-postgis), or name a database server in LANDPLAN_DATABASE_URL"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Binaries:
    """One PostgreSQL on this machine."""

    bindir: Path
    major: int
    postgis: tuple[int, int] | None
    """Version of the PostGIS that belongs to it; None without one."""

    @property
    def usable(self) -> bool:
        """Whether both PostgreSQL and PostGIS are there and new enough."""
        return (
            self.major >= OLDEST_POSTGRESQL
            and self.postgis is not None
            and self.postgis >= OLDEST_POSTGIS
        )


def find_binaries(bindir: Path | None = None, *, major: int | None = None) -> Binaries:
    """Return the PostgreSQL to run the private cluster with.

    Parameters
    ----------
    bindir
        The only folder to look in; without it, the distribution's folders (newest first), then
        `pg_config --bindir`, then PATH.
    major
        The major version that an existing cluster was made by; without it, the newest.

    Raises
    ------
    PostgisMissingError
        If there is none, none with PostGIS, or only ones that are too old.
    """
    folders = [bindir] if bindir else list(_candidate_folders())
    found = [binaries for folder in folders if (binaries := _inspect(folder)) is not None]
    fitting = [binaries for binaries in found if major in (None, binaries.major)]
    for binaries in fitting:
        if binaries.usable:
            return binaries
    if fitting:
        raise _unusable(fitting[0])
    if major is not None and found:
        raise _wrong_major(found[0], major)
    raise _nothing_found(bindir)


def find_client(name: str, *, oldest: int, bindir: Path | None = None) -> Path:
    """Return a client program such as pg_dump, the newest that there is.

    Parameters
    ----------
    oldest
        The major version that it must have at least: that of the server.
    bindir
        The only folder to look in.

    Raises
    ------
    PostgisMissingError
        If there is none, or only older ones.
    """
    folders = [bindir] if bindir else list(_candidate_folders(name))
    found = []
    for folder in folders:
        program = folder / name
        version = re.search(r"\) (\d+)", _output(str(program), "--version"))
        if version is not None:
            found.append((int(version[1]), program))
    fitting = [program for major, program in found if major >= oldest]
    if fitting:
        return fitting[0]
    there = f"{found[0][0]} 版" if found else "没有"
    there_en = f"version {found[0][0]}" if found else "none"
    raise PostgisMissingError(
        f"服务器是 PostgreSQL {oldest}，需要同版本或更新的 {name}，而本机：{there}；"
        f"请安装 postgresql-client-{oldest}，或用 LANDPLAN_PG_BINDIR 指定它的文件夹",
        f"the server is PostgreSQL {oldest}; {name} of that version or newer is needed, and this "
        f"machine has {there_en}: install postgresql-client-{oldest}, or name its folder in "
        "LANDPLAN_PG_BINDIR",
    )


def parse_version(text: str) -> tuple[int, int] | None:
    """Return major and minor of a version such as `3.3.2` or `3.6.0dev`; None if there is none."""
    match = re.search(r"(\d+)\.(\d+)", text)
    return (int(match[1]), int(match[2])) if match else None


def _candidate_folders(wanted: str = "initdb") -> Iterator[Path]:
    """Give every folder that may hold the binaries, best first, each once."""
    packaged = [
        *Path("/usr/lib/postgresql").glob("*/bin"),  # Debian, Ubuntu
        *Path("/usr").glob("pgsql-*/bin"),  # PostgreSQL's own packages for Red Hat
    ]
    packaged.sort(key=lambda folder: _number(folder.parent.name), reverse=True)
    configured = _output("pg_config", "--bindir")
    on_path = shutil.which(wanted)
    yield from dict.fromkeys(
        [
            *packaged,
            *([Path(configured)] if configured else []),
            *([Path(on_path).resolve().parent] if on_path else []),
        ]
    )


def _inspect(bindir: Path) -> Binaries | None:
    """Return what is in a folder, or None where there is no PostgreSQL server."""
    if not all(shutil.which(name, path=str(bindir)) for name in ("initdb", "pg_ctl", "postgres")):
        return None
    version = re.search(r"(\d+)", _output(str(bindir / "postgres"), "--version"))
    if version is None:
        return None
    major = int(version[1])
    return Binaries(bindir=bindir, major=major, postgis=_postgis_of(bindir, major))


def _postgis_of(bindir: Path, major: int) -> tuple[int, int] | None:
    """Read the version that the extension's control file names."""
    said = _output(str(bindir / "pg_config"), "--sharedir")
    shares = [
        *([Path(said)] if said else []),
        Path(f"/usr/share/postgresql/{major}"),
        bindir.parent / "share" / "postgresql",
        bindir.parent / "share" / "pgsql",
        bindir.parent / "share",
    ]
    for share in shares:
        control = share / "extension" / "postgis.control"
        if control.is_file():
            line = re.search(r"default_version\s*=\s*'([^']+)'", control.read_text("utf-8"))
            return parse_version(line[1]) if line else None
    return None


def _output(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 — PostgreSQL's own programs
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()


def _number(name: str) -> int:
    digits = re.sub(r"\D", "", name)
    return int(digits) if digits else 0


def _unusable(binaries: Binaries) -> PostgisMissingError:
    if binaries.major < OLDEST_POSTGRESQL:
        return PostgisMissingError(
            f"{binaries.bindir} 中的 PostgreSQL 是 {binaries.major} 版，需要 {OLDEST_POSTGRESQL} "
            f"或更新的版本；{HOW_TO_INSTALL_ZH}",
            f"PostgreSQL in {binaries.bindir} is version {binaries.major}, version "
            f"{OLDEST_POSTGRESQL} or newer is needed; {HOW_TO_INSTALL_EN}",
        )
    wanted = ".".join(map(str, OLDEST_POSTGIS))
    if binaries.postgis is not None:
        found = ".".join(map(str, binaries.postgis))
        return PostgisMissingError(
            f"{binaries.bindir} 的 PostGIS 是 {found} 版，需要 {wanted} 或更新的版本；"
            f"{HOW_TO_INSTALL_ZH}",
            f"PostGIS of {binaries.bindir} is version {found}, version {wanted} or newer is "
            f"needed; {HOW_TO_INSTALL_EN}",
        )
    return PostgisMissingError(
        f"{binaries.bindir} 的 PostgreSQL {binaries.major} 没有 PostGIS 扩展；"
        f"请安装 postgresql-{binaries.major}-postgis-3，"
        "或用 LANDPLAN_DATABASE_URL 指定一个数据库服务器",
        f"PostgreSQL {binaries.major} in {binaries.bindir} has no PostGIS; install "
        f"postgresql-{binaries.major}-postgis-3, or name a database server in "
        "LANDPLAN_DATABASE_URL",
    )


def _wrong_major(found: Binaries, major: int) -> PostgisMissingError:
    return PostgisMissingError(
        f"本地数据库由 PostgreSQL {major} 建立，而本机只有 PostgreSQL {found.major}；"
        f"请安装 postgresql-{major}-postgis-3，或用 landplan db reset 重建（数据会丢失）",
        f"the private database was made by PostgreSQL {major}, and this machine has only "
        f"PostgreSQL {found.major}; install postgresql-{major}-postgis-3, or make it anew with "
        "landplan db reset, which loses its data",
    )


def _nothing_found(bindir: Path | None) -> PostgisMissingError:
    if bindir:
        return PostgisMissingError(
            f"LANDPLAN_PG_BINDIR 指定的文件夹 {bindir} 里没有 PostgreSQL 服务器程序"
            f"（initdb、pg_ctl、postgres）；请改正它，或{HOW_TO_INSTALL_ZH.removeprefix('请')}",
            f"{bindir}, named by LANDPLAN_PG_BINDIR, holds no PostgreSQL server (initdb, pg_ctl, "
            f"postgres); correct it, or {HOW_TO_INSTALL_EN}",
        )
    return PostgisMissingError(
        f"本机没有安装带 PostGIS 的 PostgreSQL 服务器；{HOW_TO_INSTALL_ZH}",
        f"this machine has no PostgreSQL server with PostGIS; {HOW_TO_INSTALL_EN}",
    )
