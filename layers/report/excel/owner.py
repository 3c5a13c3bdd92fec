"""Which report a workbook belongs to: written into its properties, read from them again."""

import re
import zipfile
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from layers.report.excel.cell_text import cell_text

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

_PROPERTY: Final = "landplan-report"
_OWNER: Final = re.compile(rf'name="{_PROPERTY}"[^>]*>\s*<vt:lpwstr>([^<]*)</vt:lpwstr>')
_PART: Final = "docProps/custom.xml"
_LONGEST_PART: Final = 1 << 16
"""Bytes of properties that may be ours."""
_LONGEST_VALUE: Final = 255
"""Characters of a property."""


def set_owner(workbook: "Workbook", report: str) -> None:
    """Write into a workbook's properties the name of the report file that it stands beside."""
    workbook.set_custom_property(_PROPERTY, _shown(report), "text")


def belongs_to(file: Path, report: str) -> bool:
    """Tell whether a file is a workbook that was written beside a report of this file name."""
    try:
        with zipfile.ZipFile(file) as package:
            if package.getinfo(_PART).file_size > _LONGEST_PART:
                return False
            properties = package.read(_PART).decode("utf-8")
    except (OSError, ValueError, KeyError, RuntimeError, zipfile.BadZipFile):
        return False  # no workbook, one without properties, an encrypted one
    owners = map(unescape, _OWNER.findall(properties))
    return list(owners) == [_shown(report)]


def _shown(report: str) -> str:
    return cell_text(report)[:_LONGEST_VALUE]
