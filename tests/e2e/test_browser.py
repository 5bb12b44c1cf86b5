"""The whole app in a real browser: the real service, a real index, the page as a drafter uses it.

Needs a Chromium (CHROMIUM names it, or it is found on the path). SCREENSHOTS names a folder that keeps the pictures.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright

from bot.service import open_service
from bot.settings import load_settings
from ui.web import launch, texts

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
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
PHONE_AGENT = "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Mobile Safari/537.36"
SCREENS = {
    "desk": {"viewport": {"width": 1280, "height": 900}},
    "phone": {"viewport": {"width": 390, "height": 800}, "is_mobile": True, "has_touch": True, "user_agent": PHONE_AGENT},
}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium: set CHROMIUM, or put chromium on the path"),
]


@contextmanager
def served(settings):
    """The app on a free port of this computer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = launch.environment(settings, os.environ)
    log = settings.data_dir / "streamlit.log"
    with (
        log.open("wb") as out,
        subprocess.Popen(launch.command("127.0.0.1", port), env=environment, stdout=out, stderr=out) as process,
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


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    settings = load_settings(data_dir=tmp_path_factory.mktemp("data"))
    open_service(settings).build(lambda _done, _total: None)
    with served(settings) as url:
        yield url


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture
def pictures(tmp_path):
    folder = Path(os.environ.get("SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


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


@pytest.fixture
def visit(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 900}, accept_downloads=True)
    seen = Visit(context, address)
    yield seen
    context.close()
    assert seen.errors == []


def ask(page, question):
    page.get_by_placeholder(texts.ASK.prompt).fill(question)
    page.keyboard.press("Enter")


def test_a_question_is_answered_and_its_citation_opens(visit, pictures):
    page = visit.page
    ask(page, "Must the law punish attempts to commit sex trafficking?")
    page.locator(".cw-answer .cw-marker").first.wait_for()
    assert "attempts" in page.locator(".cw-answer").first.inner_text()
    page.locator("[data-testid=stExpander] > details > summary").first.click()
    marked = page.locator("[data-testid=stExpander] mark").first
    marked.wait_for()
    assert marked.is_visible()
    page.screenshot(path=pictures / "ask.png")


def test_what_the_guidance_does_not_cover_is_refused(visit):
    page = visit.page
    ask(page, "What is the fine for parking in front of a hydrant?")
    page.get_by_text(texts.ASK.refused).wait_for()
    assert page.locator(".cw-answer").count() == 0


def review_the_sample(visit):
    page = visit.page
    visit.turn_to(texts.REVIEW.nav, texts.REVIEW.title)
    page.get_by_role("tab", name=texts.REVIEW.paste).click()
    bill = files("bot").joinpath("samples", "sample_bill.md").read_text(encoding="utf-8")
    page.get_by_label(texts.REVIEW.paste_label).fill(bill)
    page.get_by_role("button", name=texts.REVIEW.run).last.click()
    page.locator(".cw-legend").wait_for()


def test_a_pasted_bill_is_reviewed_and_downloaded(visit, pictures, tmp_path):
    page = visit.page
    review_the_sample(visit)
    findings = page.locator("[data-testid=stExpander]").filter(has_text="ST-")
    expect(findings).to_have_count(17)
    findings.first.locator("summary").first.click()
    findings.first.locator(".cw-columns").wait_for()
    page.screenshot(path=pictures / "review.png")
    page.get_by_role("tab", name=texts.REVIEW.tab_text).click()
    assert page.locator(".cw-draft mark").count() > 0
    page.get_by_role("tab", name=texts.REVIEW.tab_downloads).click()
    with page.expect_download() as started:
        page.get_by_role("button", name="HTML").click()
    report = tmp_path / "report.html"
    started.value.save_as(report)
    assert "ST-03" in report.read_text(encoding="utf-8")


def test_a_conversation_is_kept_and_opened_again(browser, address):
    question = "Must the law spare victims of sex trafficking?"
    first, second = (browser.new_context(viewport={"width": 1280, "height": 900}) for _ in range(2))
    seen = Visit(first, address)
    ask(seen.page, question)
    seen.page.locator(".cw-answer, .cw-refused").first.wait_for()
    kept = seen.page.get_by_test_id("stSidebar").get_by_role("button", name=question)
    kept.wait_for()
    later = Visit(second, address)
    later.page.get_by_test_id("stSidebar").get_by_role("button", name=question).click()
    later.page.locator(".cw-answer, .cw-refused").first.wait_for()
    later.page.get_by_text(texts.THREADS.change).click()
    later.page.get_by_text(texts.THREADS.delete).click()
    expect(later.page.get_by_test_id("stSidebar").get_by_role("button", name=question)).to_have_count(0)
    expect(later.page.locator(".cw-answer, .cw-refused")).to_have_count(0)
    for context, one in ((first, seen), (second, later)):
        context.close()
        assert one.errors == []


def faults_of(page):
    """What axe finds amiss, but for what it calls minor: the role of Streamlit's own field for files."""
    page.wait_for_timeout(1000)  # what fades in has no contrast before it is there
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {node['html'][:200]}" for fault in found if fault["impact"] != "minor" for node in fault["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_an_accessibility_fault(browser, address, scheme):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    seen = Visit(context, address)
    faults = {"ask": faults_of(seen.page)}
    ask(seen.page, "Must the law punish attempts to commit sex trafficking?")
    seen.page.get_by_text(texts.ASK.copy).first.wait_for()
    seen.page.locator("[data-testid=stExpander] > details > summary").first.click()
    faults["answer"] = faults_of(seen.page)
    for page in (texts.GUIDANCE, texts.EVALS, texts.REVIEW):
        seen.turn_to(page.nav, page.title)
        faults[page.nav] = faults_of(seen.page)
    review_the_sample(seen)
    seen.page.locator("[data-testid=stExpander]").filter(has_text="ST-").first.locator("summary").first.click()
    faults["findings"] = faults_of(seen.page)
    seen.page.get_by_role("tab", name=texts.REVIEW.tab_text).click()
    faults["draft"] = faults_of(seen.page)
    context.close()
    assert {where: found for where, found in faults.items() if found} == {}


def test_the_keyboard_alone_reaches_a_suggested_question(visit):
    page = visit.page
    page.locator("[class*=st-key-suggested-] button").first.wait_for()
    reached = False
    for _ in range(40):
        page.keyboard.press("Tab")
        reached = page.evaluate("document.activeElement.closest('[class*=st-key-suggested-]') !== null")
        if reached:
            break
    assert reached
    page.keyboard.press("Enter")
    expect(page.locator(".cw-answer, .cw-refused").first).to_be_visible(timeout=60_000)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_its_width(browser, address, pictures, screen, scheme):
    context = browser.new_context(color_scheme=scheme, **SCREENS[screen])
    seen = Visit(context, address)
    for page in (texts.GUIDANCE, texts.EVALS, texts.REVIEW, texts.ASK):
        if screen == "phone":
            seen.page.get_by_test_id("stExpandSidebarButton").click()
        seen.turn_to(page.nav, page.title)
        main = seen.page.locator("main.stMain")
        assert main.evaluate("element => element.scrollWidth <= element.clientWidth"), page.nav
        seen.page.screenshot(path=pictures / f"{page.nav.lower()}-{screen}-{scheme}.png")
    context.close()
    assert seen.errors == []
