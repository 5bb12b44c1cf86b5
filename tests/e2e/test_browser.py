"""The whole app in a real browser: the real service, a real index, the page as a drafter uses it.

What it needs is said in conftest.py.
"""

from __future__ import annotations

from importlib.resources import files

import pytest
from playwright.sync_api import expect

from tests.support.browser import CHROMIUM, DESK, NO_CHROMIUM, SCREENS, Visit, act_until, faults_of
from ui.web import texts

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)]


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
    page.locator(".cw-draft mark").first.wait_for()
    page.get_by_role("tab", name=texts.REVIEW.tab_downloads).click()
    with page.expect_download() as started:
        page.get_by_role("button", name="HTML").click()
    report = tmp_path / "report.html"
    started.value.save_as(report)
    assert "ST-03" in report.read_text(encoding="utf-8")


def test_a_conversation_is_kept_and_opened_again(browser, address):
    question = "Must the law spare victims of sex trafficking?"
    first, second = (browser.new_context(**DESK) for _ in range(2))
    seen = Visit(first, address)
    ask(seen.page, question)
    seen.page.locator(".cw-answer, .cw-refused").first.wait_for()
    kept = seen.page.get_by_test_id("stSidebar").get_by_role("button", name=question)
    kept.wait_for()
    later = Visit(second, address)
    later.page.get_by_test_id("stSidebar").get_by_role("button", name=question).click()
    later.page.locator(".cw-answer, .cw-refused").first.wait_for()
    sure = later.page.get_by_text(texts.THREADS.delete)
    act_until(later.page.get_by_text(texts.THREADS.change).click, sure)
    sure.click()
    expect(later.page.get_by_test_id("stSidebar").get_by_role("button", name=question)).to_have_count(0)
    expect(later.page.locator(".cw-answer, .cw-refused")).to_have_count(0)
    for context, one in ((first, seen), (second, later)):
        context.close()
        assert one.errors == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_an_accessibility_fault(browser, address, scheme):
    context = browser.new_context(color_scheme=scheme, **DESK)
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
