"""Many at once: threads that share a workspace, and processes that share a database."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.draft_files import DraftFile
from bot.workspace.opening import open_workspace
from tests.support.workspaces import ANN, BILL, answer, review

ROOT = Path(__file__).parents[2]
THREADS = 8


def test_threads_that_share_a_workspace_lose_nothing(workspace):
    shared = workspace.threads.new(ANN, "shared")

    def work(number: int) -> None:
        own = workspace.threads.new(ANN, f"own {number}")
        for n in range(6):
            workspace.threads.append(ANN, shared.id, f"{number}.{n}", answer())
            workspace.threads.append(f"user {number}", workspace.threads.new(f"user {number}", "t").id, "q", answer())
            assert len(workspace.threads.exchanges(ANN, shared.id)) > n
        workspace.threads.delete(ANN, own.id)

    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(work, range(THREADS)))
    said = [exchange.question for exchange in workspace.threads.exchanges(ANN, shared.id)]
    assert sorted(said) == sorted(f"{number}.{n}" for number in range(THREADS) for n in range(6))
    for number in range(THREADS):
        mine = [question for question in said if question.startswith(f"{number}.")]
        assert mine == sorted(mine)
    assert [thread.title for thread in workspace.threads.of(ANN)] == ["shared"]


def test_a_file_that_is_given_up_and_taken_at_once_is_there(workspace):
    """One thread deletes the last review of a file while another saves a review of the same file."""

    def work(number: int) -> str:
        saved = workspace.reviews.save(ANN, str(number), review(), [BILL, DraftFile("own.txt", bytes([number]))])
        for _ in range(5):
            other = workspace.reviews.save(ANN, "again", review(), [BILL])
            workspace.reviews.delete(ANN, saved.id)
            saved = other
            assert workspace.uploads.read(ANN, saved.upload_sha256s[0]) == BILL.data
        return saved.id

    with ThreadPoolExecutor(THREADS) as pool:
        left = list(pool.map(work, range(THREADS)))
    assert {head.id for head in workspace.reviews.of(ANN)} == set(left)


PROGRAM = """
import contextlib, sys
from pathlib import Path
from bot.settings import Settings
from bot.workspace.opening import open_workspace
folder, url, user = sys.argv[1:]
print("ready", flush=True)
sys.stdin.readline()
with contextlib.closing(open_workspace(Settings(data_dir=Path(folder), database_url=url or None))) as workspace:
    for n in range(15):
        thread = workspace.threads.new("all", f"{user} {n}")
        workspace.threads.append("all", thread.id, "Why?", {"n": n})
        workspace.threads.new(user, "own")
    workspace.delete_everything(user)
"""


def test_processes_open_a_new_database_at_once_and_write_to_it(workspace_settings):
    url = workspace_settings.database_url.get_secret_value() if workspace_settings.database_url else ""
    command = [sys.executable, "-W", "error", "-c", PROGRAM, str(workspace_settings.data_dir), url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    processes = [subprocess.Popen([*command, f"user {n}"], cwd=ROOT, text=True, **pipes) for n in range(4)]
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        _, complaints = process.communicate(timeout=120)
        assert (process.returncode, complaints) == (0, "")
    opened = open_workspace(workspace_settings)
    titles = sorted(thread.title for thread in opened.threads.of("all"))
    opened.close()
    assert titles == sorted(f"user {n} {m}" for n in range(4) for m in range(15))
