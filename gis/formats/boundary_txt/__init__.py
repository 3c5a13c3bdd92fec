"""Files of boundary points (界址点坐标 TXT), read and written; `docs/boundary-txt.md` tells more.

Enter by `read.py`: `read`, `looks_like_boundary_txt`; by `write.py`: `write`.
"""
