"""Paper straight from the browser's dialog: what the zones' colours say is still there."""

import io
import subprocess
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import Page

from layers.styles import GROUND, STATUSES
from tests.layers.panel import tab


def printed(pdf: bytes, folder: Path) -> np.ndarray:
    """Return the first page as an image: rows, columns, red green blue."""
    file = folder / "map.pdf"
    file.write_bytes(pdf)
    command = ["pdftoppm", "-r", "60", "-f", "1", "-l", "1", "-png", str(file)]
    page = subprocess.run(command, check=True, capture_output=True).stdout
    return np.asarray(Image.open(io.BytesIO(page)).convert("RGB"), dtype=int)


def share_of(colour: str, image: np.ndarray) -> float:
    wanted = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    return float((np.abs(image - wanted).max(axis=2) <= 6).mean())


def test_printing_from_the_dialog_keeps_the_zones_colours(page: Page, tmp_path: Path) -> None:
    tab(page, "smart", "balance")
    image = printed(page.pdf(prefer_css_page_size=True), tmp_path)
    map_area = image[:, : image.shape[1] * 3 // 5]
    assert share_of(STATUSES["done"].fill, map_area) > 0.05
    assert share_of(GROUND, map_area) > 0.02
