"""The Evals page in a real browser: runs over time, two of them compared, a failing case, own cases; no accessibility fault."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from bot.draft_files import DraftFile
from bot.reviewing.findings import Scope
from bot.settings import load_settings
from evals.added import add_ask, add_review
from evals.cases import AskExpect, Label
from evals.runs import RUNS, save_run
from tests.support.browser import CHROMIUM, DESK, NO_CHROMIUM, SCREENS, Visit, faults_of, served
from tests.support.eval_runs import ask_run, review_run
from tests.support.fake_client import HOSTILE
from ui.web import texts
from ui.web.texts.evals import SUITES

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)]

AT = dt.datetime(2026, 11, 25, 9, 30, tzinfo=dt.UTC)
DRAFT = DraftFile("bill.txt", b"Victims are jailed.")


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    """The app over a data directory with two runs of two suites and two own cases; without an index, which this page needs not."""
    settings = load_settings(data_dir=tmp_path_factory.mktemp("measured"))
    sets = tmp_path_factory.mktemp("sets")
    for day, right in ((0, True), (3, False)):
        save_run(ask_run(sets / "ask", day=day, right=right), settings.data_dir / RUNS)
        save_run(review_run(sets / "review", day=day, right=right), settings.data_dir / RUNS)
    add_ask(settings.data_dir, "Parking?", AskExpect(status="refused"), by="Ada", at=AT)
    due = Label(element="ST-11", verdict="conflict", quote="Victims are jailed", why="the opposite")
    add_review(settings.data_dir, DRAFT, Scope.WHOLE, [due], by="Ada", at=AT)
    with served(settings) as url:
        yield url


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """The app over a run whose question holds addresses, markup and a script."""
    settings = load_settings(data_dir=tmp_path_factory.mktemp("hostile"))
    more = f"{HOSTILE} www.evil.example me@evil.example"
    for day in (0, 3):
        save_run(ask_run(tmp_path_factory.mktemp("sets"), day=day, right=False, more=more), settings.data_dir / RUNS)
    with served(settings) as url:
        yield url


@contextmanager
def evals_page(browser, address, scheme="light", screen=DESK):
    context = browser.new_context(color_scheme=scheme, **screen)
    seen = Visit(context, address)
    if screen is not DESK:
        seen.page.get_by_test_id("stExpandSidebarButton").click()
    seen.turn_to(texts.EVALS.nav, texts.EVALS.title)
    seen.page.get_by_role("heading", name=texts.EVALS.own).wait_for()
    seen.page.locator("[data-testid=stVegaLiteChart] canvas, [data-testid=stVegaLiteChart] svg").first.wait_for()
    seen.page.locator(".stApp[data-test-script-state=notRunning]").wait_for()
    yield seen
    context.close()
    assert seen.errors == []


def compare_with_the_first(page):
    page.get_by_label(texts.EVALS.compare).press("ArrowDown")  # a finger only sets the focus
    page.get_by_role("option", name="20 November 2026").click()
    page.get_by_role("heading", name=texts.EVALS.changes).wait_for()


def open_the_first_case(page):
    page.locator("[data-testid=stExpander]").filter(has_text="✕").first.locator("summary").first.click()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_two_runs_are_compared_without_an_accessibility_fault(browser, measured, scheme, pictures):
    with evals_page(browser, measured, scheme) as seen:
        page = seen.page
        compare_with_the_first(page)
        expect(page.get_by_text("4 worse, 0 better")).to_be_visible()
        open_the_first_case(page)
        expect(page.get_by_text(texts.EVALS.quotes).first).to_be_visible()
        page.get_by_text(texts.EVALS.as_table).click()
        faults = {"questions": faults_of(page)}
        page.get_by_text(SUITES["review"]).click()
        page.get_by_text("r-1").first.wait_for()
        open_the_first_case(page)
        expect(page.locator(".cw-wrong mark").first).to_be_visible()
        faults["drafts"] = faults_of(page)
        page.get_by_text("bill.txt", exact=True).click()
        page.get_by_role("button", name=texts.EVALS.delete).click()
        page.get_by_text(texts.EVALS.delete_lead).wait_for()
        faults["deleting"] = faults_of(page)
        page.screenshot(path=pictures / f"evals-own-{scheme}.png", full_page=True)
    assert {where: found for where, found in faults.items() if found} == {}


@pytest.mark.parametrize("screen", SCREENS)
def test_the_page_with_runs_fits_its_width(browser, measured, screen, pictures):
    with evals_page(browser, measured, screen=SCREENS[screen]) as seen:
        compare_with_the_first(seen.page)
        open_the_first_case(seen.page)
        seen.page.locator(".cw-asked").first.wait_for()
        main = seen.page.locator("main.stMain")
        assert main.evaluate("element => element.scrollWidth <= element.clientWidth")
        seen.page.screenshot(path=pictures / f"evals-runs-{screen}.png")


def test_no_address_in_a_question_becomes_a_link(browser, hostile):
    with evals_page(browser, hostile) as seen:
        open_the_first_case(seen.page)
        seen.page.locator(".cw-asked").first.wait_for()
        links = seen.page.locator("main.stMain a").evaluate_all("all => all.map(one => one.href)")
        assert [link for link in links if "evil" in link] == []
