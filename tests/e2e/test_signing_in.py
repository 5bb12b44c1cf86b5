"""Signing in through an OpenID provider, in a real browser: Ada, Ben and Ada again, each with what is theirs.

What it needs is said in conftest.py.
"""

from __future__ import annotations

import shutil
from contextlib import closing

import pytest
from playwright.sync_api import expect

from bot.settings import load_settings
from bot.workspace.opening import open_workspace
from tests.support.browser import CHROMIUM, DESK, NO_CHROMIUM, SCREENS, faults_of, served
from tests.support.oidc import openid_provider, secrets_toml
from ui.web import texts

pytestmark = [pytest.mark.browser, pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)]

QUESTION = "Must the law punish attempts to commit sex trafficking?"
ADDRESSES = ("ask", "review", "guidance", "evals", "workspace")


@pytest.fixture(scope="module")
def provider():
    with openid_provider() as given:
        yield given


@pytest.fixture(scope="module")
def settings(shared_settings, provider, tmp_path_factory):
    """A data directory of its own with the index of the others, where people sign in with one provider."""
    folder = tmp_path_factory.mktemp("signing-in") / "data"
    shutil.copytree(shared_settings.data_dir, folder, ignore=shutil.ignore_patterns("workspace.db*", "streamlit.log"))
    secrets = folder / "secrets.toml"
    secrets.write_text(secrets_toml(ministry=provider))
    secrets.chmod(0o600)
    return load_settings(data_dir=folder)


@pytest.fixture(scope="module")
def app_address(settings):
    with served(settings) as url:
        yield url


@pytest.fixture
def page(browser):
    context = browser.new_context(**DESK)
    opened = context.new_page()
    opened.set_default_timeout(30_000)
    yield opened
    context.close()


def sign_in(page, person):
    page.get_by_role("button", name="Sign in with Ministry").click()
    page.get_by_role("link", name=person).click()
    page.get_by_role("heading", name=texts.ASK.title).wait_for()


def sign_out(page):
    page.get_by_role("button", name=texts.SIGN_IN.sign_out).click()
    page.get_by_role("heading", name=texts.SIGN_IN.title).wait_for()


def in_sidebar(page, name):
    return page.get_by_test_id("stSidebar").get_by_role("button", name=name)


def test_a_page_of_which_somebody_has_the_address_asks_to_sign_in_before_any_other_was_opened(browser, settings):
    """Each on a server of its own: it is the first page that anybody opens there."""
    for address in ADDRESSES[1:3]:
        context = browser.new_context(**DESK)
        with served(settings) as url:
            page = context.new_page()
            page.goto(f"{url}/{address}")
            page.get_by_role("button", name="Sign in with Ministry").wait_for()
            expect(page.get_by_role("heading")).to_have_count(1)
            expect(page.get_by_role("dialog")).to_have_count(0)
        context.close()


def test_each_finds_what_is_theirs_and_nobody_elses(page, app_address, settings):
    page.goto(app_address)
    expect(page.get_by_placeholder(texts.ASK.prompt)).to_have_count(0)
    sign_in(page, "ada")
    page.get_by_text("Signed in as Ada *Lovelace*").wait_for()
    page.get_by_placeholder(texts.ASK.prompt).fill(QUESTION)
    page.keyboard.press("Enter")
    in_sidebar(page, QUESTION).wait_for()
    sign_out(page)
    for address in ADDRESSES:
        page.goto(f"{app_address}/{address}")
        page.get_by_role("heading", name=texts.SIGN_IN.title).wait_for()
    sign_in(page, "ben")
    page.get_by_text("Signed in as Ben Bentham").wait_for()
    expect(page.get_by_text(texts.THREADS.none)).to_be_visible()
    expect(in_sidebar(page, QUESTION)).to_have_count(0)
    expect(page.locator(".cw-answer")).to_have_count(0)
    sign_out(page)
    sign_in(page, "ada")
    in_sidebar(page, QUESTION).click()
    page.locator(".cw-answer").first.wait_for()
    with closing(open_workspace(settings)) as workspace:
        assert len(workspace.users()) == 1


def test_what_is_deleted_on_the_page_is_gone_from_the_files(page, app_address, settings):
    phrase = "Do the pelicans of the estuary need a quorum?"
    page.goto(app_address)
    sign_in(page, "ben")
    page.get_by_placeholder(texts.ASK.prompt).fill(phrase)
    page.keyboard.press("Enter")
    in_sidebar(page, phrase).wait_for()
    assert traces(settings, phrase) > 0
    page.get_by_role("link", name=texts.WORKSPACE.nav).click()
    page.get_by_label("To go on, type the word").fill("delete")
    page.get_by_role("button", name=texts.WORKSPACE.button).click()
    page.get_by_text(texts.WORKSPACE.deleted).wait_for()
    assert traces(settings, phrase) == 0
    page.get_by_role("link", name=texts.ASK.nav, exact=True).click()
    page.get_by_text(texts.THREADS.none).wait_for()
    expect(page.get_by_test_id("stChatMessage")).to_have_count(0)


def traces(settings, phrase):
    return sum(path.read_bytes().count(phrase.encode()) for path in settings.data_dir.glob("workspace.db*"))


def test_a_cookie_that_somebody_made_up_signs_nobody_in(browser, app_address):
    context = browser.new_context(**DESK)
    forged = "2|1:0|10:1700000000|15:_streamlit_user|4:e30=|" + "0" * 64
    context.add_cookies([{"name": "_streamlit_user", "value": forged, "url": app_address}])
    page = context.new_page()
    page.goto(app_address)
    page.get_by_role("heading", name=texts.SIGN_IN.title).wait_for()
    assert page.get_by_role("link", name=texts.WORKSPACE.nav).count() == 0
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_signing_in_and_the_workspace_have_no_accessibility_fault(browser, app_address, scheme):
    context = browser.new_context(color_scheme=scheme, **DESK)
    page = context.new_page()
    page.goto(app_address)
    page.get_by_role("heading", name=texts.SIGN_IN.title).wait_for()
    faults = {"sign in": faults_of(page)}
    sign_in(page, "ada")
    page.get_by_role("link", name=texts.WORKSPACE.nav).click()
    page.get_by_role("heading", name=texts.WORKSPACE.title).wait_for()
    faults["workspace"] = faults_of(page)
    context.close()
    assert {where: found for where, found in faults.items() if found} == {}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_fit_their_width(browser, app_address, pictures, screen, scheme):
    context = browser.new_context(color_scheme=scheme, **SCREENS[screen])
    page = context.new_page()
    page.goto(app_address)
    for name in ("sign-in", "workspace"):
        title = texts.SIGN_IN.title if name == "sign-in" else texts.WORKSPACE.title
        page.get_by_role("heading", name=title).wait_for()
        assert page.locator("main.stMain").evaluate("element => element.scrollWidth <= element.clientWidth"), name
        page.screenshot(path=pictures / f"{name}-{screen}-{scheme}.png")
        if name == "sign-in":
            sign_in(page, "ada")
            page.goto(f"{app_address}/workspace")
            page.get_by_role("button", name=texts.WORKSPACE.button).wait_for()
    context.close()
