"""The site that `landplan serve` serves: its pages and the faces for programs, told in order."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.resources import files

from fastapi import FastAPI
from fastapi.concurrency import contextmanager_in_threadpool
from fastapi.staticfiles import StaticFiles
from starlette.concurrency import run_in_threadpool
from starlette.middleware.gzip import GZipMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from gis.errors import DatabaseError, Language
from landplan.settings import read_settings
from landplan.web import colours, errors, health, shared, unchanged
from landplan.web.api import router as api
from landplan.web.database import Database
from landplan.web.head import HeadAsGet
from landplan.web.jobs.workers import working
from landplan.web.map_settings import MapSettings
from landplan.web.memory import share_arenas
from landplan.web.ogc import router as ogc
from landplan.web.ogc import tiles as ogc_tiles
from landplan.web.pages import (
    accounts,
    audit,
    balance,
    balance_files,
    exports,
    import_look,
    imports,
    indicators,
    ledger,
    log_in,
    overview,
    projects,
    reports,
    warnings,
)
from landplan.web.security.body_limit import BodyLimit, told_as_too_large
from landplan.web.security.csrf import NotForged
from landplan.web.security.headers import SecureHeaders
from landplan.web.security.hosts import AllowedHosts, allowed_names
from landplan.web.security.refusals import told_to_log_in
from landplan.web.security.visitors import Visitors
from landplan.web.security.whole_upload import WholeUpload, told_as_broken_off
from landplan.web.settings import JobSettings, SiteSettings
from landplan.web.tiles import basemap, land


def site(
    *,
    plan: str | None = None,
    as_of: str | None = None,
    language: Language = "zh",
    host: str | None = None,
) -> FastAPI:
    """Return the application.

    Parameters
    ----------
    plan, as_of, language
        What a request means that does not say: the settings' plan or the only one, today in
        Beijing (at most the plan's last day), Chinese.
    host
        The name or address that it is told to serve on: one that it may be asked by.
    """
    # FastAPI's own documentation pages load from a content network: they are left out.
    app = FastAPI(
        title="landplan", lifespan=_running, docs_url=None, redoc_url=None, openapi_url=None,
        dependencies=[NotForged],
    )  # fmt: skip
    settings = read_settings(SiteSettings)
    app.state.reading = settings.reading
    app.state.job_settings = jobs = read_settings(JobSettings)
    app.state.plan, app.state.as_of, app.state.language = plan, as_of, language
    app.state.kept, app.state.code = unchanged.KeptPages(), unchanged.code_version()
    app.state.making = {}  # pages that are being made, by ETag
    app.state.versions = shared.Shared()

    app.add_middleware(HeadAsGet)
    app.add_middleware(WholeUpload)
    app.add_middleware(BodyLimit, uploads={"/imports": jobs.upload_mb << 20})
    app.add_middleware(Visitors)  # the last one added is the first to be asked
    app.add_middleware(errors.NoTraceback)
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    lying_under = basemap.basemap_of(read_settings(MapSettings))
    hosts = lying_under.hosts if lying_under else ()
    app.add_middleware(SecureHeaders, image_hosts=hosts)
    app.add_middleware(AllowedHosts, names=allowed_names(settings, host))
    if settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=settings.trusted_proxies)
    errors.told_as_pages(app)
    told_to_log_in(app)
    told_as_too_large(app)
    told_as_broken_off(app)
    unchanged.told_at_once(app)

    app.include_router(health.router)
    app.include_router(colours.router)
    app.include_router(overview.router)
    app.include_router(balance.router)
    app.include_router(balance_files.router)
    app.include_router(indicators.router)
    app.include_router(projects.router)
    app.include_router(ledger.router)
    app.include_router(warnings.router)
    app.include_router(log_in.router)
    app.include_router(accounts.router)
    app.include_router(audit.router)
    app.include_router(imports.router)
    app.include_router(import_look.router)
    app.include_router(exports.router)
    app.include_router(reports.router)
    app.include_router(land.router)
    app.include_router(basemap.router)
    app.include_router(ogc_tiles.router)
    app.include_router(ogc.router)
    app.include_router(api.router)

    app.mount("/static/vendor", StaticFiles(directory=str(files("layers") / "vendor")))
    app.mount("/static", StaticFiles(directory=str(files("landplan.web") / "static")))
    return app


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[None]:
    """Own the connections to the database, and the workers, for as long as the site runs."""
    share_arenas()
    app.state.database = Database()
    with suppress(DatabaseError):  # said to whoever asks, until it is there
        await run_in_threadpool(app.state.database.engine)
    workers = working(app.state.database.engine, app.state.job_settings)
    try:
        async with contextmanager_in_threadpool(workers) as app.state.workers:
            yield
    finally:
        app.state.database.close()
