"""The Guidance page, driven by Streamlit's own test runner: reading, the reader, the register, adding, removing, fetching."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.guidance import ADDED, added_pages
from bot.guidance_lists import own_lists
from bot.settings import Settings
from corpus.documents import Document
from corpus.errors import RegisterError
from corpus.passages import split_passages
from corpus.sources import load_page
from index.errors import IndexLocked
from tests.support.fake_client import HOSTILE, FakeClient
from tests.support.pages import drawn, html, opened
from ui.web import guidance_desk, texts, wiring
from ui.web.components.citations import citation_html
from ui.web.components.reader import reader_html
from ui.web.components.reading import in_parts, page_html

WATER = Path(__file__).parents[1] / "support" / "water_permits.md"
DAY = dt.date(2026, 11, 25)
WAIT_S = 20


class GrowingClient(FakeClient):
    """Loads what was added whenever its index is built; ``refusal`` is raised instead where there is one."""

    def __init__(self, data_dir):
        super().__init__(data_dir)
        self.settings = Settings(data_dir=data_dir)
        self.refusal = None
        self._shipped = dict(self.documents)

    def passages(self, document_id):
        return split_passages(self.documents[document_id])

    def build(self, progress):
        if self.refusal is not None:
            raise self.refusal
        progress(0, 3)
        added = added_pages(self.settings.data_dir)
        self.documents = {**self._shipped, **{name: load_page(path).document for name, path in added.items()}}


@pytest.fixture
def client(tmp_path, monkeypatch):
    monkeypatch.setattr(guidance_desk, "may_change", lambda: True)
    return GrowingClient(tmp_path)


def plain(elements):
    return [element.value.replace("\\", "") for element in elements]


def finished(app):
    """The page once the change that it began is over."""
    guidance_desk._bench(app.session_state[wiring.CLIENT].settings.data_dir).job.thread.join(WAIT_S)
    app.run()
    assert not app.exception
    return app


def told(app):
    """What is said of the last change."""
    return [body for body in drawn(app) if "cw-told" in body]


def submit(app, label=texts.GUIDANCE.submit):
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def given(app, *files):
    app.file_uploader[0].set_value([(name, data, "text/plain") for name, data in files])
    return submit(app)


def added(client, *files):
    return finished(given(opened(client, "guidance"), *files))


# reading -----------------------------------------------------------------------------------------------------------------


def test_words_and_recommendations_lead_to_each_other(client):
    shown = html(opened(client, "guidance"))
    assert "</span><mark>Drafters should criminalize the offence.</mark><sup" in shown
    assert '<span id="words-ST-01" class="cw-here"></span>' in shown
    assert '<a class="cw-jump" href="#listed-ST-01"' in shown
    assert '<li id="listed-ST-01"><a href="#words-ST-01"' in shown


def test_headings_are_shown_where_they_change_and_lead_from_the_contents(client):
    document = load_page(WATER).document
    shown = str(page_html(document, split_passages(document), client.register))
    assert '<h3 id="heading-0">Permits to take water</h3>' in shown
    assert '<h4 id="heading-1">Who needs a permit</h4>' in shown
    assert '<li class="cw-depth-1"><a href="#heading-2">Drought</a></li>' in shown
    assert shown.count("Permits to take water</h3>") == 1
    assert texts.GUIDANCE.recommendations not in shown


def test_a_document_is_chosen_where_there_are_several(client):
    app = added(client, ("water_permits.md", WATER.read_bytes()))
    app.selectbox(key="document").set_value("water_permits").run()
    shown = html(app)
    assert "Drinking water should come first" in shown
    assert "<li>Meters and Returns <span" in shown
    assert texts.GUIDANCE.pointers_hint in shown


def test_a_page_that_is_referred_to_is_loaded_once_it_was_added(client):
    about = {"module": "Water"}
    for name, text in (
        ("water.md", b"# Water\n\nSee the section on Meters and Returns."),
        ("m.md", b"# Meters and returns\n\nThey count."),
    ):
        app = opened(client, "guidance")
        app.text_input(key="add-0-module").set_value(about["module"])
        finished(given(app, (name, text)))
    app = opened(client, "guidance")
    app.selectbox(key="document").set_value("water").run()
    assert "loaded: Meters and returns" in html(app)
    assert texts.GUIDANCE.pointers_hint not in html(app)


def test_a_very_long_page_is_shown_in_parts(client):
    document = Document("long", "Long", "Water is short in summer. " * 200)
    passages = split_passages(document)
    parts = in_parts(passages, 1500)
    assert [one for part in parts for one in part] == list(passages)
    assert len(parts) > 1
    assert in_parts(()) == []


# the reader --------------------------------------------------------------------------------------------------------------


def test_a_quote_of_the_register_is_read_in_its_page(client):
    app = opened(client, "guidance")
    before = html(app).count("cw-reader")
    app.button(key="register-ST-01-0").click().run()
    assert not app.exception
    shown = html(app)
    assert (before, shown.count('class="cw-reader')) == (0, 1)
    assert "scrollIntoView" in shown


def test_a_citation_that_was_found_is_read_in_its_page(client):
    app = opened(client, "guidance")
    app.text_input(key="query").set_value("victims").run()
    app.button(key="found-read-0").click().run()
    assert not app.exception
    assert 'class="cw-reader' in html(app)


def test_a_page_that_says_something_else_by_now_is_not_offered(client):
    app = opened(client, "guidance")
    client.documents = {"overview": Document("overview", "Overview", "Other words.")}
    app.run()
    assert not app.exception
    assert [button.key for button in app.button if button.key and button.key.startswith("register-")] == []


def test_nothing_in_a_page_becomes_a_link_an_image_or_a_script():
    text = f"Heading {HOSTILE}\n\nDrafters should act. {HOSTILE}"
    document = Document("bad", HOSTILE, text, publisher=HOSTILE, module=HOSTILE, source_url="javascript:alert(1)")
    at = text.index("Drafters")
    for shown in (
        str(reader_html(document, split_passages(document), (at, at + 20), DAY)),
        str(reader_html(document, (), (at, at + 20), DAY)),
    ):
        assert "<mark>Drafters should act.</mark>" in shown
        assert "<script" not in shown
        assert "<img" not in shown
        assert "<a " not in shown
        assert "&lt;script&gt;" in shown


def test_the_reader_says_what_the_page_is_and_how_old(client):
    document = client.documents["overview"]
    shown = str(reader_html(document, client.passages("overview"), None, DAY))
    assert "Last edited 25 January 2011, over 5 years ago" in shown
    assert 'href="https://www.example.org/articles/553"' in shown
    assert "<mark>" not in shown


def test_of_a_long_page_what_stands_around_the_quote_is_read():
    lines = [f"Paragraph {number} says {'much ' * 60}and ends." for number in range(400)]
    document = Document("long", "Long", "\n\n".join(lines))
    at = document.text.index("Paragraph 200")
    shown = str(reader_html(document, split_passages(document), (at, at + 13), DAY))
    assert "<mark>Paragraph 200</mark>" in shown
    assert "Paragraph 3 " not in shown
    assert shown.count(texts.GUIDANCE.left_out) == 2


# the register ------------------------------------------------------------------------------------------------------------


def test_a_recommendation_begins_with_its_force_and_its_words(client):
    app = opened(client, "guidance")
    shown = html(app)
    assert "<strong>The guidance says drafters should</strong>" in shown
    assert shown.index(texts.GUIDANCE.quotes) < shown.index(texts.GUIDANCE.criteria)
    assert str(citation_html(client.register.guidance["ST-01"][0], DAY)) in shown


def test_what_leads_to_each_verdict_is_said_before_the_detail(client):
    shown = html(opened(client, "guidance"))
    summary = shown[shown.index('<dl class="cw-outcomes">') : shown.index(texts.GUIDANCE.criteria_detail)]
    assert f'<dt class="cw-met">✓ Met</dt><dd><p>{texts.GUIDANCE.does_it_whole}</p></dd>' in summary
    assert "<li>the persons it speaks to name only child</li>" in summary
    assert texts.GUIDANCE.none_of_these in summary
    assert "Conflict" not in summary


# adding and removing -----------------------------------------------------------------------------------------------------


def test_an_added_document_is_there_at_once_and_the_form_is_empty_again(client):
    app = opened(client, "guidance")
    app.text_input(key="add-0-publisher").set_value("Ministry of Rivers")
    app.text_input(key="add-0-source").set_value("https://www.example.org/water")
    app.date_input(key="add-0-date").set_value(dt.date(2024, 5, 6))
    app = finished(given(app, ("water_permits.md", WATER.read_bytes())))
    document = client.documents["water_permits"]
    assert (document.title, document.publisher) == ("Permits to take water", "Ministry of Rivers")
    assert (document.source_url, document.last_edited) == ("https://www.example.org/water", dt.date(2024, 5, 6))
    (said,) = told(app)
    assert f"<p>Added “Permits to take water”: {len(document.text):,} characters, 5 passages.</p>" in said
    assert texts.GUIDANCE.found_at_once in said
    assert app.text_input(key="add-1-publisher").value == ""
    assert app.file_uploader[0].value == []


def test_several_are_added_at_once_and_one_of_the_same_name_is_replaced(client):
    app = added(client, ("water.md", b"# Water\n\nTake less."), ("fees.txt", b"Fees should be paid."))
    assert set(client.documents) == {"overview", "water", "fees"}
    app = finished(given(app, ("water.md", b"# Water\n\nTake more.")))
    assert "Replaced “Water”" in told(app)[0]
    assert client.documents["water"].text.endswith("Take more.")


def test_a_name_with_a_path_in_it_leads_nowhere(client):
    added(client, ("../../../outside.md", b"Drafters should act."))
    assert [path.name for path in (client.settings.data_dir / ADDED).iterdir()] == ["outside.md"]


@pytest.mark.parametrize(
    ("files", "fields", "said"),
    [
        ([], {}, texts.GUIDANCE.nothing_chosen),
        ([("a.md", b"x"), ("b.md", b"y")], {"title": "Both"}, texts.GUIDANCE.one_title),
        ([("a.md", b"x")], {"source": "www.example.org"}, texts.GUIDANCE.bad_source),
    ],
)
def test_what_is_missing_is_said_before_anything_begins(client, files, fields, said):
    app = opened(client, "guidance")
    for name, value in fields.items():
        app.text_input(key=f"add-0-{name}").set_value(value)
    app = given(app, *files)
    assert [warning.value for warning in app.warning] == [said]
    assert guidance_desk._bench(client.settings.data_dir).job is None


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "Nothing was added: empty.txt: the file is empty; check that it was saved"),
        ("broken.docx", b"PK\x03\x04broken", "Nothing was added: broken.docx: "),
        ("sex-trafficking-overview.md", b"x", "Nothing was added: sex-trafficking-overview.md: its id"),
    ],
)
def test_a_bad_file_is_one_line_and_nothing_is_lost(client, name, data, said):
    app = opened(client, "guidance")
    app.text_input(key="add-0-publisher").set_value("Ministry of Rivers")
    app = finished(given(app, ("good.md", b"Drafters should act."), (name, data)))
    (error,) = plain(app.error)
    assert error.startswith(said)
    assert app.text_input(key="add-0-publisher").value == "Ministry of Rivers"
    assert [file.name for file in app.file_uploader[0].value] == ["good.md", name]
    assert added_pages(client.settings.data_dir) == {}
    assert set(client.documents) == {"overview"}


@pytest.mark.parametrize("refusal", [IndexLocked("another process is building"), RegisterError("its quote is not there")])
def test_what_cannot_be_indexed_is_not_added(client, refusal):
    client.refusal = refusal
    app = added(client, ("water.md", b"Take less."))
    assert plain(app.error) == [f"{texts.GUIDANCE.not_added}: {refusal}"]
    assert added_pages(client.settings.data_dir) == {}
    client.refusal = None
    assert "Added “water”" in told(finished(submit(app)))[0]


def test_only_what_was_added_can_be_removed(client):
    app = added(client, ("water.md", b"# Water\n\nTake less."))
    assert [button.key for button in app.button if button.label == texts.GUIDANCE.remove_now] == ["own-remove-water"]
    app.button(key="own-remove-water").click().run()
    app = finished(app)
    assert "<p>Removed “Water”.</p>" in told(app)[0]
    assert set(client.documents) == {"overview"}
    assert [button.key for button in app.button if button.label == texts.GUIDANCE.remove_now] == []


def test_the_document_that_is_being_read_can_be_removed(client):
    app = added(client, ("water.md", b"# Water\n\nTake less."))
    app.selectbox(key="document").set_value("water").run()
    assert "Take less." in html(app)
    app.button(key="own-remove-water").click().run()
    app = finished(app)
    assert "Victims should not be penalized." in html(app)
    assert "Take less." not in html(app)


def test_a_document_that_was_added_is_read_in_the_reader(client):
    app = added(client, ("water.md", b"# Water\n\nTake less."))
    app.button(key="own-read-water").click().run()
    assert not app.exception
    assert 'class="cw-reader' in html(app)


def test_pages_added_at_the_command_line_meanwhile_are_loaded_on_demand(client):
    folder = client.settings.data_dir / ADDED
    folder.mkdir()
    (folder / "water.md").write_text("Take less.")
    app = opened(client, "guidance")
    assert plain(app.info) == ["1 document is on this computer not loaded yet: water."]
    app.button(key="own-refresh").click().run()
    app = finished(app)
    assert texts.GUIDANCE.refreshed in told(app)[0]
    assert "water" in client.documents


def test_one_change_at_a_time(client):
    opened(client, "guidance")
    bench = guidance_desk._bench(client.settings.data_dir)
    added(client, ("water.md", b"Take less."))

    class Running:
        is_running, share, stage, done, total = True, 0.5, "embedding passages", 3, 6

    bench.job = Running()
    app = opened(client, "guidance")
    buttons = [
        button for button in app.button if button.label in {texts.GUIDANCE.submit, texts.GUIDANCE.remove_now, texts.GUIDANCE.save}
    ]
    assert buttons
    assert all(button.disabled for button in buttons)


def test_where_the_app_is_served_to_others_its_pages_change_nothing(client, monkeypatch):
    monkeypatch.setattr(guidance_desk, "may_change", lambda: False)
    app = opened(client, "guidance")
    assert plain(app.info) == [texts.GUIDANCE.shared]
    assert "clausewise corpus add" in app.code[0].value
    assert not app.file_uploader
    assert texts.GUIDANCE.submit not in [button.label for button in app.button]


# fetching ----------------------------------------------------------------------------------------------------------------


def test_the_list_that_ships_is_shown_and_an_edited_one_takes_its_place(client):
    app = opened(client, "guidance")
    assert "https://www.endvawnow.org/en/articles/553" in html(app)
    app.text_area[0].set_value('[[page]]\nurl = "http://127.0.0.1:9/a"\nid = "overview"\ntitle = "Mine"\n')
    app = submit(app, texts.GUIDANCE.save)
    shown = html(app)
    assert "<li>Mine <span" in shown
    assert "endvawnow.org/en/articles/534" not in shown
    assert app.button(key="fetch-legislation").disabled


def test_a_list_that_is_wrong_is_one_line_and_nothing_is_lost(client):
    app = opened(client, "guidance")
    app.text_area[0].set_value("[[page]")
    app = submit(app, texts.GUIDANCE.save)
    assert plain(app.error)[0].startswith(f"{texts.GUIDANCE.not_saved}: legislation.toml: the list cannot be read")
    assert app.text_area[0].value == "[[page]"
    assert own_lists(client.settings.data_dir) == {}


def test_pages_that_cannot_be_fetched_are_named_with_the_reason(client):
    app = opened(client, "guidance")
    app.text_area[0].set_value('[[page]]\nurl = "http://127.0.0.1:9/a"\n')
    app = submit(app, texts.GUIDANCE.save)
    app.button(key="fetch-legislation").click().run()
    app = finished(app)
    (said,) = told(app)
    assert "<p>0 pages fetched, 0 there already.</p>" in said
    assert "<li>http://127.0.0.1:9/a: " in said
