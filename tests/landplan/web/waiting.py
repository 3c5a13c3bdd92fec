"""Waiting for work in the background, as a browser does: by asking."""

from fastapi.testclient import TestClient

from tests.waiting import until


def ended(asking: TestClient, address: str) -> str:
    """Wait until a job has ended; return its state."""

    def end() -> str | None:
        told = asking.get(f"{address}/state").json()
        return str(told["state"]) if told["ended"] else None

    return until(end, f"the end of {address}")
