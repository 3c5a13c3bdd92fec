"""Reports in the background."""

from pathlib import Path

from landplan import report_file
from landplan.session import chosen_plan, day_of, view_on
from landplan.web.jobs.work import Work


def report(work: Work) -> None:
    """Write a report, its brief form or a map book, and keep its files."""
    from layers.report.report_facts import report_facts

    asked = work.job.asked
    file = Path(asked["file"])
    work.step("汇总数据", "gathering the facts")
    with work.reading() as connection:
        plan = chosen_plan(connection, work.job.plan_id)
        view = view_on(
            connection, plan, as_of=day_of(asked.get("as_of"), plan), basis=asked["basis"]
        )
        facts = report_facts(view, zone=asked.get("zone"), is_brief=asked["brief"])
    if asked.get("atlas"):
        work.step("绘制图册", "drawing the atlas")
        report_file.write_book(
            facts, file, by=asked["atlas"], paper=asked["paper"], language=work.language,
            progress=work.progress,
        )  # fmt: skip
        files = [file]
    else:
        work.step("编排报告", "setting the report")
        files = report_file.write(
            facts, file, paper=asked["paper"], brief=asked["brief"], language=work.language
        ).files
    with work.writing() as connection:
        told = {"as_of": facts.as_of.isoformat()}
        work.finish(connection, told, files=files)
