"""Where the fonts are that landplan brings along: Noto Sans SC, cut to Chinese as it is written.

Both weights hold the characters of 通用规范汉字表 and GB 2312, Latin, and the symbols of plans and
maps. `scripts/cut-fonts` cuts them; the licence is beside them.
"""

from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parent

FAMILY: Final = "Landplan Noto Sans SC"
REGULAR: Final = _FOLDER / "LandplanNotoSansSC-Regular.otf"
BOLD: Final = _FOLDER / "LandplanNotoSansSC-Bold.otf"
LICENCE: Final = _FOLDER / "OFL.txt"
