"""Work done in a thread behind: in order, all of it, and no error is lost."""

import threading

import pytest

from projects.bulk.behind import WAITING, behind


def test_all_is_done_in_order_by_one_other_thread() -> None:
    done: list[tuple[int, int]] = []
    with behind() as later:
        for number in range(3 * WAITING):
            later(lambda n: done.append((n, threading.get_ident())), number)
    assert [number for number, _ in done] == list(range(3 * WAITING))
    assert len({thread for _, thread in done}) == 1
    assert done[0][1] != threading.get_ident()


def test_an_error_of_the_work_is_raised_while_more_is_handed_over() -> None:
    handed_over = 0

    def fail() -> None:
        raise ValueError("no space left")

    with pytest.raises(ValueError, match="no space left"), behind() as later:
        later(fail)
        for _ in range(10 * WAITING):
            later(int)
            handed_over += 1
    assert handed_over < WAITING


def test_an_error_of_the_last_work_is_raised_at_the_end() -> None:
    def fail() -> None:
        raise ValueError("no space left")

    with pytest.raises(ValueError, match="no space left"), behind() as later:
        later(fail)
