"""Files that are handed out: always to be kept, never to be run with the rights of the site."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import quote

from fastapi import Request
from fastapi.responses import FileResponse, StreamingResponse
from starlette.background import BackgroundTask

from landplan import session
from landplan.web.database import engine_of
from projects.jobs.files import JobFile, chunk_of

_TYPES: Final = {
    ".csv": "text/csv; charset=utf-8",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".geojson": "application/geo+json",
    ".gml": "application/gml+xml",
    ".gpkg": "application/geopackage+sqlite3",
    ".html": "text/html; charset=utf-8",
    ".kml": "application/vnd.google-earth.kml+xml",
    ".parquet": "application/vnd.apache.parquet",
    ".pdf": "application/pdf",
    ".txt": "text/plain; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
_PACKED: Final = frozenset({".docx", ".parquet", ".pdf", ".xlsx", ".zip"})
"""What would be made no smaller on its way."""


def file_answer(file: Path, gone: BackgroundTask | None = None) -> FileResponse:
    """Return a file of the disk as an answer; `gone` is done when it was sent."""
    return FileResponse(
        file, headers=_headers(file.name), media_type=_type_of(file.name), background=gone
    )


def job_file_answer(request: Request, file: JobFile) -> StreamingResponse:
    """Return a file of a job as an answer, piece by piece, whatever the reader's pace."""
    engine = engine_of(request)

    def pieces() -> Iterator[bytes]:
        chunk_no = 0
        while True:
            chunk_no += 1
            with session.reading(engine) as connection:
                piece = chunk_of(connection, file.job_id, file.file_no, chunk_no)
            if piece is None:
                return
            yield piece

    headers = _headers(file.name) | {"Content-Length": str(file.bytes)}
    return StreamingResponse(pieces(), headers=headers, media_type=_type_of(file.name))


def attachment(name: str) -> dict[str, str]:
    """Return the headers by which a browser keeps an answer under a name, and runs none of it."""
    return {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "no-store",
    }


def _headers(name: str) -> dict[str, str]:
    packed = {"Content-Encoding": "identity"} if Path(name).suffix.lower() in _PACKED else {}
    return attachment(name) | packed


def _type_of(name: str) -> str:
    return _TYPES.get(Path(name).suffix.lower(), "application/octet-stream")
