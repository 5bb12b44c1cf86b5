"""The Evals page, and the way from an answer or a finding into the user's own cases, drawn by Streamlit's own test runner."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from bot.answering.answer import Turn
from bot.draft_files import DraftFile
from bot.reviewing.findings import Override, OverrideKind, Scope, Verdict
from evals.added import add_ask, add_review, own_cases
from evals.cases import AskExpect, Label
from evals.runs import RUNS, list_runs, named, save_run
from tests.support import reviews
from tests.support.eval_runs import ask_run, review_run
from tests.support.fake_client import HOSTILE, FakeClient
from tests.support.pages import html, opened
from ui.web import keeping, texts, wiring
from ui.web.components.add_case import OPEN
from ui.web.texts.evals import ADD, SUITES

AT = dt.datetime(2026, 11, 25, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def client(tmp_path):
    return FakeClient(tmp_path / "data")


@pytest.fixture
def runs(client):
    return client.settings.data_dir / RUNS


def cases(app):
    """The cases that are listed, in their order: sign, id, what they are about."""
    return [label.replace("\\", "") for label in (one.label for one in app.expander) if label[:1] in {"✕", "✓"}]


def captions(app):
    return [one.value.replace("\\", "") for one in app.caption]


def test_without_runs_the_page_names_the_command_that_makes_one(client):
    app = opened(client, "evals")
    assert [code.value for code in app.code] == [texts.EVALS.command]
    assert texts.EVALS.empty in captions(app)
    assert texts.EVALS.own_none in captions(app)


def test_a_run_shows_its_figures_with_n_and_interval(client, runs, tmp_path):
    save_run(ask_run(tmp_path / "set", right=False), runs)
    shown = html(opened(client, "evals"))
    assert "<td>Answered correctly (all that applies)</td><td" in shown
    assert '<td class="cw-number">0.333</td><td class="cw-number">0.045 to 0.841</td><td class="cw-number">3</td>' in shown
    assert '<td>Refused, of those to be refused (recall)</td><td class="cw-number">0.000</td>' in shown


def test_what_was_not_scored_is_not_zero(client, runs, tmp_path):
    save_run(ask_run(tmp_path / "set", questions=2), runs)
    row = '<td>Refused, of those to be refused (recall)</td><td class="cw-number">n/a</td><td class="cw-number">n/a</td><td class="cw-number">0</td>'
    assert row in html(opened(client, "evals"))


def test_failing_cases_come_with_their_evidence_and_the_held_out_half_stays_away(client, runs, tmp_path):
    save_run(ask_run(tmp_path / "set", right=False), runs)
    app = opened(client, "evals")
    assert [label.split("**")[1] for label in cases(app)] == ["ask-2"]
    assert f"1 of 3 cases · {texts.EVALS.held_out_count.format(count=1)}" in captions(app)
    shown = html(app)
    for told in ("Buyers should be punished as well.", "Drafters should criminalize attempts.", "A guide", "ST-02", "ST-03"):
        assert told in shown
    assert "A question that is held out?" not in shown
    app.toggle(key="held-out-ask").set_value(True).run()
    assert [label.split("**")[1] for label in cases(app)] == ["ask-2", "ask-3"]


def test_the_filters_narrow_the_cases(client, runs, tmp_path):
    save_run(ask_run(tmp_path / "set", right=False), runs)
    app = opened(client, "evals")

    def ids():
        assert not app.exception
        return [label.split("**")[1] for label in cases(app)]

    app.toggle(key="failing-ask").set_value(False).run()
    assert ids() == ["ask-2", "ask-1"], "most wrong first"
    app.text_input(key="search-ask").set_value("ASK-1").run()
    assert ids() == ["ask-1"]
    app.text_input(key="search-ask").set_value("attempts must").run()
    assert ids() == ["ask-1"], "words of the question, in any order"
    app.text_input(key="search-ask").set_value("").run()
    app.selectbox(key="tag-ask").set_value("typo").run()
    assert ids() == ["ask-2"]
    app.selectbox(key="tag-ask").set_value("fact").run()
    app.selectbox(key="metric-ask").set_value("quotes").run()
    assert ids() == []
    assert [texts.EVALS.no_case for one in captions(app) if texts.EVALS.no_case in one]


def test_a_wrong_verdict_shows_the_words_of_both_sides_and_why(client, runs, tmp_path):
    save_run(review_run(tmp_path / "set", right=False), runs)
    shown = html(opened(client, "evals"))
    assert "ST-01 · due ✕ conflict, given ◐ partial" in shown
    assert "<mark>Victims are jailed</mark>" in shown
    assert "<mark>Buyers go free</mark>" in shown
    assert "punishes whom the &lt;b&gt;guidance&lt;/b&gt; spares" in shown
    assert "because of ST-01" in shown
    assert "Drafters should criminalize attempts." in shown


def test_nothing_in_a_case_becomes_a_link_an_image_or_a_script(client, runs, tmp_path):
    for run in (ask_run(tmp_path / "a", right=False, more=HOSTILE), review_run(tmp_path / "r", right=False, more=HOSTILE)):
        save_run(run, runs)
    app = opened(client, "evals")
    shown = html(app)
    app.pills(key="suite").set_value("review").run()
    shown += html(app)
    for forbidden in ("<script", "<img", 'href="https://evil', "<b>"):
        assert forbidden not in shown
    assert "&lt;script&gt;" in shown
    assert not [label for label in (one.label for one in app.expander) if "[here](" in label]


def test_two_runs_are_compared_worse_first(client, runs, tmp_path):
    better, worse = ask_run(tmp_path / "set"), ask_run(tmp_path / "set", day=1, right=False)
    for run in (better, worse):
        save_run(run, runs)
    app = opened(client, "evals")
    assert texts.EVALS.changes not in [one.value for one in app.header]
    choices = app.selectbox(key="earlier-ask")
    assert choices.options == [texts.EVALS.nothing, "20 November 2026, 09:00 UTC · 3 cases"]
    choices.select_index(1).run()
    assert not app.exception
    shown = html(app)
    assert "4 worse, 0 better, " in shown
    assert shown.index("worse</span></td><td>ask-2</td><td>all together</td><td>1.000</td><td>0.000</td>") > 0
    assert texts.EVALS.other_dataset not in shown
    assert "0.667 (n=3)" in shown, "the earlier figure beside the new one"


def test_runs_on_other_cases_are_never_compared_in_silence(client, runs, tmp_path):
    save_run(ask_run(tmp_path / "set", questions=2), runs)
    save_run(ask_run(tmp_path / "set", day=1), runs)
    app = opened(client, "evals")
    assert f"3 ({texts.EVALS.changed_here})" in html(app), "in the table of the chart"
    app.selectbox(key="earlier-ask").select_index(1).run()
    shown = html(app)
    assert texts.EVALS.other_dataset in shown
    assert texts.EVALS.earlier_other in shown


def test_the_chart_has_the_same_figures_as_a_table(client, runs, tmp_path):
    for day, right in enumerate((False, True, True)):
        save_run(ask_run(tmp_path / "set", day=day, right=right), runs)
    app = opened(client, "evals")
    (drawn,) = app.get("vega_lite_chart")
    assert drawn.proto.alt == (
        "Answered correctly (all that applies). dev: 0.500 on 20 November 2026, 1.000 on 22 November 2026; "
        "test: 0.000 on 20 November 2026, 0.000 on 22 November 2026. The table below gives every value."
    )
    shown = html(app)
    rows = [row.split("</td>")[0] for row in shown.split("<tr><td>")]
    days = [row for row in rows if row.startswith("2026-11-2")]
    assert days == ["2026-11-22 09:00", "2026-11-21 09:00", "2026-11-20 09:00"], "the newest first"
    assert "<td>0.500, 0.055 to 0.945, n=2</td><td>0.000, 0.000 to 0.793, n=1</td>" in shown
    app.selectbox(key="figure-ask").set_value("refused_recall").run()
    assert "<td>n/a</td><td>0.000, 0.000 to 0.793, n=1</td>" in html(app)


def test_one_run_makes_no_chart(client, runs, tmp_path):
    save_run(ask_run(tmp_path / "set"), runs)
    app = opened(client, "evals")
    assert texts.EVALS.one_run in captions(app)
    assert not app.get("vega_lite_chart")


def test_a_run_that_was_changed_is_one_line_and_the_others_are_shown(client, runs, tmp_path):
    save_run(ask_run(tmp_path / "set"), runs)
    path = save_run(ask_run(tmp_path / "set", day=1), runs)
    path.chmod(0o600)
    path.write_text(path.read_text().replace("buyers", "sellers"))
    app = opened(client, "evals")
    assert ["changed after it was written" in one.value for one in app.error] == [True]
    assert "Answered correctly" in html(app)


def add_own(data_dir):
    asked = add_ask(data_dir, "Parking <b>?", AskExpect(status="refused"), by="Ada", at=AT, note="nothing on it")
    labels = [Label(element="ST-11", verdict="conflict", quote="Victims are jailed", why="the opposite")]
    reviewed = add_review(data_dir, DraftFile("bill.txt", b"Victims are jailed."), Scope.WHOLE, labels, by="Ada", at=AT)
    return asked, reviewed


def test_own_cases_are_listed_with_what_is_due_and_who_said_so(client):
    add_own(client.settings.data_dir)
    app = opened(client, "evals")
    listed = [one.label.replace("\\", "") for one in app.expander if "own" in one.label]
    assert [label.split("**")[1] for label in listed] == ["Parking <b>?", "bill.txt"]
    shown = html(app)
    assert "from practice; ST-11 reviewed by Ada, 2026-11-25 09:30 UTC" in shown
    assert "Victims are jailed" in shown
    assert "nothing on it" in shown
    assert [code.value for code in app.code][-1] == texts.EVALS.own_command


def test_an_own_case_is_deleted_with_its_draft_and_the_runs_that_hold_it(client, runs, tmp_path):
    data_dir = client.settings.data_dir
    _, reviewed = add_own(data_dir)
    run = review_run(tmp_path / "set", suite="review-own")
    mine = run.cases[0].model_copy(update={"id": reviewed.id})
    save_run(named(run.model_copy(update={"cases": (mine,)})), runs)
    app = opened(client, "evals")
    assert SUITES["review-own"] in app.pills(key="suite").options
    app.session_state[f"delete-{reviewed.id}"] = True
    app.run()
    assert texts.EVALS.delete_runs.format(count=1) in captions(app)
    app.button(key=f"delete-now-{reviewed.id}").click().run()
    assert not app.exception
    assert not app.error
    assert own_cases(data_dir).review == ()
    assert list_runs(runs) == []
    assert not [path for path in data_dir.rglob("*") if path.is_file() and b"jailed" in path.read_bytes()]
    app.session_state[f"delete-{reviewed.id}"] = True
    app.run()
    assert "bill.txt" not in " ".join(one.label for one in app.expander)


def test_a_broken_file_of_own_cases_is_one_line_and_the_runs_are_shown(client, runs, tmp_path):
    save_run(ask_run(tmp_path / "set"), runs)
    add_own(client.settings.data_dir)
    path = client.settings.data_dir / "evals" / "ask" / "added.jsonl"
    path.write_text("{}\n", encoding="utf-8")
    app = opened(client, "evals")
    (error,) = app.error
    assert f"{path}:1: " in error.value.replace("\\", "")
    assert "Answered correctly" in html(app)


def test_where_several_people_come_nobody_sees_the_cases_of_one(client, runs, tmp_path, monkeypatch):
    add_own(client.settings.data_dir)
    save_run(ask_run(tmp_path / "a"), runs)
    save_run(review_run(tmp_path / "r", suite="review-own"), runs)
    monkeypatch.setattr(wiring, "client", lambda: client)
    monkeypatch.setattr(keeping, "is_shared", lambda: True)
    app = opened(None, "evals")
    assert texts.EVALS.not_here in captions(app)
    assert app.pills(key="suite").options == [SUITES["ask"]]
    assert "jailed" not in html(app)


def _page():
    import streamlit as st

    from ui.web.components.add_case import draw_add_answer, draw_add_finding

    given = st.session_state["given"]
    if "result" in given:
        draw_add_answer(given["result"], given["data_dir"], by="Ada", key="k", history=given.get("history", ()))
    else:
        draw_add_finding(given["review"], given["finding"], given["draft"], given["data_dir"], by="Ada", key="k")


def form(client, **given):
    """A page with one answer or finding that can be added; the form is open."""
    app = AppTest.from_function(_page, default_timeout=30)
    app.session_state[wiring.CLIENT] = client
    app.session_state["given"] = {"data_dir": client.settings.data_dir, **given}
    app.run()
    if app.button:
        app.button(key="add-k").click().run()
    assert not app.exception
    return app


def saved(app):
    """Press the button; what the form said then."""
    app.button(key="add-save-k").click().run()
    assert not app.exception
    return [one.value.replace("\\", "") for one in (*app.success, *app.error)]


def test_nothing_is_drawn_before_the_form_is_opened(client):
    app = form(client, result=client.ask("Must attempts be punished?"))
    assert app.radio
    app.session_state[OPEN] = "another"
    app.run()
    assert not app.radio
    assert [one.key for one in app.button] == ["add-k"]


def test_an_answer_becomes_a_case_with_the_quotes_it_rests_on(client):
    app = form(client, result=client.ask("Must attempts be punished?"))
    assert app.radio[0].value == "answered"
    app.text_area(key="add-quote-k-0").set_value("should also  criminalize attempts").run()
    app.text_area(key="add-note-k").set_value("the page says so").run()
    told = saved(app)
    (case,) = own_cases(client.settings.data_dir).ask
    assert told == [ADD.saved.format(id=case.id)]
    assert case.question == "Must attempts be punished?"
    assert case.expect == AskExpect(
        status="answered",
        quotes=("should also criminalize attempts",),
        gaps=("how much they are punished",),
        recommendations=("ST-03",),
    )
    assert (case.note, case.tags) == ("the page says so", ("practice",))
    assert "reviewed by Ada, " in case.provenance


def test_a_refusal_that_was_wrong_is_due_the_words_that_answer(client):
    app = form(client, result=client.ask("Parking?"))
    assert app.radio[0].value == "refused"
    app.radio[0].set_value("answered").run()
    assert app.multiselect(key="add-quotes-k").options == ["[nearest 1] Drafters should criminalize the offence."]
    app.multiselect(key="add-quotes-k").set_value([0]).run()
    app.text_area(key="add-more-k").set_value("Victims should not be penalized.\n\nnot in the guidance").run()
    (told,) = saved(app)
    assert "'not in the guidance' are not in the text" in told
    assert own_cases(client.settings.data_dir).ask == (), "nothing is saved by halves"
    app.text_area(key="add-more-k").set_value("Victims should not be penalized.").run()
    saved(app)
    (case,) = own_cases(client.settings.data_dir).ask
    assert case.expect.quotes == ("Drafters should criminalize the offence.", "Victims should not be penalized.")


def test_a_right_refusal_becomes_a_case_without_quotes(client):
    saved(form(client, result=client.ask("Parking?")))
    (case,) = own_cases(client.settings.data_dir).ask
    assert case.expect == AskExpect(status="refused")


def test_a_follow_up_takes_along_what_was_said_before(client):
    saved(form(client, result=client.ask("Parking?"), history=(Turn("user", "Attempts?"), Turn("assistant", "Yes. [1]"))))
    (case,) = own_cases(client.settings.data_dir).ask
    assert [(turn.role, turn.content) for turn in case.history] == [("user", "Attempts?"), ("assistant", "Yes. [1]")]


def test_an_answer_from_a_review_is_no_question_to_the_guidance(client):
    result = client.ask("Must attempts be punished?")
    assert not form(client, result=replace(result, engine=replace(result.engine, index_id=""))).radio


def test_without_a_reviewers_name_nothing_is_saved(client):
    app = form(client, result=client.ask("Parking?"))
    app.text_input(key="add-by-k").set_value("  ").run()
    assert saved(app) == ["the case: the reviewer's name is empty; say who reviewed it"]
    assert own_cases(client.settings.data_dir).ask == ()


BILL = DraftFile("bill.txt", "\n".join(reviews.DRAFT_LINES).encode())


def reviewed(number=0, review=None, **changes):
    review = review or reviews.review()
    return {"review": review, "finding": replace(review.findings[number], **changes), "draft": BILL}


def test_a_finding_becomes_a_case_with_the_draft(client):
    app = form(client, **reviewed())
    assert app.text_area(key="add-words-k").value == "1. A person who traffics a child commits an offence."
    app.selectbox(key="add-verdict-k").set_value(Verdict.MET).run()
    app.text_area(key="add-words-k").set_value("traffics a child").run()
    app.text_area(key="add-note-k").set_value("children are the object of the Act").run()
    (told,) = saved(app)
    (case,) = own_cases(client.settings.data_dir).review
    assert told == ADD.saved.format(id=case.id)
    assert case.expect == (
        Label(element="ST-01", verdict="met", quote="traffics a child", why="children are the object of the Act"),
    )
    assert (case.title, case.scope, case.tags) == ("bill.txt", "whole", ("practice", "tool_erred"))
    assert (client.settings.data_dir / "evals" / "review" / case.draft).read_bytes() == BILL.data


def test_a_second_finding_joins_the_case_of_the_draft(client):
    for number in (0, 3):
        saved(form(client, **reviewed(number)))
    (case,) = own_cases(client.settings.data_dir).review
    assert [(one.element, one.verdict) for one in case.expect] == [("ST-01", "partial"), ("ST-04", "missing")]
    assert case.tags == ("practice",), "the tool was right"


def test_words_that_are_not_in_the_draft_are_not_saved(client):
    app = form(client, **reviewed())
    app.text_area(key="add-words-k").set_value("traffics an adult").run()
    (told,) = saved(app)
    assert "'traffics an adult' are not in the text" in told
    assert own_cases(client.settings.data_dir).review == ()


def test_an_override_that_says_the_tool_erred_fills_the_form(client):
    said = Override(OverrideKind.TOOL_ERRED, Verdict.MISSING, "only a preamble", "Grace", "2026-11-25T09:30:00+00:00")
    app = form(client, **reviewed(override=said))
    assert app.selectbox(key="add-verdict-k").value == Verdict.MISSING
    assert app.text_area(key="add-note-k").value == "only a preamble"
    assert "add-words-k" not in [one.key for one in app.text_area], "what is missing has no words"


def test_of_files_judged_together_no_case_is_offered(client):
    together = replace(reviews.review(), document=replace(reviews.draft(), files=("bill.txt", "act.txt"), parts=(20,)))
    app = form(client, **reviewed(review=together))
    assert captions(app) == [ADD.several]
    assert not app.button


def test_where_several_people_come_nothing_is_offered(client, monkeypatch):
    monkeypatch.setattr(keeping, "user", lambda: "somebody")
    for given in ({"result": client.ask("Parking?")}, reviewed()):
        app = form(client, **given)
        assert not app.button
        assert not app.caption
