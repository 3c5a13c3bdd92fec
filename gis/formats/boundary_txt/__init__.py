"""Files of boundary points (界址点坐标 TXT), read and written; `docs/boundary-txt.md` tells more.

Enter by `read.py`: `read`; by `write.py`: `write`.
"""
