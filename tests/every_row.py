"""One test a rule: it looks at every row, and its failure lists every faulty one."""

import functools
import inspect
from collections.abc import Callable, Iterable
from typing import Any

import pytest


def every_row(rows: Iterable[Any], name: Callable[[Any], str]) -> Callable[..., Any]:
    """Run a rule on every row; the rule's first parameter is the row, the others are fixtures.

    A rule asserts, as a test of one row would. All rows are looked at before the test fails.
    """
    rows = list(rows)

    def decorate(rule: Callable[..., None]) -> Callable[..., None]:
        signature = inspect.signature(rule)
        row_parameter, *fixtures = signature.parameters.values()

        @functools.wraps(rule)
        def test(**values: Any) -> None:
            assert rows, "no rows to look at"
            faults = []
            for row in rows:
                try:
                    rule(**{row_parameter.name: row}, **values)
                except Exception as fault:  # a row that cannot be read is faulty too
                    said = str(fault).partition("\n")[0]
                    faults.append(f"{name(row)}: {said or type(fault).__name__}")
            if faults:
                headline = f"{len(faults)} of {len(rows)} rows break the rule:"
                pytest.fail("\n  ".join([headline, *faults]), pytrace=False)

        test.__signature__ = signature.replace(parameters=fixtures)  # type: ignore[attr-defined]
        return test

    return decorate
