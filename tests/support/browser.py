"""The app in a real browser: how it is served and visited. The fixtures that use this stand in tests/e2e/conftest.py."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import TimeoutError  # noqa: A004  (the one that playwright raises)

from ui.web import launch, texts

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
NO_CHROMIUM = "there is no Chromium: set CHROMIUM, or put chromium on the path"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
START_S = 60
DESK = {"viewport": {"width": 1280, "height": 900}}
PHONE_AGENT = "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
SCREENS = {
    "desk": DESK,
    "phone": {"viewport": {"width": 390, "height": 800}, "is_mobile": True, "has_touch": True, "user_agent": PHONE_AGENT},
}


@contextmanager
def served(settings):
    """The app on a free port of this computer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = launch.environment(settings, os.environ)
    command = launch.command("127.0.0.1", port, launch.secret_files(settings.data_dir))
    log = settings.data_dir / "streamlit.log"
    with (
        log.open("wb") as out,
        subprocess.Popen(command, env=environment, stdout=out, stderr=out) as process,
    ):
        try:
            _wait_until_up(f"http://127.0.0.1:{port}", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_until_up(address, process, log):
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.3)
    raise AssertionError(f"the app is not up after {START_S} s:\n{log.read_text()}")


class Visit:
    """A page with what went wrong on it: console errors, requests that leave this computer."""

    def __init__(self, context, address):
        self.page = context.new_page()
        self.page.set_default_timeout(30_000)
        self.errors = []
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._watch(request.url, address))
        self.page.goto(address)
        self.page.get_by_role("heading", name=texts.ASK.title).wait_for()

    def _watch(self, url, address):
        if not url.startswith((address, address.replace("http", "ws", 1), "data:", "blob:")):
            self.errors.append(f"left the computer: {url}")

    def turn_to(self, name, title):
        self.page.get_by_role("link", name=name).click()
        self.page.get_by_role("heading", name=title).wait_for()


def idle(page):
    """Wait until the page is drawn: what is done while its script runs may be lost."""
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def act_until(act, wanted, *, times=4):
    """Do something until what it brings is there: a click or key that comes while the page is being drawn anew is lost."""
    for _ in range(times - 1):
        act()
        try:
            wanted.wait_for(timeout=8_000)
        except TimeoutError:
            continue
        return
    act()
    wanted.wait_for()


def faults_of(page):
    """What axe finds amiss, but for what it calls minor: the role of Streamlit's own field for files."""
    page.wait_for_timeout(1000)  # what fades in has no contrast before it is there
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {node['html'][:200]}" for fault in found if fault["impact"] != "minor" for node in fault["nodes"]]
