"""What is deleted from a SQLite workspace is in none of its files."""

from __future__ import annotations

import contextlib
import random
import re
import threading

import pytest
from sqlalchemy import text

from bot.draft_files import DraftFile
from bot.reviewing.findings import OverrideKind
from bot.settings import Settings
from bot.workspace.opening import open_workspace
from tests.support.workspaces import ANN, BEN, Ticking, answer, review

MARK = "UNIQUE-WORDS-OF-A-DRAFT"


@pytest.fixture
def opened(tmp_path):
    with contextlib.closing(open_workspace(Settings(data_dir=tmp_path), now=Ticking())) as workspace:
        yield workspace


def marks(folder) -> int:
    return sum(path.read_bytes().count(MARK.encode()) for path in folder.iterdir())


def fill(workspace, user, extra: str = ""):
    thread = workspace.threads.new(user, f"{MARK}{extra}")
    workspace.threads.append(user, thread.id, MARK, answer(MARK))
    bill = DraftFile(f"{MARK}.txt", f"{MARK}{extra}".encode() * 500)
    saved = workspace.reviews.save(user, MARK, review(MARK * 500), [bill])
    workspace.overrides.set(user, saved.id, "ST-03", OverrideKind.POLICY, by=MARK, note=MARK)
    return thread.id, saved.id


def test_what_is_deleted_is_in_no_file(opened, tmp_path):
    thread_id, review_id = fill(opened, ANN)
    assert marks(tmp_path) > 0
    opened.threads.delete(ANN, thread_id)
    opened.overrides.remove(ANN, review_id, "ST-03")
    opened.reviews.delete(ANN, review_id)
    assert marks(tmp_path) == 0


def test_neither_after_all_is_deleted_nor_after_a_purge(opened, tmp_path):
    fill(opened, ANN)
    opened.delete_everything(ANN)
    assert marks(tmp_path) == 0
    fill(opened, ANN)
    opened.purge(Ticking().now.replace(year=2030))
    assert marks(tmp_path) == 0


def test_a_new_title_leaves_nothing_of_the_old(opened, tmp_path):
    thread = opened.threads.new(ANN, MARK)
    opened.threads.rename(ANN, thread.id, "x")
    other = opened.threads.new(ANN, "other")
    opened.threads.delete(ANN, other.id)
    assert marks(tmp_path) == 0


def test_neither_where_rows_were_moved_about(opened, tmp_path):
    """SQLite moves rows from page to page as others come and go; with this seed its own secure_delete leaves one behind."""
    chance = random.Random(4)
    living: dict[str, set[bytes]] = {}
    dead: set[bytes] = set()
    for number in range(200):
        act, mark = chance.choice("nnnarrd"), f"<M{number}>"
        if act == "n" or not living:
            thread = opened.threads.new(ANN, mark + "x" * chance.choice([0, 5, 60, 150]))
            living[thread.id] = {mark.encode()}
            continue
        thread_id = chance.choice(list(living))
        living[thread_id].add(mark.encode())
        if act == "a":
            question = mark + "q" * chance.choice([5, 100, 900, 3000, 9000])
            opened.threads.append(ANN, thread_id, question, {"a": mark * chance.randint(1, 400)})
        elif act == "r":
            opened.threads.rename(ANN, thread_id, mark + "y" * chance.choice([0, 5, 60, 150]))
        else:
            opened.threads.delete(ANN, thread_id)
            dead |= living.pop(thread_id)
            written = b"".join(path.read_bytes() for path in tmp_path.iterdir())
            left = dead & set(re.findall(rb"<M\d+>", written))
            assert not left, number


def test_a_deletion_waits_for_one_who_reads(opened, tmp_path):
    thread_id, _ = fill(opened, ANN)
    reading, seen = threading.Event(), []

    def read() -> None:
        with opened._database.reading(BEN) as session:
            session.connection().exec_driver_sql("SELECT count(*) FROM workspace_thread").scalar()
            reading.set()
            threading.Event().wait(0.3)
            seen.append(True)

    reader = threading.Thread(target=read)
    reader.start()
    reading.wait()
    opened.delete_everything(ANN)
    reader.join()
    assert seen
    assert thread_id
    assert marks(tmp_path) == 0


def test_where_another_writes_for_long_the_traces_go_the_next_time(tmp_path):
    settings = Settings(data_dir=tmp_path, lock_timeout_s=0.1)
    with contextlib.closing(open_workspace(settings)) as opened, contextlib.closing(open_workspace(settings)) as theirs:
        with theirs._database.writing(BEN) as session:
            session.execute(text("SELECT 1"))
            opened._database.wipe()
        fill(opened, ANN)
        opened.delete_everything(ANN)
        assert marks(tmp_path) == 0


def test_the_files_are_their_owners_alone(opened, tmp_path):
    fill(opened, ANN)
    assert {path.name: oct(path.stat().st_mode & 0o077) for path in tmp_path.iterdir() if ".lock" not in path.name} == {
        "workspace.db": "0o0",
        "workspace.db-wal": "0o0",
        "workspace.db-shm": "0o0",
    }
