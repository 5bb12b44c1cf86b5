"""How much each user keeps, on each database."""

from __future__ import annotations

from bot.draft_files import DraftFile
from bot.settings import Settings
from bot.workspace.addresses import database_address, shown
from bot.workspace.values import Usage
from tests.support.workspaces import ACT, ANN, BEN, BILL, answer, review

NOTHING = Usage(0, 0, 0, 0)


def test_what_a_user_keeps_is_counted_and_nobody_elses(workspace):
    assert workspace.usage(ANN) == NOTHING
    thread = workspace.threads.new(ANN, "Attempts")
    workspace.threads.append(ANN, thread.id, "Why?", answer())
    workspace.reviews.save(ANN, "Bill", review(), [BILL, ACT])
    workspace.reviews.save(ANN, "Bill again", review(), [BILL])
    assert workspace.usage(ANN) == Usage(1, 2, 2, len(BILL.data) + len(ACT.data)), "a file of two reviews is kept once"
    assert workspace.usage(BEN) == NOTHING
    workspace.reviews.save(BEN, "Bill", review(), [BILL])
    assert workspace.usage(BEN) == Usage(0, 1, 1, len(BILL.data))


def test_many_bytes_are_a_whole_number(workspace):
    workspace.reviews.save(ANN, "Bill", review(), [DraftFile(f"{n}.txt", bytes([n]) * 1000) for n in range(50)])
    assert workspace.usage(ANN).upload_bytes == 50_000
    assert isinstance(workspace.usage(ANN).upload_bytes, int)


def test_who_keeps_anything_is_listed_in_order_until_it_is_gone(workspace):
    assert workspace.users() == ()
    workspace.reviews.save("ben", "Bill", review(), [BILL])
    workspace.threads.new("ANN", "t")
    workspace.threads.new("ben", "t")
    assert workspace.users() == ("ANN", "ben")
    workspace.delete_everything("ben")
    assert workspace.users() == ("ANN",)
    assert workspace.usage("ben") == NOTHING


def test_the_address_is_shown_without_password(workspace, workspace_settings: Settings):
    assert workspace.address == shown(database_address(workspace_settings))
    assert database_address(workspace_settings).password is None or "***" in workspace.address
