"""What is too old goes once a day while the workspace is used, on each database."""

from __future__ import annotations

import datetime as dt
import threading

import pytest

from bot.errors import WorkspaceError
from bot.workspace.retention import Retention
from tests.support.workspaces import ANN, BEN, BILL, START, review


class Calendar:
    """A clock that stands still until it is put forward."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        return self.now


class Purging:
    """A workspace that notes what it was asked to purge, and fails as often as it is told to."""

    def __init__(self, failures: int = 0) -> None:
        self.asked, self._failures = [], failures

    def purge(self, before: dt.datetime) -> int:
        if self._failures:
            self._failures -= 1
            raise WorkspaceError("the workspace is in use")
        self.asked.append(before)
        return 1


def test_what_was_last_used_too_long_ago_goes_for_all_users(workspace, clock):
    old = workspace.threads.new(ANN, "old")
    workspace.reviews.save(BEN, "old", review(), [BILL])
    clock.now += dt.timedelta(days=20)
    kept = workspace.threads.new(ANN, "kept")
    calendar = Calendar()
    calendar.now = clock.now + dt.timedelta(days=15)
    assert Retention(workspace, 30, calendar).apply() == 2
    assert [thread.id for thread in workspace.threads.of(ANN)] == [kept.id] != [old.id]
    assert workspace.users() == (ANN,)


def test_it_is_done_once_a_day():
    calendar, purging = Calendar(), Purging()
    retention = Retention(purging, 30, calendar)
    days = []
    for hours in (0, 1, 14, 15, 23, 24, 40):
        calendar.now = START + dt.timedelta(hours=hours)
        if retention.apply():
            days.append(calendar.now.date().isoformat())
    assert days == ["2026-03-01", "2026-03-02", "2026-03-03"]
    assert purging.asked[0] == START - dt.timedelta(days=30)


def test_without_a_limit_nothing_goes():
    purging = Purging()
    assert Retention(purging, None, Calendar()).apply() == 0
    assert purging.asked == []


def test_what_fails_is_said_and_tried_again_at_the_next_use():
    purging = Purging(failures=1)
    retention = Retention(purging, 30, Calendar())
    with pytest.raises(WorkspaceError):
        retention.apply()
    assert (retention.apply(), retention.apply()) == (1, 0)


def test_while_one_does_it_the_others_go_on():
    begun, go_on = threading.Event(), threading.Event()

    class Slow(Purging):
        def purge(self, before):
            begun.set()
            assert go_on.wait(10)
            return super().purge(before)

    purging = Slow()
    retention = Retention(purging, 30, Calendar())
    doing = threading.Thread(target=retention.apply)
    doing.start()
    assert begun.wait(10)
    assert retention.apply() == 0, "it does not wait"
    go_on.set()
    doing.join()
    assert retention.apply() == 0
    assert len(purging.asked) == 1
