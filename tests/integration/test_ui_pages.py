"""Every page drawn by Streamlit's own test runner, with a client made by hand."""

from __future__ import annotations

import pytest

from tests.support.fake_client import QUESTIONS, FakeClient
from tests.support.pages import html, opened
from ui.web import texts, wiring

BILL = "Widgets Bill\n1. A person who traffics a child commits an offence.\n2. Attempts are not punished.\n3. Commencement."


@pytest.fixture
def client(tmp_path):
    return FakeClient(tmp_path)


def labels(app):
    return [expander.label for expander in app.expander]


def asked(client, question):
    app = opened(client)
    app.chat_input[0].set_value(question).run()
    assert not app.exception
    return app


def test_ask_begins_with_the_questions_of_the_register(client):
    app = opened(client)
    assert [b.label.replace("\\", "") for b in app.button] == list(QUESTIONS)
    app.button(key="suggested-0").click().run()
    assert client.asked == [(QUESTIONS[0], ())]
    assert [b.label.replace("\\", "") for b in app.button if b.key and b.key.startswith("follow-up")] == [QUESTIONS[1]]
    assert [b.label for b in app.get("download_button")] == [texts.ASK.download]


def test_an_answer_shows_its_marker_and_its_citation_with_the_quote_marked(client):
    app = asked(client, "Must attempts be punished?")
    shown = html(app)
    assert '<sup class="cw-marker">[1]</sup>' in shown
    assert "<mark>Legislation should also criminalize attempts.</mark>" in shown
    assert "last edited 25 January 2011, over 5 years ago" in shown
    assert 'href="https://www.example.org/articles/553"' in shown
    assert "how much they are punished" in shown
    assert labels(app)[0].replace("\\", "").startswith("[1] Legislation should also")
    assert any("ST\\-03" in caption.value for caption in app.caption)


def test_an_answer_can_be_copied_with_its_citations_in_two_ways(client):
    app = asked(client, "Must attempts be punished?")
    listed, footnotes = (block.value for block in app.code)
    assert "- [1] “Legislation should also criminalize attempts.” (" in listed
    assert "[^1]: “Legislation should also criminalize attempts.” (" in footnotes
    assert "[](" not in listed.replace("\\[", "")


def test_nothing_in_an_answer_becomes_a_link_an_image_or_a_script(client):
    shown = html(asked(client, "Must attempts be punished?"))
    assert "<script" not in shown
    assert "<img" not in shown
    assert 'href="https://evil' not in shown
    assert "&lt;script&gt;" in shown


def test_a_refusal_says_so_and_shows_what_comes_nearest(client):
    app = asked(client, "What about parking?")
    shown = html(app)
    assert texts.ASK.refused in shown
    assert "<li>parking</li>" in shown
    assert texts.ASK.nearest in shown
    assert len(labels(app)) == 1


def test_an_error_is_one_line_with_what_to_do_next(client):
    app = asked(client, "Where is the index?")
    assert [e.value.replace("\\", "") for e in app.error] == ["data: there is no index yet; run `clausewise index build`"]


def test_a_follow_up_is_asked_with_what_was_said_before(client):
    app = asked(client, "Must attempts be punished?")
    app.chat_input[0].set_value("And parking?").run()
    history = client.asked[1][1]
    assert [turn.role for turn in history] == ["user", "assistant"]
    assert len(app.chat_message) == 4


def test_a_question_put_while_another_is_being_answered_is_not_lost(client):
    app = opened(client)
    app.session_state["ask.conversation"] = [wiring.Exchange("Must attempts be punished?"), wiring.Exchange("And parking?")]
    app.run()
    assert [question for question, _ in client.asked] == ["Must attempts be punished?", "And parking?"]
    assert len(client.asked[1][1]) == 2
    app.run()
    assert len(client.asked) == 2


def test_a_new_conversation_forgets_the_old_one(client):
    app = asked(client, "Must attempts be punished?")
    next(button for button in app.button if button.label == texts.ASK.new).click().run()
    assert not app.chat_message
    app.chat_input[0].set_value("And parking?").run()
    assert client.asked[-1][1] == ()


def test_two_sessions_do_not_see_each_other(client):
    asked(client, "Must attempts be punished?")
    assert not opened(client).chat_message


def test_guidance_is_read_passage_by_passage_with_its_age_and_source(client):
    app = opened(client, "guidance")
    shown = html(app)
    assert "Victims should not be penalized." in shown
    assert 'href="https://www.example.org/articles/553"' in shown
    assert "Last edited 25 January 2011, over 5 years ago" in shown


def test_the_register_gives_its_criteria_in_plain_words(client):
    shown = html(opened(client, "guidance"))
    assert "Met, if there is “core” and nothing makes it cover less" in shown
    assert "core: a rule of the kind offence or penalty, about trafficking, not mentioning pardon" in shown
    assert "only children: the persons it speaks to name only child" in shown
    assert "traffic*" in shown
    assert texts.GUIDANCE.no_criteria in shown


def test_guidance_can_be_searched(client):
    app = opened(client, "guidance")
    app.text_input[0].set_value("victims").run()
    assert not app.exception
    assert "1 passage" in html(app)


def test_without_guidance_the_page_says_how_to_add_some(tmp_path):
    app = opened(FakeClient(tmp_path, documents=False), "guidance")
    assert "corpus add" in app.info[0].value
