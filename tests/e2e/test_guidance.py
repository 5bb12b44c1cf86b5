"""Guidance in a real browser: added on its page, found by the next question, read at the quote; and fetched from a site.

What it needs is said in conftest.py. Each test that changes the guidance serves a data directory of its own.
"""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.guidance_lists import save_list
from bot.service import open_service
from bot.settings import load_settings
from tests.support.browser import CHROMIUM, DESK, NO_CHROMIUM, SCREENS, Visit, faults_of, served
from ui.web import texts

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)]

WATER = Path(__file__).parents[1] / "support" / "water_permits.md"
TITLE = "Permits to take water"
QUESTION = "For how long should a permit to take water run?"
TEXTS = texts.GUIDANCE


@pytest.fixture
def own_settings(tmp_path):
    settings = load_settings(data_dir=tmp_path / "data")
    open_service(settings).build(lambda _done, _total: None)
    return settings


@pytest.fixture
def own_visit(browser, own_settings):
    """A visit to an app over guidance that this test may change."""
    with served(own_settings) as address:
        context = browser.new_context(**DESK)
        seen = Visit(context, address)
        yield seen
        context.close()
        assert seen.errors == []


def open_tab(visit, name):
    visit.turn_to(TEXTS.nav, TEXTS.title)
    visit.page.get_by_role("tab", name=name, exact=True).click()


def quote_in_view(page):
    """Whether the quote has the focus and stands within what is shown of the text."""
    return page.evaluate(
        """() => {
            const quote = document.querySelector('[role="dialog"] .cw-reader mark');
            const here = quote.getBoundingClientRect(), shown = quote.closest('.cw-reader').getBoundingClientRect();
            return document.activeElement === quote && here.top >= shown.top && here.bottom <= shown.bottom
                && here.bottom <= window.innerHeight;
        }"""
    )


def expect_quote_in_view(page):
    page.locator("[role=dialog] .cw-reader mark:focus").first.wait_for()
    expect(page.get_by_role("dialog")).to_have_css("opacity", "1")
    assert quote_in_view(page)


def test_guidance_is_added_asked_about_and_read_at_the_quote(own_visit, pictures):
    page = own_visit.page
    open_tab(own_visit, TEXTS.tab_add)
    page.locator("input[type=file]").first.set_input_files(WATER)
    page.get_by_text(WATER.name).wait_for()
    page.get_by_role("button", name=TEXTS.submit).click()
    page.get_by_test_id("stProgress").wait_for()
    page.get_by_text(TEXTS.found_at_once).wait_for(timeout=60_000)
    expect(page.get_by_role("heading", name=TITLE, exact=True)).to_have_count(1)
    faults = faults_of(page)
    page.screenshot(path=pictures / "guidance-added.png")

    own_visit.turn_to(texts.ASK.nav, texts.ASK.title)
    page.get_by_placeholder(texts.ASK.prompt).fill(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".cw-answer").wait_for(timeout=60_000)
    page.locator("[data-testid=stExpander] > details > summary").first.click()
    page.get_by_role("button", name=TEXTS.read_quote).first.click()
    expect_quote_in_view(page)
    dialog = page.get_by_role("dialog")
    assert "fifteen years" in dialog.locator("mark").first.inner_text()
    assert "Drinking water should come first" in dialog.inner_text()
    assert TITLE in dialog.inner_text()
    faults += faults_of(page)
    page.screenshot(path=pictures / "reader.png")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("button", name=TEXTS.read_quote).first).to_be_focused()
    page.keyboard.press("Enter")
    expect_quote_in_view(page)  # the second time as the first
    assert faults == []


def test_a_document_is_removed_again(own_visit):
    page = own_visit.page
    open_tab(own_visit, TEXTS.tab_add)
    page.locator("input[type=file]").first.set_input_files(WATER)
    page.get_by_text(WATER.name).wait_for()
    page.get_by_role("button", name=TEXTS.submit).click()
    page.get_by_text(TEXTS.found_at_once).wait_for(timeout=60_000)
    page.get_by_role("button", name=TEXTS.remove, exact=True).click()
    page.get_by_role("button", name=TEXTS.remove_now).click()
    page.get_by_text(TEXTS.removed.format(title=TITLE)).wait_for(timeout=60_000)
    expect(page.get_by_role("heading", name=TITLE, exact=True)).to_have_count(0)


