"""What a report is made of, kind by kind."""


def blocks_of(report, kind):
    """Return the blocks of a kind, in their order."""
    return [one for _, chapter in report.walk() for one in chapter.blocks if isinstance(one, kind)]
