"""What drafters come for, from beginning to end, in a real browser: the review of a Word file, two versions, a reviewer's word, a long draft."""

from __future__ import annotations

import io
import re

import docx
import pytest
from playwright.sync_api import expect

from tests.support.bills import BILL
from tests.support.browser import CHROMIUM, DESK, NO_CHROMIUM, Visit, act_until, faults_of, idle
from ui.web import texts

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)]

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NARROWED = BILL.replace("A person who attempts to commit", "A public official who attempts to commit")


def word_file(text):
    """A .docx with a paragraph for each block of the text."""
    word = docx.Document()
    for block in text.split("\n\n"):
        words = " ".join(block.split())
        word.add_heading(words.lstrip("# "), 1) if words.startswith("#") else word.add_paragraph(words)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def upload(page, name, data, mime="text/markdown", field=0):
    given = {"name": name, "mimeType": mime, "buffer": data}
    idle(page)
    act_until(lambda: page.locator("input[type=file]").nth(field).set_input_files(given), page.get_by_text(name).first)
    idle(page)


def review(visit, name, data, mime="text/markdown"):
    visit.turn_to(texts.REVIEW.nav, texts.REVIEW.title)
    upload(visit.page, name, data, mime)
    visit.page.get_by_role("button", name=texts.REVIEW.run).first.click()
    visit.page.get_by_role("heading", name=name).wait_for(timeout=120_000)
    visit.page.locator(".cw-legend").wait_for()
    idle(visit.page)


def finding(page, element):
    return page.locator("[data-testid=stExpander]").filter(has_text=re.compile(rf"\b{element}\b")).first


def unfold(page, element):
    card = finding(page, element)
    card.locator("summary").first.click()
    card.locator(".cw-columns").wait_for()
    return card


def view(page, name):
    page.get_by_role("tab", name=name).click()
    idle(page)


def download(page, name):
    view(page, texts.REVIEW.tab_downloads)
    with page.expect_download(timeout=60_000) as started:
        page.get_by_role("button", name=name, exact=True).click()
    return started.value.path().read_bytes()


def test_a_word_file_is_reviewed_and_comes_back_with_comments_at_its_words(visit):
    page = visit.page
    review(visit, "bill.docx", word_file(BILL), WORD)
    commented = docx.Document(io.BytesIO(download(page, "Word file with comments")))
    words = [paragraph.text for paragraph in commented.paragraphs]
    assert any(text.startswith("2. A person who attempts") for text in words), "the text is the drafter's own"
    told = {comment.text.split("\n")[0] for comment in commented.comments}
    assert any("ST-03" in line for line in told)
    assert {comment.author for comment in commented.comments} == {"clausewise"}


def test_two_versions_are_compared(visit, pictures):
    page = visit.page
    review(visit, "newer.md", NARROWED.encode())
    view(page, texts.REVIEW.tab_versions)
    page.get_by_text(texts.REVIEW.other_upload).wait_for()
    upload(page, "older.md", BILL.encode(), field=page.locator("input[type=file]").count() - 1)
    page.get_by_role("button", name=texts.REVIEW.compare, exact=True).click()
    page.get_by_role("heading", name="From older.md to newer.md").wait_for(timeout=60_000)
    row = page.locator(".cw-table tr").filter(has_text="ST-03")
    expect(row).to_contain_text("Met")
    expect(row).to_contain_text("Partial")
    expect(page.locator("ins").first).to_contain_text("public official")
    page.screenshot(path=pictures / "versions.png", full_page=True)
    assert faults_of(page) == []


def test_a_verdict_is_set_aside_and_the_report_says_so(visit, pictures):
    page = visit.page
    review(visit, "override.md", BILL.encode())
    card = unfold(page, "ST-10")
    act_until(card.get_by_role("button", name=texts.REVIEW.set_aside).click, page.get_by_text("Covered by another act"))
    page.get_by_text("Covered by another act").click()
    page.get_by_label(texts.REVIEW.notes_of["other_act"]).wait_for()
    page.get_by_label(texts.REVIEW.notes_of["other_act"]).fill("The Penal Code, section 140")
    page.get_by_label(texts.REVIEW.name).fill("Ada Drafter")
    page.screenshot(path=pictures / "override.png")
    page.get_by_role("button", name=texts.REVIEW.save_override, exact=True).click()
    expect(finding(page, "ST-10")).to_contain_text(texts.REVIEW.by_reviewer["other_act"])
    report = download(page, "HTML report").decode()
    assert "Covered by another act, says Ada Drafter" in report
    assert "The Penal Code, section 140" in report