class Site(BaseHTTPRequestHandler):
    """One page, and no robots.txt."""

    def do_GET(self):
        there = self.path == "/meters"
        body = b"<html><body><main><h1>Meters and Returns</h1><p>Drafters should require a meter at every pump.</p></main></body></html>"
        self.send_response(200 if there else 404)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body if there else b"none")

    def log_message(self, *_args):
        """Stay silent."""


@pytest.fixture
def site(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_pages_of_a_list_are_fetched_and_loaded(site, own_settings, own_visit, pictures):
    save_list(own_settings.data_dir, "legislation", f'[[page]]\nurl = "{site}/meters"\n[[page]]\nurl = "{site}/gone"\n')
    page = own_visit.page
    open_tab(own_visit, TEXTS.tab_add)
    page.get_by_role("button", name=TEXTS.fetch_now.format(count=2)).click()
    page.get_by_text("1 page fetched, 0 there already.").wait_for(timeout=60_000)
    page.get_by_text(f"{site}/gone: HTTP Error 404").wait_for()
    expect(page.locator(".cw-told a")).to_have_count(0)
    page.get_by_role("button", name=TEXTS.fetch_now.format(count=1)).wait_for()
    faults = faults_of(page)
    page.screenshot(path=pictures / "guidance-fetched.png", full_page=True)
    page.get_by_role("tab", name=TEXTS.tab_search, exact=True).click()
    page.get_by_label(TEXTS.search).fill("a meter at the pump")
    page.keyboard.press("Enter")
    page.locator("[data-testid=stExpander]").filter(has_text="Drafters should require a meter").first.wait_for()
    assert faults == []


def test_a_recommendation_leads_to_its_words_and_back(visit):
    page = visit.page
    visit.turn_to(TEXTS.nav, TEXTS.title)
    page.get_by_role("link", name=TEXTS.to_words.format(id="ST-12")).click()
    expect(page.locator("#words-ST-12 + mark")).to_be_in_viewport()
    page.get_by_role("link", name=TEXTS.to_list.format(id="ST-12")).click()
    expect(page.locator("#listed-ST-12")).to_be_in_viewport()
    page.get_by_role("tab", name=TEXTS.tab_register, exact=True).click()
    page.locator("[data-testid=stExpander]").filter(has_text="ST-12").locator("summary").first.click()
    page.get_by_role("button", name=TEXTS.show_words).first.click()
    expect_quote_in_view(page)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_of_the_page_is_accessible_and_fits(browser, address, pictures, screen, scheme):
    context = browser.new_context(color_scheme=scheme, **SCREENS[screen])
    seen = Visit(context, address)
    page, faults = seen.page, {}
    if screen == "phone":
        page.get_by_test_id("stExpandSidebarButton").click()
    seen.turn_to(TEXTS.nav, TEXTS.title)
    for tab in (TEXTS.tab_read, TEXTS.tab_register, TEXTS.tab_add):
        page.get_by_role("tab", name=tab, exact=True).click()
        if tab == TEXTS.tab_register:
            first = page.locator("[data-testid=stExpander]").filter(has_text="ST-03")
            first.locator("summary").first.click()
            first.get_by_text(TEXTS.criteria, exact=True).wait_for()
            first.locator("details details").evaluate_all("all => all.forEach(one => { one.open = true })")
        faults[tab] = faults_of(page)
        assert page.locator("main.stMain").evaluate("element => element.scrollWidth <= element.clientWidth"), tab
        page.screenshot(path=pictures / f"guidance-{tab.lower()}-{screen}-{scheme}.png")
    page.get_by_role("tab", name=TEXTS.tab_register, exact=True).click()
    page.get_by_role("button", name=TEXTS.show_words).first.click()
    expect_quote_in_view(page)
    faults["reader"] = faults_of(page)
    page.screenshot(path=pictures / f"guidance-reader-{screen}-{scheme}.png")
    context.close()
    assert {where: found for where, found in faults.items() if found} == {}
    assert seen.errors == []
