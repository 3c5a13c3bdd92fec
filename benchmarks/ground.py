"""What the benchmarks of one size stand on, each part made when it is first asked for."""

import shutil
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from benchmarks import landplan_side, peer_tables
from benchmarks.land import Land, make_land
from benchmarks.ledger import Ledger, make_ledger
from benchmarks.package import Suffix, write_package
from benchmarks.server import Database, Server


@dataclass
class Ground:
    """One size of land: its ledger, its package, the peers' tables, landplan's database.

    Parameters
    ----------
    count
        Number of parcels.
    folder
        Where files go.
    scale
        1 draws the same city at every count, so that fewer parcels are larger ones.
    """

    count: int
    folder: Path
    server: Server
    scale: float = 1.0
    seed: int = 1
    _names: list[str] = field(default_factory=list)

    @cached_property
    def land(self) -> Land:
        """The parcels and zones."""
        return make_land(self.count, self.seed, scale=self.scale)

    @cached_property
    def ledger(self) -> Ledger:
        """The events."""
        return make_ledger(self.land, self.seed)

    def package(self, suffix: Suffix = "gpkg") -> Path:
        """Return the folder of the plan package."""
        folder = self.folder / f"{self.count}-{suffix}"
        if not folder.exists():
            making = folder.with_name(f"{folder.name}-making")
            shutil.rmtree(making, ignore_errors=True)
            write_package(self.land, self.ledger, making, suffix=suffix).rename(folder)
        return folder

    @cached_property
    def peers(self) -> Database:
        """The database with the peers' tables."""
        return peer_tables.fill(self.fresh("peers"), self.land, self.ledger)

    @cached_property
    def loaded(self) -> Database:
        """The database that landplan has loaded the package into."""
        database = self.fresh("landplan")
        landplan_side.load(database, self.package())
        return database

    def fresh(self, purpose: str) -> Database:
        """Return a new, empty database of this size."""
        name = f"{purpose}_{self.count}"
        self._names.append(name)
        return self.server.fresh(name)

    def drop(self) -> None:
        """Drop all databases and files of this size."""
        for name in set(self._names):
            self.server.drop(name)
        for suffix in ("gpkg", "parquet", "gpkg-plan"):
            shutil.rmtree(self.folder / f"{self.count}-{suffix}", ignore_errors=True)
