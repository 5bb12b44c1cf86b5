"""Reports that leave the app, in a real browser: accessible in light, dark and print, and whole on paper.

What it needs is said in conftest.py.
"""

from __future__ import annotations

import re
from dataclasses import replace

import pypdfium2
import pytest
from playwright.sync_api import expect

from bot.exports import exporters
from bot.exports.comparison_exporters import comparison_exporters
from bot.reviewing.compare import compare_reviews
from bot.reviewing.findings import Override, OverrideKind, Verdict
from tests.support.browser import CHROMIUM, NO_CHROMIUM, SCREENS, faults_of
from tests.support.reviews import draft, review

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)]

LATER = (
    "Widgets Bill",
    "1. A person who traffics or sells a child commits an offence.",
    "2. A person who attempts an offence under section 1 is liable.",
    "3. Zebras must graze behind a fence of wire.",
)


def reviewed():
    """Two drafts; a reviewer has set one finding aside."""
    made = review()
    own = Override(OverrideKind.POLICY, Verdict.CONFLICT, "left as it is", "A. Drafter", "2026-01-31T10:00:00Z")
    findings = [replace(f, override=own) if f.verdict is Verdict.CONFLICT else f for f in made.findings]
    return [replace(made, findings=tuple(findings)), review(draft(LATER, name="later.txt"), verdicts=[Verdict.MET] * 5)]


PAGES = {
    "review": lambda: exporters()["html"].export(reviewed()),
    "comparison": lambda: comparison_exporters()["html"].export(compare_reviews(*reviewed())),
}


@pytest.fixture(params=PAGES)
def page_file(request, tmp_path):
    """A report on the disk, as it was downloaded."""
    path = tmp_path / f"{request.param}.html"
    path.write_bytes(PAGES[request.param]())
    return path


def opened(context, path):
    """The page, with the errors that its browser reports and the addresses it asks for."""
    page = context.new_page()
    seen = []
    page.on("console", lambda message: seen.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: seen.append(request.url) if request.url != path.as_uri() else None)
    page.goto(path.as_uri())
    return page, seen


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_report_is_accessible_and_fits_its_width(browser, page_file, pictures, screen, scheme):
    context = browser.new_context(color_scheme=scheme, **SCREENS[screen])
    page, seen = opened(context, page_file)
    assert faults_of(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.screenshot(path=pictures / f"report-{page_file.stem}-{screen}-{scheme}.png")
    context.close()
    assert seen == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_report_is_accessible_in_print_and_loses_nothing_on_paper(browser, page_file, scheme, tmp_path):
    context = browser.new_context(color_scheme=scheme)
    page, _ = opened(context, page_file)
    page.emulate_media(media="print")
    assert faults_of(page) == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    out = tmp_path / "report.pdf"
    page.pdf(path=out, format="A4")
    context.close()
    shown = words_on(out)
    for words in ("criminalize attempts", "Drafters should criminalize the offence.", "says A. Drafter (2026-01-31)"):
        assert words in shown
    assert "https://www.example.org/articles/553" in shown  # where no link can be followed


def words_on(path) -> str:
    with pypdfium2.PdfDocument(path) as pdf:
        texts = []
        for sheet in pdf:
            text = sheet.get_textpage()
            texts.append(text.get_text_bounded())
            text.close()
            sheet.close()
    return " ".join(" ".join(texts).split())


def test_the_table_of_contents_leads_to_a_finding(browser, tmp_path):
    path = tmp_path / "review.html"
    path.write_bytes(PAGES["review"]())
    context = browser.new_context()
    page, _ = opened(context, path)
    page.get_by_role("navigation", name="Findings on 1, bill.txt").get_by_role("link", name="ST-04").click()
    heading = page.get_by_role("heading", name="protect victims").first
    expect(page).to_have_url(re.compile(r"#f-1-ST-04$"))
    assert heading.bounding_box()["y"] < 200
    context.close()


def test_the_keyboard_skips_to_the_findings(browser, tmp_path):
    path = tmp_path / "review.html"
    path.write_bytes(PAGES["review"]())
    context = browser.new_context()
    page, _ = opened(context, path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the findings"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#main$"))
    context.close()
