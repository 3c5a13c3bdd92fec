"""`/api/v1`: the plan: plans, projects, indicators, warnings, checks, batches."""

from typing import Literal

from fastapi import APIRouter, Response
from starlette.responses import JSONResponse

from landplan.json_documents import (
    batches_document,
    findings_document,
    indicators_document,
    plans_document,
    projects_document,
    warnings_document,
)
from landplan.web.api import shapes
from landplan.web.api.asked import MeantBasis, MeantPlan, MeantZoneAndDay, view_ever
from landplan.web.api.openapi import WRONG
from landplan.web.database import Reading
from landplan.web.unchanged import KnownRoute
from projects.store.batches import batches_of
from projects.store.listing import listed_plans

router = APIRouter(route_class=KnownRoute, tags=["规划 / plan"])

Stage = Literal["储备", "开工", "在建", "投产"]


@router.get("/plans", responses={200: {"model": shapes.Plans}, **WRONG})
def plans(connection: Reading) -> Response:
    """数据库中的规划 / The plans of the database: `landplan plans`."""
    return JSONResponse(plans_document(listed_plans(connection)))


@router.get("/projects", responses={200: {"model": shapes.Projects}, **WRONG})
def projects(
    asked: MeantZoneAndDay,
    connection: Reading,
    stage: Stage | None = None,
    category: str | None = None,
) -> Response:
    """重大项目与投资分类 / Major projects, and the tree of investment: `landplan projects`."""
    view = view_ever(asked, connection)
    found = view.projects(asked.zone, stage=stage, category=category)
    return JSONResponse(projects_document(view, found))


@router.get("/indicators", responses={200: {"model": shapes.Indicators}, **WRONG})
def indicators(asked: MeantZoneAndDay, connection: Reading) -> Response:
    """指标 / The indicators: `landplan indicators`."""
    view = view_ever(asked, connection)
    return JSONResponse(indicators_document(view.plan, view.indicators(asked.zone)))


@router.get("/warnings", responses={200: {"model": shapes.Warnings}, **WRONG})
def warnings(asked: MeantBasis, connection: Reading) -> Response:
    """预警，最重的在前 / What wants attention, worst first: `landplan warnings`."""
    return JSONResponse(warnings_document(asked.view(connection), asked.say))


@router.get("/checks", responses={200: {"model": shapes.Checks}, **WRONG})
def checks(asked: MeantPlan, connection: Reading) -> Response:
    """不一致之处 / What does not add up: `landplan check`."""
    view = asked.view(connection)
    return JSONResponse(findings_document(view.plan, view.findings, asked.say))


@router.get("/batches", responses={200: {"model": shapes.Batches}, **WRONG})
def batches(asked: MeantPlan, connection: Reading) -> Response:
    """导入批次，最近的在前 / Who loaded what, the last load first: `landplan imports`."""
    plan_id = asked.view(connection).plan.plan_id
    return JSONResponse(batches_document(batches_of(connection, plan_id)))
