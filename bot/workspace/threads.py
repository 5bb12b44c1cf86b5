"""Threads: conversations that are kept."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.workspace.clock import Clock
from bot.workspace.database import Database
from bot.workspace.limits import QUESTION, TITLE, checked, checked_json, is_id, unknown
from bot.workspace.tables import ExchangeRow, ThreadRow
from bot.workspace.values import Exchange, Json, Thread


class Threads:
    """The threads of each user."""

    def __init__(self, database: Database, now: Clock) -> None:
        self._database = database
        self._now = now

    def new(self, user: str, title: str) -> Thread:
        """Begin a thread.

        Raises:
            WorkspaceError: the title is empty or too long, or the database cannot be used.
        """
        now = self._now()
        row = ThreadRow(owner=user, id=uuid4().hex, title=checked(title, TITLE), created_at=now, updated_at=now)
        with self._database.writing(user) as session:
            session.add(row)
            return _thread(row)

    def rename(self, user: str, thread_id: str, title: str) -> Thread:
        """Give a thread another title; its place in the list stays.

        Raises:
            WorkspaceError: there is no such thread, the title is empty or too long, or the database cannot be used.
        """
        kept = checked(title, TITLE)
        with self._database.writing(user) as session:
            row = _row(session, user, thread_id)
            row.title = kept
            return _thread(row)

    def of(self, user: str) -> tuple[Thread, ...]:
        """The user's threads, the one used last first.

        Raises:
            WorkspaceError: the database cannot be used.
        """
        newest_first = (ThreadRow.updated_at.desc(), ThreadRow.created_at.desc(), ThreadRow.id)
        with self._database.reading(user) as session:
            rows = session.scalars(select(ThreadRow).where(ThreadRow.owner == user).order_by(*newest_first))
            return tuple(map(_thread, rows))

    def read(self, user: str, thread_id: str) -> Thread:
        """One thread.

        Raises:
            WorkspaceError: there is no such thread, or the database cannot be used.
        """
        with self._database.reading(user) as session:
            return _thread(_row(session, user, thread_id))

    def exchanges(self, user: str, thread_id: str) -> tuple[Exchange, ...]:
        """What was asked and answered in a thread, in order.

        Raises:
            WorkspaceError: there is no such thread, or the database cannot be used.
        """
        with self._database.reading(user) as session:
            _row(session, user, thread_id)
            mine = select(ExchangeRow).where(ExchangeRow.owner == user, ExchangeRow.thread_id == thread_id)
            return tuple(map(_exchange, session.scalars(mine.order_by(ExchangeRow.number))))

    def append(self, user: str, thread_id: str, question: str, answer: Json) -> Exchange:
        """Add a question with the JSON of its answer; the thread becomes the one used last.

        Raises:
            WorkspaceError: there is no such thread, the question is empty or too long, the answer is no JSON, or the database cannot be used.
        """
        kept, now = checked(question, QUESTION), self._now()
        checked_json(answer, "answer")
        with self._database.writing(user) as session:
            _row(session, user, thread_id).updated_at = now
            of_thread = (ExchangeRow.owner == user, ExchangeRow.thread_id == thread_id)
            last = session.scalar(select(func.max(ExchangeRow.number)).where(*of_thread)) or 0
            row = ExchangeRow(owner=user, thread_id=thread_id, number=last + 1, question=kept, answer=answer, at=now)
            session.add(row)
            return _exchange(row)

    def delete(self, user: str, thread_id: str) -> None:
        """Delete a thread with all that was said in it.

        Raises:
            WorkspaceError: there is no such thread, or the database cannot be used.
        """
        with self._database.writing(user) as session:
            session.delete(_row(session, user, thread_id))
        self._database.wipe()


def _row(session: Session, user: str, thread_id: str) -> ThreadRow:
    row = session.get(ThreadRow, (user, thread_id)) if is_id(thread_id) else None
    if row is None:
        raise unknown("thread", thread_id)
    return row


def _thread(row: ThreadRow) -> Thread:
    return Thread(row.id, row.title, row.created_at, row.updated_at)


def _exchange(row: ExchangeRow) -> Exchange:
    return Exchange(row.question, row.answer, row.at)
