"""One PDF out of parts that Typst has set, with the tags and the bookmarks of all of them.

Typst needs memory by the page, so a long document is set in parts. Its tags are a tree over all
pages: the parts' trees become one, with the numbers and names in them made different.
"""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pikepdf import Pdf


def joined(parts: Sequence[bytes]) -> bytes:
    """Return a PDF of the pages of some others, each tagged, in their order.

    Title, language and dates are those of the first.
    """
    import pikepdf
    from pikepdf import OutlineItem

    if len(parts) == 1:
        return parts[0]
    whole = pikepdf.open(BytesIO(parts[0]))
    bookmarks = _bookmarks(whole)
    _settle(whole, 1)
    for number, part in enumerate(parts[1:], start=2):
        with pikepdf.open(BytesIO(part)) as other:
            bookmarks += [(title, len(whole.pages) + page) for title, page in _bookmarks(other)]
            _settle(other, number)
            _append(whole, other)
    del whole.Root.Names  # places within the parts, which nothing asks for by name
    with whole.open_outline() as outline:
        outline.root[:] = [OutlineItem(title, page) for title, page in bookmarks]
    pages = f"<xmpTPg:NPages>{len(whole.pages)}<".encode()
    told = whole.Root.Metadata.read_bytes()
    whole.Root.Metadata.write(re.sub(rb"<xmpTPg:NPages>\d+<", pages, told))
    with BytesIO() as file:
        whole.save(
            file,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
        )
        return file.getvalue()


def page_count(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def _bookmarks(pdf: "Pdf") -> list[tuple[str, int]]:
    """Return the bookmarks of the first level with the places of their pages."""
    from pikepdf import Page

    with pdf.open_outline() as outline:
        return [(item.title, Page(_page_of(item)).index) for item in outline.root]


def _page_of(item: Any) -> Any:
    """Return the page that a bookmark leads to."""
    where = item.destination if item.destination is not None else item.action.D
    return where[0]


def _elements(pdf: "Pdf") -> Iterator[Any]:
    """Yield the elements of the tree of tags."""
    from pikepdf import Array, Dictionary

    waiting = [pdf.Root.StructTreeRoot]
    while waiting:
        below = waiting.pop().get("/K")
        for one in below if isinstance(below, Array) else [below]:
            if isinstance(one, Dictionary) and "/S" in one:
                yield one
                waiting.append(one)


def _settle(pdf: "Pdf", part: int) -> None:
    """Put the part before the names by which cells find their headings; forget how things look.

    Rules and colours, told cell by cell, would take half of the memory.
    """
    from pikepdf import Array, String

    def renamed(name: Any) -> Any:
        return String(b"%06d" % part + bytes(name))  # so that they stay in order

    for element in _elements(pdf):
        if "/ID" in element:
            element.ID = renamed(element.ID)
        told = element.get("/A")
        if told is None or element.S == "/Figure":
            continue
        every = told if isinstance(told, Array) else [told]
        kept = next((one for one in every if one.O == "/Table"), None)
        if kept is None:
            del element.A
            continue
        if "/Headers" in kept:
            kept.Headers = Array([renamed(name) for name in kept.Headers])
        element.A = kept
    tree = pdf.Root.StructTreeRoot.get("/IDTree")
    names: Any = [] if tree is None else tree.Names
    for place in range(0, len(names), 2):
        names[place] = renamed(names[place])


def _append(whole: "Pdf", other: "Pdf") -> None:
    """Append pages with their tags; their numbers in the tree go on from those that are there."""
    root = whole.Root.StructTreeRoot
    first, start = int(root.ParentTreeNextKey), len(whole.pages)
    whole.pages.extend(other.pages)
    for page in list(whole.pages)[start:]:
        page.obj.StructParents = int(page.obj.StructParents) + first
    added = whole.copy_foreign(other.Root.StructTreeRoot)
    document = root.K[0]
    for element in added.K[0].K:
        element.P = document
        document.K.append(element)
    nums: Any = root.ParentTree.Nums
    numbers: Any = added.ParentTree.Nums
    for place in range(0, len(numbers), 2):
        nums.append(int(numbers[place]) + first)
        nums.append(numbers[place + 1])
    if "/IDTree" in added and "/IDTree" in root:
        root.IDTree.Names.extend(list(added.IDTree.Names))
    elif "/IDTree" in added:
        root.IDTree = added.IDTree
    root.ParentTreeNextKey = first + int(added.ParentTreeNextKey)
