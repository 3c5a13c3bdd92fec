"""docs/operations.md and deploy/: units that systemd takes, commands and roles that are there."""

import re
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from gis.database.roles import make_roles
from landplan.command.contents import application
from projects.load import load_package
from projects.store.schema import migrate
from tests.small_land import block, package, parcel, storage

REPO = Path(__file__).resolve().parents[1]
DEPLOY = REPO / "deploy"
GUIDE = (REPO / "docs" / "operations.md").read_text(encoding="utf-8")
PROGRAM = "/opt/landplan/.venv/bin/landplan"


def test_systemd_takes_the_units(tmp_path):
    units = [*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")]
    assert len(units) == 4
    for unit in units:  # landplan is not installed where the units look for it
        told = unit.read_text(encoding="utf-8").replace(PROGRAM, "/bin/true")
        (tmp_path / unit.name).write_text(told, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(tmp_path / unit.name for unit in units)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_every_unit_and_file_of_deploy_is_in_the_guide():
    for file in DEPLOY.iterdir():
        assert file.stem in GUIDE
    for program in re.findall(r"(/opt/landplan/\S+?/landplan) ", GUIDE):
        assert program == PROGRAM


def test_every_command_exists():
    app = application()
    known = {c.name or c.callback.__name__ for c in app.registered_commands}
    for group in app.registered_groups:
        if group.typer_instance.info.invoke_without_command:
            known.add(group.name)
        for command in group.typer_instance.registered_commands:
            known.add(f"{group.name} {command.name or command.callback.__name__}")
    units = [file.read_text(encoding="utf-8") for file in DEPLOY.iterdir()]
    told = re.findall(rf"{PROGRAM} ((?:db |users )?[a-z]+)", "\n".join([GUIDE, *units]))
    told += re.findall(r"^[#$] landplan ((?:db |users )?[a-z]+)", GUIDE, re.MULTILINE)
    assert set(told) >= {"serve", "load", "check", "db start", "db stop", "db backup", "db restore"}
    assert set(told) <= known


def test_the_roles_of_the_guide_load_read_and_record(connection):
    """By the owner, who may make no roles; what the two may not is in the tests of `db roles`."""
    connection.execute(text("drop schema landplan cascade"))
    connection.execute(text("create role administrator superuser"))
    connection.execute(text("set role administrator"))
    [roles] = re.findall(r"```psql\n(.*?)```", GUIDE, re.DOTALL)
    # the tests' server has a role landplan already, who may do everything
    roles = re.sub(r"(role|authorization) landplan\b", r"\1 land_owner", roles)
    connection.execute(text(roles))
    connection.execute(text("set role land_owner"))
    migrate(connection)
    assert make_roles(connection) == ()
    square = block(0, 0, 2, 1)
    events = (storage("E1", "2021-06-30", square, parcel_ids=("P1",)),)
    load_package(connection, package(events=events, parcels=(parcel("P1", square),)))
    connection.execute(text("set constraints all immediate"))
    connection.execute(text("set role landplan_reader"))
    stored = text("select round(measured_ha::numeric, 3) from landplan.v_reserve")
    assert connection.scalar(stored) == 2
    savepoint = connection.begin_nested()
    with pytest.raises(ProgrammingError, match="permission denied"):
        connection.execute(text("delete from landplan.plan"))
    savepoint.rollback()
    connection.execute(text("set role landplan_editor"))
    supply = (
        "insert into landplan.land_event (plan_id, event_id, kind, happened_on, recorded_on,"
        " declared_ha, parcel_ids, place_id) select 'small', 'E2', 'supply', '2022-06-30',"
        " '2022-06-30', 2, array[parcel_id], place_id from landplan.parcel"
    )
    connection.execute(text(supply))
    assert connection.scalar(text("select count(*) from landplan.v_reserve")) == 0
