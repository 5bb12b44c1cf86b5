"""Retention while the app runs: what is old goes once a day, when somebody uses the workspace.

No thread runs for it. Where nobody comes for days nothing goes either; ``clausewise workspace purge`` does the same from a timetable.
"""

from __future__ import annotations

import datetime as dt
from threading import Lock

from bot.workspace.clock import Clock, utc_now
from bot.workspace.workspace import Workspace


class Retention:
    """Deletes what was last used too long ago, for all users. Safe to share between threads: one of them does it, the others go on."""

    def __init__(self, workspace: Workspace, days: int | None, now: Clock = utc_now) -> None:
        """Look after a workspace.

        Args:
            workspace: what is looked after.
            days: how long things are kept after they were last used; None keeps them until they are deleted.
            now: tells the time, aware.
        """
        self.days = days
        self._workspace = workspace
        self._now = now
        self._turn = Lock()
        self._done: dt.date | None = None

    def apply(self) -> int:
        """Delete what is too old, unless that was done today.

        Returns:
            How many threads and reviews were deleted.

        Raises:
            WorkspaceError: the database cannot be used; the next call tries again.
        """
        if self.days is None or not self._turn.acquire(blocking=False):
            return 0
        try:
            now = self._now()
            if self._done == now.date():
                return 0
            deleted = self._workspace.purge(now - dt.timedelta(days=self.days))
            self._done = now.date()
            return deleted
        finally:
            self._turn.release()
