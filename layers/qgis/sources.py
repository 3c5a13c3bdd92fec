"""Where a project finds its layers: in a database, or in the GeoPackage that it lies in."""

from dataclasses import dataclass
from typing import Final, Protocol

from sqlalchemy.engine import URL

from gis.errors import WrongUseError
from gis.geometry.crs import STORED_SRID
from layers.qgis.plan_layers import PlanLayer
from projects.exports.map_views import literal

_TOLD: Final = ("sslmode", "sslrootcert", "sslcert", "sslkey")
"""Parameters of an address that tell how to reach a server, and no secret."""


class Source(Protocol):
    """What holds the land."""

    provider: str
    """QGIS's name of what reads it."""

    def address(self, layer: PlanLayer) -> str:
        """Return where a layer is, as QGIS writes it."""


@dataclass(frozen=True, slots=True)
class Database:
    """The views of a database, of one plan.

    No password is told, and no user that has one in the address: QGIS asks for both, or takes them
    from where its user keeps them.

    Parameters
    ----------
    url
        The server's address as of `gis.database.address.parsed_address`.
    """

    url: URL
    plan_id: str

    provider = "postgres"

    def address(self, layer: PlanLayer) -> str:
        """Return the address of a view or a query."""
        view = layer.view
        mine = f'"plan_id" = {literal(self.plan_id)}'
        condition = f"{mine} and {layer.subset}" if layer.subset else mine
        parts = [self._connection(), f"key={_quoted(_key(view.key))}"]
        if view.shape is not None:
            parts += [f"srid={STORED_SRID}", f"type={view.shape}"]
        parts += ["checkPrimaryKeyUnicity='0'", f"table={self._table(layer)}"]
        if view.outline:
            parts.append(f"({view.outline})")
        return " ".join([*parts, f"sql={condition}"])

    def _connection(self) -> str:
        """Return service, or host, port and name, as QGIS writes them."""
        told = {name: str(value) for name, value in self.url.query.items()}
        if "service" in told:
            where = {"service": told["service"]}
        else:
            where = {
                "dbname": self.url.database or "",
                "host": _reachable(self.url.host or told.get("host", "")),
                "port": str(self.url.port or told.get("port", "5432")),
            }
            if self.url.username and self.url.password is None:
                where["user"] = self.url.username
        where |= {name: told[name] for name in _TOLD if name in told}
        return " ".join(f"{name}={_quoted(value)}" for name, value in where.items())

    def _table(self, layer: PlanLayer) -> str:
        view = layer.view
        if not view.query:
            return f'"landplan"."{view.view}"'
        query = " ".join(view.query.split())
        return '"({})"'.format(query.replace("\\", "\\\\").replace('"', '\\"'))


@dataclass(frozen=True, slots=True)
class InPackage:
    """The tables of a GeoPackage, named beside the project.

    Parameters
    ----------
    name
        Of the file, in whose folder QGIS looks for it.
    """

    name: str

    provider = "ogr"

    def address(self, layer: PlanLayer) -> str:
        """Return the address of a table."""
        told = f"./{self.name}|layername={layer.view.name}"
        return f"{told}|subset={layer.subset}" if layer.subset else told


def _key(columns: tuple[str, ...]) -> str:
    return columns[0] if len(columns) == 1 else ",".join(f'"{name}"' for name in columns)


def _reachable(host: str) -> str:
    """Return a host; refuse a folder that QGIS does not find, as it hands it on without quotes.

    Raises
    ------
    WrongUseError
        If the folder has a space in its name.
    """
    if any(letter.isspace() for letter in host):
        raise WrongUseError(
            f"QGIS 连不上名字里有空格的文件夹“{host}”中的数据库；请写成 .gpkg，"
            "或在 pg_service.conf 中为它起名，再用 LANDPLAN_DATABASE_URL=postgresql://?service=名字",
            f"QGIS does not reach a database in a folder with a space in its name, {host!r}: write "
            "a .gpkg, or name the server in pg_service.conf and set "
            "LANDPLAN_DATABASE_URL=postgresql://?service=NAME",
        )
    return host


def _quoted(text: str) -> str:
    return "'{}'".format(text.replace("\\", "\\\\").replace("'", "\\'"))
