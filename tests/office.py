"""Documents as LibreOffice sets them."""

import shutil
import subprocess
from pathlib import Path

from tests.waiting import WITHIN_S


def set_by_office(file: Path) -> Path:
    """Return the PDF that LibreOffice makes of a document, beside it."""
    office = shutil.which("soffice")
    assert office, "apt install libreoffice-writer-nogui"
    profile = f"-env:UserInstallation=file://{file.parent}/profile"
    call = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(file.parent)]
    subprocess.run([*call, str(file)], check=True, capture_output=True, timeout=WITHIN_S)
    return file.with_suffix(".pdf")
