"""For the tests in a real browser: one data directory with a real index, one server and one browser for all of them.

Every test here needs a Chromium (CHROMIUM names it, or it is found on the path) and is skipped with the reason where there is none.
SCREENSHOTS names a folder that keeps the pictures.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from bot.service import open_service
from bot.settings import load_settings
from tests.support.browser import CHROMIUM, DESK, FLAGS, NO_CHROMIUM, Visit, served

expect.set_options(timeout=20_000)  # milliseconds; on a busy machine a page takes its time


@pytest.fixture(scope="session")
def shared_settings(tmp_path_factory):
    """Settings of a data directory with an index of the shipped guidance."""
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    settings = load_settings(data_dir=tmp_path_factory.mktemp("data"))
    open_service(settings).build(lambda _done, _total: None)
    return settings


@pytest.fixture(scope="session")
def address(shared_settings):
    """The app over that data directory. What a test leaves there, others see: a test that adds guidance serves its own."""
    with served(shared_settings) as url:
        yield url


@pytest.fixture(scope="session")
def browser():
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def pictures(tmp_path):
    folder = Path(os.environ.get("SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def visit(browser, address):
    context = browser.new_context(**DESK, accept_downloads=True)
    seen = Visit(context, address)
    yield seen
    context.close()
    assert seen.errors == []
