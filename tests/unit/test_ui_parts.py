"""The parts that pages are drawn from: markup, excerpts, the draft's text, criteria in words, the launch."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import load_settings
from corpus.criteria import Decision, Narrower, NormPattern, Slot
from corpus.documents import Block, BlockKind, Document
from ui.web import launch
from ui.web.components.citations import is_stale
from ui.web.components.criteria import decision_words, narrower_words, pattern_words
from ui.web.components.marking import Note, noted_html
from ui.web.components.markup import (
    answer_html,
    excerpt_html,
    link_html,
    marked_html,
    merged,
    paragraph_around,
    plain_label,
    safe_url,
)
from ui.web.components.side_by_side import parts

SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6)


class _Words(HTMLParser):
    """Markup back into text; ``marked`` holds what stood in ``<mark>``, ``tags`` every tag."""

    def __init__(self, markup):
        super().__init__()
        self.text, self.marked, self.tags, self._in = "", [], set(), False
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):  # noqa: ARG002 - the base class has them
        self.tags.add(tag)
        self._in = tag == "mark"

    def handle_endtag(self, tag):  # noqa: ARG002 - likewise
        self._in = False

    def handle_data(self, data):
        self.text += data
        if self._in:
            self.marked.append(data)


@given(st.text(alphabet="ab <>&\"'", max_size=60), SPANS)
def test_marking_changes_no_word(text, spans):
    words = _Words(str(marked_html(text, 0, len(text), spans)))
    assert words.text == text
    assert words.tags <= {"mark"}


def test_overlapping_spans_become_one():
    assert merged([(5, 9), (1, 3), (8, 12), (12, 13), (40, 50)], 2, 20) == [(2, 3), (5, 13)]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "![x](https://evil.example/x.png)",
        "[click](https://evil.example)",
        "<https://evil.example>",
        "[a]: https://evil.example\n\n[a]",
        '<img src=x onerror="alert(1)">',
        "```[1]\n<b>\n```",
    ],
)
def test_an_answer_can_hold_no_link_image_or_html(text):
    tags = _Words(str(answer_html(text))).tags
    assert not tags & {"a", "img", "script", "b"}


def test_an_answer_keeps_its_markers_and_its_words():
    assert str(answer_html("Punish *attempts* [1] & aid [2].")) == (
        '<p>Punish <em>attempts</em> <sup class="cw-marker">[1]</sup> &amp; aid <sup class="cw-marker">[2]</sup>.</p>\n'
    )


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "", None, "https:", "file:///etc/passwd"]
)
def test_only_web_addresses_become_links(url):
    assert safe_url(url) is None
    assert link_html(url, "Source") == ""


def test_a_label_cannot_be_markdown():
    assert plain_label("[a](b) **c** :red[d] $e$") == r"\[a\]\(b\) \*\*c\*\* \:red\[d\] \$e\$"


@pytest.mark.parametrize("text", ["https://evil.example", "HTTP://evil.example", "www.evil.example", "someone@evil.example"])
def test_a_label_holds_no_address_that_would_become_a_link(text):
    assert not re.search(r"(?i)(https?|ftp)\\?:[^\u2060]|www[^\u2060]|@[^\u2060]", plain_label(text))
    assert plain_label(text).replace("\\", "").replace("\u2060", "") == text


def test_an_excerpt_shows_what_is_left_out():
    text = "one two three four five six seven eight nine ten"
    at = text.index("five")
    shown = str(excerpt_html(text, (at, at + 4), (0, len(text)), margin=9))
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert "<mark>five</mark>" in shown
    assert str(excerpt_html(text, (0, 3), (0, 3))) == "<mark>one</mark>"


def test_the_paragraph_around_a_quote_is_its_blocks():
    document = Document("d", "D", "first\nsecond\nthird", (Block(BlockKind.PARAGRAPH, 0, 5), Block(BlockKind.PARAGRAPH, 6, 12)))
    assert paragraph_around(document, (7, 9)) == (6, 12)
    assert paragraph_around(document, (14, 16)) == (14, 16)


@given(st.text(alphabet="ab\n", max_size=200), st.integers(1, 50))
def test_parts_cover_the_text_in_order(text, size):
    spans = parts(text, size)
    assert "".join(text[start:end] for start, end in spans) == text


@given(st.text(alphabet="ab\n<&", min_size=1, max_size=60), SPANS, st.integers(0, 30))
def test_a_text_with_notes_is_shown_whole(text, spans, cut):
    notes = [Note(low, high, "ST-01") for low, high in spans if low < high <= len(text)]
    start, end = sorted((min(cut, len(text)), len(text)))
    shown = str(noted_html(text, notes, (start, end)))
    words = _Words(shown.replace('<sup class="cw-ref">', "\0").replace("</sup>", "\0"))
    assert "".join(words.text.split("\0")[::2]) == text[start:end]


def test_where_words_end_their_notes_stand():
    shown = str(noted_html("one two three", [Note(0, 3, "ST-01 ✓"), Note(0, 7, "ST-02 ✕")], (0, 13)))
    assert shown == ('<mark>one</mark><sup class="cw-ref">ST-01 ✓</sup><mark> two</mark><sup class="cw-ref">ST-02 ✕</sup> three')


def test_a_note_leads_from_one_text_to_the_other_and_is_found_from_there():
    shown = str(noted_html("one two", [Note(4, 7, "ST-01 ✓", "draft-1", "guidance-1", "ST-01, met: to the guidance")], (0, 7)))
    assert shown == (
        'one <span id="draft-1" class="cw-here"></span><mark>two</mark><sup class="cw-ref">'
        '<a class="cw-jump" href="#guidance-1" aria-label="ST-01, met: to the guidance">ST-01 ✓</a></sup>'
    )


def test_words_that_began_before_a_part_are_found_at_its_start():
    assert str(noted_html("one two", [Note(0, 7, "ST-01", here="draft-1")], (4, 7))).startswith('<span id="draft-1"')


@pytest.mark.parametrize(
    ("edited", "stale"),
    [(dt.date(2021, 11, 24), True), (dt.date(2021, 11, 25), False), (dt.date(2025, 1, 1), False), (None, False)],
)
def test_a_text_is_stale_after_five_years(edited, stale):
    assert is_stale(edited, dt.date(2026, 11, 25)) is stale


def test_criteria_read_as_sentences():
    decision = Decision.model_validate({"conflict": "blame", "unless": ["shield", "other_rule"]})
    assert decision_words(decision) == "Conflict, if there is “blame” and no “shield” or “other rule”"
    pattern = NormPattern.model_validate({"effect": "offence", "bearer": ["VICTIM", "CHILD"], "of": "CORE_OFFENCE"})
    assert pattern_words(pattern) == "a rule of the kind offence, speaking to victim or child, and about core offence"
    assert narrower_words(Narrower(kinds="MEANS", fewer_than=2)) == "it names fewer than 2 kinds of means"
    assert narrower_words(Narrower(present=True, says="it has an exception")) == "it has an exception"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (name, {"effect": "repeal", "definitions": True}.get(name, "NAMED"))
        for name in NormPattern.model_fields
        if name not in {"says", "advice"}
    ],
)
def test_no_part_of_a_pattern_is_left_unsaid(field, value):
    plain = pattern_words(NormPattern.model_validate({"effect": "offence"}))
    assert pattern_words(NormPattern.model_validate({"effect": "offence", field: value})) != plain


@pytest.mark.parametrize("slot", Slot)
def test_a_narrower_can_be_said_of_every_part_of_a_norm(slot):
    assert narrower_words(Narrower(slot=slot, only="CHILD")).endswith("name only child")


def test_the_server_is_started_quiet_and_on_the_address_given():
    line = " ".join(launch.command("127.0.0.1", 8599))
    for option in (
        "--server.address=127.0.0.1",
        "--server.port=8599",
        "--server.headless=true",
        "--server.maxUploadSize=50",
        "--browser.gatherUsageStats=false",
    ):
        assert option in line
    assert launch.APP.is_file()


def test_the_server_gets_the_settings_as_they_were_read(tmp_path):
    settings = load_settings(data_dir=tmp_path, chat_api_key="secret", passages_k=5)
    given = launch.environment(settings, {"PATH": "/bin", "LANGSMITH_TRACING": "true"})
    assert given["PATH"] == "/bin"
    assert given["LANGSMITH_TRACING"] == "false"
    assert given["ANONYMIZED_TELEMETRY"] == "False"
    assert given["CLAUSEWISE_DATA_DIR"] == str(tmp_path)
    assert given["CLAUSEWISE_CHAT_API_KEY"] == "secret"
    assert given["CLAUSEWISE_PASSAGES_K"] == "5"
    assert "CLAUSEWISE_CHROMA_URL" not in given or settings.chroma_url is not None
