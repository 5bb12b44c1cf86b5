"""Every page drawn by Streamlit's own test runner, with a client made by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import ui.web
from bot.reviewing.findings import Scope
from evals.measures import Figure, Mark
from evals.runs import RUNS, CaseRun, Origin, Run, named, save_run
from tests.support.fake_client import HOSTILE, QUESTIONS, FakeClient
from ui.web import texts, wiring

APP = Path(ui.web.__file__).parent / "app.py"
BILL = "Widgets Bill\n1. A person who traffics a child commits an offence.\n2. Attempts are not punished.\n3. Commencement."


@pytest.fixture
def client(tmp_path):
    return FakeClient(tmp_path)


def opened(client, page="ask"):
    app = AppTest.from_file(APP, default_timeout=30)
    app.session_state[wiring.CLIENT] = client
    app.run()
    if page != "ask":
        app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    return app


def html(app):
    return "\n".join(element.proto.body for element in app.get("html"))


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
    assert [b.label for b in app.button] == [texts.ASK.new]
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


def pasted(client, text, scope=None):
    app = opened(client, "review")
    if scope:
        app.radio[0].set_value(texts.SCOPES[scope])
    app.text_area[0].set_value(text)
    next(b for b in app.button if b.form_id or b.key == "FormSubmitter:paste-Review this draft").click().run()
    assert not app.exception
    return app


def test_a_pasted_draft_gets_its_findings_by_verdict_conflicts_first(client):
    app = pasted(client, BILL, Scope.WHOLE)
    assert [(d.name, d.data.decode(), s) for d, s in client.drafts] == [("pasted.txt", BILL, Scope.WHOLE)]
    findings = [label.replace("\\", "") for label in labels(app) if "**" in label]
    assert [label[:1] for label in findings] == ["✕", "?", "○", "◐", "✓"]
    shown = html(app)
    assert "<strong>1</strong> conflict" in shown
    assert "<mark>2. Attempts are not punished.</mark>" in shown
    assert "<mark>Drafters should criminalize the offence.</mark>" in shown
    assert "3 clauses searched" in shown
    assert "line numbers removed" in shown


def test_a_draft_is_shown_as_it_stands_and_nothing_in_it_is_run(client):
    shown = html(pasted(client, f"Title\n1. {HOSTILE}\n2. Two\n3. Three"))
    assert "<script" not in shown
    assert "<img" not in shown
    assert 'href="https://evil' not in shown
    assert "![x](https://evil.example/x.png)" in shown


def test_the_same_draft_is_reviewed_once(client):
    app = pasted(client, BILL)
    app.text_area[0].set_value(BILL)
    next(b for b in app.button if b.form_id).click().run()
    assert len(client.drafts) == 1


def test_a_draft_that_cannot_be_read_gives_one_line(client):
    app = opened(client, "review")
    app.file_uploader[0].set_value(("empty.txt", b" ", "text/plain")).run()
    app.button(key="run-upload").click().run()
    assert not app.exception
    assert [e.value.replace("\\", "") for e in app.error] == [
        f"{texts.REVIEW.failed}: empty.txt: the file holds no text; give a file with text"
    ]


def test_an_upload_goes_in_under_its_name(client):
    app = opened(client, "review")
    app.file_uploader[0].set_value(("bill.md", BILL.encode(), "text/markdown")).run()
    app.button(key="run-upload").click().run()
    assert client.drafts[0][0].name == "bill.md"
    assert "bill.md" in [h.value.replace("\\", "") for h in app.header]


def test_without_a_draft_the_page_asks_for_one(client):
    app = opened(client, "review")
    app.button(key="run-upload").click().run()
    assert [w.value for w in app.warning] == [texts.REVIEW.nothing_uploaded]
    assert client.drafts == []


def test_the_sample_bill_is_one_click_away(client):
    app = opened(client, "review")
    app.button(key="sample").click().run()
    assert client.drafts[0][0].name == "sample_bill.md"
    assert len(client.drafts[0][0].data) > 1000


def test_an_extract_folds_away_what_it_does_not_hold(tmp_path):
    app = pasted(FakeClient(tmp_path, scope=Scope.EXTRACT), BILL)
    plain = [label.replace("\\", "") for label in labels(app)]
    assert plain[-1] == f"{texts.REVIEW.not_in_extract} (1)"
    assert not any("○" in label for label in plain)


def test_every_export_is_offered(client):
    app = pasted(client, BILL)
    names = [button.proto.label.replace("\\", "") for button in app.get("download_button")]
    assert "Markdown report" in names
    assert "Committee paper (Word)" in names
    assert len(names) == 7


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


def test_without_runs_the_page_names_the_command_that_makes_one(client):
    app = opened(client, "evals")
    assert [code.value for code in app.code] == ["clausewise evals run"]


def run_of(hour, verdict):
    """A run of two cases; the second is right or wrong."""
    right = Mark(metric="status", value=1.0, expected="answered", actual="answered")
    other = Mark(metric="status", value=verdict, expected="refused", actual="refused" if verdict else "answered")
    cases = tuple(
        CaseRun(id=i, split="dev", tags=("fact",), case={"question": q}, output={"answer": "Yes [1]"}, seconds=0.01, marks=(m,))
        for i, q, m in (("ask-1", "Is it?", right), ("ask-2", "Parking <b>?", other))
    )
    origin = Origin(
        git_revision="abcdef1234567", version="0.1.0", python="3.11", embedding_model="minilm", index_id="x", register_id="widgets",
        register_version="1.0", register_sha256="ab", chat_model=None, settings_sha256="cd",
    )  # fmt: skip
    share = (1 + verdict) / 2
    figure = Figure(
        measure="status",
        title="Answered or refused rightly",
        group="all",
        value=share,
        low=0.1,
        high=0.9,
        n=2,
        cases=2,
        headline=True,
    )
    started = dt.datetime(2026, 11, 25, hour, tzinfo=dt.UTC)
    return named(
        Run(suite="ask", started=started, seconds=1.0, dataset_sha256="ef", origin=origin, cases=cases, figures=(figure,))
    )


def test_a_run_shows_its_figures_and_failing_cases_first(client):
    save_run(run_of(8, 0.0), client.settings.data_dir / RUNS)
    app = opened(client, "evals")
    shown = html(app)
    assert "Answered or refused rightly" in shown
    assert "0.500" in shown
    assert "0.100 to 0.900" in shown
    cases = [label.replace("\\", "") for label in labels(app) if "ask" in label]
    assert cases == ["ask-2 · Parking <b>?", "ask-1 · Is it?"]
    assert [s.value for s in app.header][1:] == ["Failing cases (1)", "Passing cases (1)"]


def test_two_runs_are_compared_mark_by_mark(client):
    folder = client.settings.data_dir / RUNS
    older = run_of(8, 0.0)
    save_run(older, folder)
    save_run(run_of(9, 1.0), folder)
    app = opened(client, "evals")
    app.selectbox(key="earlier-ask").set_value(folder / f"{older.id}.json").run()
    assert not app.exception
    shown = html(app)
    assert "0 worse, 1 better, 1 the same." in shown
    assert texts.EVALS.no_failing in [caption.value for caption in app.caption]


def test_a_run_that_was_changed_is_one_line(client):
    folder = client.settings.data_dir / RUNS
    path = save_run(run_of(8, 0.0), folder)
    path.chmod(0o644)
    path.write_text(path.read_text().replace("Parking", "Barking"))
    app = opened(client, "evals")
    assert "changed after it was written" in app.error[0].value
