"""`docs/programs.md`: every example runs against a site, every address and parameter exists."""

import re
import subprocess

import pytest

from tests.landplan.web.test_openapi import parameters_of

SHOWN = "http://127.0.0.1:8765/"


@pytest.fixture(scope="module")
def guide(repo):
    return (repo / "docs" / "programs.md").read_text("utf-8")


@pytest.mark.process
def test_every_example_runs(guide, site_url, tmp_path) -> None:
    lines = "".join(re.findall(r"^```bash\n(.*?)^```$", guide, re.M | re.S)).splitlines()
    assert len(lines) >= 11
    for line in lines:
        assert SHOWN in line
        call = ["bash", "-euc", line.replace(SHOWN, site_url)]
        done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{line}\n{done.stderr}"
        assert done.stdout and "ERROR" not in done.stderr, line


def in_document(address):
    return address.replace("parcels/ID", "parcels/{parcel_id}").replace("ID", "{project_id}")


def test_every_address_of_the_api_is_told_with_its_parameters(guide, client) -> None:
    told = dict(re.findall(r"^\| `(/api/v1/[^`]+)` \|.*\|([^|]*)\|$", guide, re.M))
    known = parameters_of(client.get("/api/v1/openapi.json").json())
    common = {"plan", "lang"}
    assert {in_document(one) for one in told} == set(known)
    for address, names in told.items():
        of_it = set(known[in_document(address)])
        assert set(re.findall(r"`(\w+)`", names)) <= of_it, address
        assert of_it - common <= set(re.findall(r"`(\w+)`", names))


def test_every_parameter_of_the_items_is_told(guide, client) -> None:
    known = parameters_of(client.get("/ogc/api").json())
    items = known["/ogc/collections/{collection_id}/items"]
    assert [name for name in items if f"`{name}`" not in guide] == []
