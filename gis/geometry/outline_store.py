"""The outlines of a whole ledger on disk, found by their place: they need no memory."""

import os
import tempfile
from types import TracebackType
from typing import Any, Final

import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

OF_ONE_POLYGON: Final = b"\x01\x06\0\0\0\x01\0\0\0"
"""What stands before a polygon's WKB to make it a MultiPolygon of it alone."""


class OutlineStore:
    """Outlines as WKB in a temporary file, numbered in the order in which they came.

    Filled by one thread; what was there when it was last made readable, any thread reads.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile(prefix="landplan-")  # noqa: SIM115
        self._ends: list[NDArray[np.int64]] = [np.zeros(1, np.int64)]
        self._start = self._ends[0]
        self._boxes: list[NDArray[np.float64]] = [np.empty((0, 4))]

    def __enter__(self) -> "OutlineStore":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def __len__(self) -> int:
        return len(self._start) - 1

    def append(self, wkb: pa.LargeBinaryArray, bounds: NDArray[np.float64]) -> None:
        """Add outlines, none of them null, and their bounding boxes behind those that are there."""
        if not len(wkb):
            return
        _, ends, data = wkb.buffers()
        start = np.frombuffer(ends, np.int64)[wkb.offset :][: len(wkb) + 1]
        self._file.write(memoryview(data)[start[0] : start[-1]])
        self._ends.append(start[1:] - start[0] + self._ends[-1][-1])
        self._boxes.append(bounds)

    def make_readable(self) -> None:
        """Let what was added so far be read."""
        self._file.flush()
        self._start = np.concatenate(self._ends)
        self._ends = [self._start]
        boxes = np.empty((len(self), 4), order="F")  # a side of all boxes is often looked at
        self._boxes = [np.concatenate(self._boxes, out=boxes)]

    def wkb(self, places: NDArray[np.int64]) -> list[bytes]:
        """Return outlines as WKB."""
        starts, ends = self._start[places].tolist(), self._start[places + 1].tolist()
        handle = self._file.fileno()
        spans = zip(starts, ends, strict=True)
        return [os.pread(handle, end - start, start) for start, end in spans]

    def outlines(self, places: NDArray[np.int64]) -> NDArray[Any]:
        """Return outlines as MultiPolygons."""
        found: NDArray[Any] = shapely.from_wkb(np.array(self.wkb(places), dtype=object))
        return found

    def polygons(self, places: NDArray[np.int64]) -> NDArray[Any]:
        """Return outlines, those of one polygon as that: they are made and walked faster."""
        wkb = [outline.removeprefix(OF_ONE_POLYGON) for outline in self.wkb(places)]
        found: NDArray[Any] = shapely.from_wkb(np.array(wkb, dtype=object))
        return found

    def bounds(self) -> NDArray[np.float64]:
        """Return the bounding boxes of all that can be read, shape (n, 4)."""
        return self._boxes[0]