def test_a_review_is_opened_again_by_another_session_and_deleted(browser, address):
    first, second = (browser.new_context(**DESK) for _ in range(2))
    seen, later = Visit(first, address), None
    review(seen, "kept.md", BILL.encode())
    later = Visit(second, address)
    later.turn_to(texts.REVIEW.nav, texts.REVIEW.title)
    sidebar = later.page.get_by_test_id("stSidebar")
    sidebar.get_by_role("button", name="kept.md").click()
    later.page.get_by_role("heading", name="kept.md").wait_for()
    expect(later.page.locator("[data-testid=stExpander]").filter(has_text="ST-")).to_have_count(17)
    sure = later.page.get_by_test_id("stPopoverBody").get_by_role("button", name=texts.REVIEW.delete)
    act_until(sidebar.get_by_role("button", name=texts.REVIEW.delete).click, sure)
    sure.click()
    expect(sidebar.get_by_role("button", name="kept.md")).to_have_count(0)
    for context, one in ((first, seen), (second, later)):
        context.close()
        assert one.errors == []


def test_from_either_side_a_link_leads_to_the_other(visit, pictures):
    page = visit.page
    review(visit, "sides.md", BILL.encode())
    view(page, texts.REVIEW.tab_text)
    page.locator("a.cw-jump[href='#guidance-ST-03']").first.click()
    expect(page.locator("[id='guidance-ST-03']")).to_be_in_viewport()
    page.locator("a.cw-jump[href='#draft-ST-03-0']").first.click()
    expect(page.locator("[id='draft-ST-03-0']")).to_be_in_viewport()
    page.screenshot(path=pictures / "side-by-side.png")
    assert faults_of(page) == []


def test_an_extract_is_gone_through_clause_by_clause(visit, pictures):
    page = visit.page
    review(visit, "extract.md", BILL.split("\n\n")[-1].encode())
    page.get_by_role("heading", name="Clause 2").wait_for()
    expect(page.locator(".cw-clause .cw-conflict, .cw-clause .cw-missing")).to_have_count(0)
    page.screenshot(path=pictures / "extract.png")
    assert faults_of(page) == []


def test_a_finding_is_asked_about(visit):
    page = visit.page
    review(visit, "asked.md", BILL.encode())
    unfold(page, "ST-03").get_by_role("button", name=texts.REVIEW.ask_about).click()
    page.get_by_role("heading", name=texts.ASK.title).wait_for()
    expect(page.locator(".cw-answer").last).to_contain_text("ST-03")


def long_draft(sections=300):
    """About 40 pages: a bill with many sections on its administration."""
    lines = [
        f"{number}. The Committee on subject {number} shall meet at least twice a year, keep minutes of what it decides on subject {number}, "
        "and lay a report of its work before the Assembly within three months of the end of each year; the Minister may make regulations "
        f"on the form of the report, on the fees of members, and on whatever else is needed to give effect to section {number - 1}."
        for number in range(3, sections + 3)
    ]
    return BILL + "\n\n".join(["", *lines])


def test_a_draft_of_forty_pages_is_reviewed_while_others_go_on_working(browser, address):
    draft = long_draft()
    assert len(draft) > 40 * 2_500
    first, second = (browser.new_context(**DESK) for _ in range(2))
    seen, other = Visit(first, address), Visit(second, address)
    seen.turn_to(texts.REVIEW.nav, texts.REVIEW.title)
    upload(seen.page, "long.md", draft.encode())
    seen.page.get_by_role("button", name=texts.REVIEW.run).first.click()
    seen.page.get_by_text(texts.REVIEW.working.format(name="long.md")).wait_for()
    other.page.get_by_placeholder(texts.ASK.prompt).fill("Must the law punish attempts to commit sex trafficking?")
    other.page.keyboard.press("Enter")
    other.page.locator(".cw-answer").first.wait_for()
    seen.page.locator(".cw-legend").wait_for(timeout=120_000)
    expect(seen.page.locator("[data-testid=stExpander]").filter(has_text="ST-")).to_have_count(17)
    for name in (texts.REVIEW.tab_clauses, texts.REVIEW.tab_text, texts.REVIEW.tab_findings):
        view(seen.page, name)
    unfold(seen.page, "ST-03")
    for context, one in ((first, seen), (second, other)):
        context.close()
        assert one.errors == []
