"""Large exports in the background: the file is kept until it is fetched, and for a while."""

from pathlib import Path
from typing import Any

from landplan.export_file import listed, wanted_of, write_listed, write_package_zip
from landplan.session import today_in
from landplan.web.jobs.work import Work
from projects.store.plans import plan_of


def export(work: Work) -> None:
    """Write a list, or the plan as a package, and keep it."""
    asked = work.job.asked
    file = Path(asked["file"])
    with work.reading() as connection:
        plan = plan_of(connection, work.job.plan_id)
        told: dict[str, Any]
        if asked["list"] == "package":
            work.step("写出规划包", "writing the plan package")
            told = write_package_zip(connection, plan.plan_id, file)
        else:
            work.step("读取清单", "reading the list")
            made = listed(connection, plan, wanted_of(asked), today=today_in(plan))
            work.step(f"写出 {made.count} 行", f"writing {made.count} rows")
            written = write_listed(
                connection, plan, [made], file, crs=asked.get("crs"), language=work.language
            )
            told = {"rows": {made.name: made.count}}
            told["faults"] = [{"zh": one.zh, "en": one.en} for one in written.faults]
    with work.writing() as connection:
        work.finish(connection, told, files=[file])
