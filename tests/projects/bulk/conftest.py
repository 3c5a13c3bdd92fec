"""What tests of large ledgers start from."""

import pytest

from projects.bulk import large_ledger as bulk_ledger
from projects.bulk import overlapping
from projects.store import refresh
from tests.projects.bulk.large_ledgers import plan_folder


@pytest.fixture
def small_batches(monkeypatch):
    """Let a dozen rows fill several batches, their places more tiles than are measured ahead."""
    monkeypatch.setattr(bulk_ledger, "BATCH", 5)
    monkeypatch.setattr(refresh, "TILE", 3)
    monkeypatch.setattr(refresh, "AHEAD", 2)
    monkeypatch.setattr(overlapping, "CHUNK", 2)


@pytest.fixture
def folder(tmp_path):
    return plan_folder(tmp_path / "plan")
