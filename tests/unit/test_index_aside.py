import threading
import time

import pytest

from index.aside import aside


def test_pieces_are_done_in_order_beside_the_block():
    done, go = [], threading.Event()
    with aside() as do:
        do(lambda: (go.wait(10), done.append(1)))
        do(lambda: done.append(2))
        assert done == [], "the block goes on meanwhile"
        go.set()
    assert done == [1, 2], "and waits at its end"


def test_what_a_piece_raises_is_raised_and_no_further_one_is_begun():
    def fail():
        raise OSError("disk full")

    done, go = [], threading.Event()
    with pytest.raises(OSError, match="disk full"), aside() as do:  # noqa: PT012
        do(lambda: (go.wait(10), fail()))
        do(lambda: time.sleep(0.2))
        do(lambda: done.append(1))
        go.set()
        while True:
            do(lambda: None)
    assert done == []


def test_an_error_is_raised_at_the_end_at_the_latest():
    with pytest.raises(ValueError, match="late"), aside() as do:
        do(lambda: int("late"))


def test_where_the_block_fails_what_has_not_begun_is_left():
    done, go = [], threading.Event()
    with pytest.raises(KeyboardInterrupt), aside() as do:  # noqa: PT012
        do(lambda: go.wait(10))
        do(lambda: done.append(1))
        threading.Timer(0.2, go.set).start()
        raise KeyboardInterrupt
    assert done == []
