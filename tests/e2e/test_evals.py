"""The Evals page in a real browser: runs over time, two of them compared, a failing case, own cases; no accessibility fault."""

from __future__ import annotations

import datetime as dt
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from bot.draft_files import DraftFile
from bot.reviewing.findings import Scope
from bot.settings import load_settings
from evals.added import add_ask, add_review, own_cases
from evals.cases import AskExpect, Label
from evals.runs import RUNS, save_run
from tests.support.bills import BILL
from tests.support.browser import CHROMIUM, DESK, NO_CHROMIUM, SCREENS, Visit, act_until, faults_of, served
from tests.support.eval_runs import ask_run, review_run
from tests.support.fake_client import HOSTILE
from ui.web import texts
from ui.web.texts.evals import ADD, SUITES

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
    option = page.get_by_role("option", name="20 November 2026")
    act_until(lambda: page.get_by_label(texts.EVALS.compare).press("ArrowDown"), option)  # a finger's tap only sets the focus
    act_until(option.click, page.get_by_role("heading", name=texts.EVALS.changes))


def open_the_first_case(page, wanted):
    case = page.locator("[data-testid=stExpander]").filter(has_text="✕").first
    act_until(case.locator("summary").first.click, page.locator(wanted).first)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_two_runs_are_compared_without_an_accessibility_fault(browser, measured, scheme, pictures):
    with evals_page(browser, measured, scheme) as seen:
        page = seen.page
        compare_with_the_first(page)
        expect(page.get_by_text("4 worse, 0 better")).to_be_visible()
        open_the_first_case(page, ".cw-asked")
        page.get_by_text(texts.EVALS.as_table).click()
        faults = {"questions": faults_of(page)}
        act_until(page.get_by_text(SUITES["review"]).click, page.get_by_text("r-1").first)
        open_the_first_case(page, ".cw-wrong mark")
        faults["drafts"] = faults_of(page)
        delete = page.get_by_role("button", name=texts.EVALS.delete)
        act_until(page.get_by_text("bill.txt", exact=True).click, delete)
        act_until(delete.click, page.get_by_text(texts.EVALS.delete_lead))
        faults["deleting"] = faults_of(page)
        page.screenshot(path=pictures / f"evals-own-{scheme}.png", full_page=True)
    assert {where: found for where, found in faults.items() if found} == {}


@pytest.mark.parametrize("screen", SCREENS)
def test_the_page_with_runs_fits_its_width(browser, measured, screen, pictures):
    with evals_page(browser, measured, screen=SCREENS[screen]) as seen:
        compare_with_the_first(seen.page)
        open_the_first_case(seen.page, ".cw-asked")
        main = seen.page.locator("main.stMain")
        assert main.evaluate("element => element.scrollWidth <= element.clientWidth")
        seen.page.screenshot(path=pictures / f"evals-runs-{screen}.png")


def test_no_address_in_a_question_becomes_a_link(browser, hostile):
    with evals_page(browser, hostile) as seen:
        open_the_first_case(seen.page, ".cw-asked")
        links = seen.page.locator("main.stMain a").evaluate_all("all => all.map(one => one.href)")
        assert [link for link in links if "evil" in link] == []


def test_a_finding_goes_into_the_suite_and_out_again(browser, tmp_path, pictures):
    settings = load_settings(data_dir=tmp_path)
    with served(settings) as address:
        context = browser.new_context(**DESK)
        seen = Visit(context, address)
        page = seen.page
        seen.turn_to(texts.REVIEW.nav, texts.REVIEW.title)
        page.locator("input[type=file]").first.set_input_files(
            {"name": "bill.md", "mimeType": "text/markdown", "buffer": BILL.encode()}
        )
        page.get_by_text("bill.md").first.wait_for()
        page.get_by_role("button", name=texts.REVIEW.run).first.click()
        page.get_by_role("heading", name="bill.md").wait_for(timeout=120_000)
        card = page.locator("[data-testid=stExpander]").filter(has_text="ST-03").first
        add = card.get_by_role("button", name=ADD.label)
        act_until(card.locator("summary").first.click, add)
        act_until(add.click, page.get_by_label(ADD.by))
        page.get_by_label(ADD.note, exact=True).fill("attempts are punished")
        page.get_by_label(ADD.by).fill("Ada Drafter")
        page.get_by_label(ADD.by).press("Tab")
        act_until(page.get_by_role("button", name=ADD.save).click, page.get_by_text("Saved as review-own-"))
        page.screenshot(path=pictures / "add-to-suite.png")
        assert faults_of(page) == []
        (case,) = own_cases(settings.data_dir).review
        assert [(one.element, one.why) for one in case.expect] == [("ST-03", "attempts are punished")]
        assert "reviewed by Ada Drafter" in case.provenance
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        seen.turn_to(texts.EVALS.nav, texts.EVALS.title)
        delete = page.get_by_role("button", name=texts.EVALS.delete, exact=True)
        act_until(page.get_by_text("bill.md", exact=True).click, delete)
        now = page.get_by_role("button", name=texts.EVALS.delete_now)
        act_until(delete.click, now)
        act_until(now.click, page.get_by_text(texts.EVALS.own_none))
        assert own_cases(settings.data_dir).review == ()
        context.close()
        assert seen.errors == []
