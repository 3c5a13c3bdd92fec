"""Waiting for work in the background, as a browser does: by asking."""

import time

from fastapi.testclient import TestClient


def ended(asking: TestClient, address: str, *, within_s: float = 60) -> str:
    """Wait until a job has ended; return its state."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        told = asking.get(f"{address}/state").json()
        if told["ended"]:
            return str(told["state"])
        time.sleep(0.1)
    raise AssertionError(f"{address} has not ended: {told}")
