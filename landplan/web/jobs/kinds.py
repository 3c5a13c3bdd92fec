"""What is done for each kind of job."""

from collections.abc import Callable, Mapping
from typing import Final

from landplan.web.jobs.exporting import export
from landplan.web.jobs.importing import check, import_file, undo
from landplan.web.jobs.reporting import report
from landplan.web.jobs.work import Work
from projects.jobs.queue import Kind

KINDS: Final[Mapping[Kind, Callable[[Work], None]]] = {
    "check": check,
    "import": import_file,
    "undo": undo,
    "export": export,
    "report": report,
}
