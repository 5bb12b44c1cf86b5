"""The Review page, drawn by Streamlit's own test runner with a client made by hand: drafts in, findings out, a reviewer's word on them."""

from __future__ import annotations

import io
from contextlib import closing

import docx
import pytest

from bot.reviewing.findings import OverrideKind, Scope, Verdict
from bot.settings import Settings
from bot.workspace.opening import open_workspace
from bot.workspace.values import LOCAL_USER
from tests.support.fake_client import HOSTILE, FakeClient
from tests.support.pages import html, opened
from ui.web import desk, texts

BILL = "Widgets Bill\n1. A person who traffics a child commits an offence.\n2. Attempts are not punished.\n3. Commencement."
OTHER = "Widgets Bill\n1. A person who traffics another commits an offence.\n2. Attempts are punished.\n3. Commencement."


@pytest.fixture
def client(tmp_path):
    return FakeClient(tmp_path)


@pytest.fixture
def workspace(tmp_path):
    with closing(open_workspace(Settings(data_dir=tmp_path))) as opened:
        yield opened


def paste(app, text, scope=None):
    if scope:
        app.radio(key="scope").set_value(scope)
    app.text_area(key="pasted").set_value(text)
    next(button for button in app.button if button.form_id).click().run()
    assert not app.exception
    return app


def pasted(client, text, scope=None, workspace=None):
    return paste(opened(client, "review", workspace), text, scope)


def uploaded(client, *files, together=False, workspace=None):
    app = opened(client, "review", workspace)
    app.file_uploader(key="upload").set_value([(name, text.encode(), "text/plain") for name, text in files]).run()
    if together:
        app.checkbox(key="together").check().run()
    return press(app, "run-upload")


def press(app, key):
    app.button(key=key).click().run()
    assert not app.exception
    return app


def desk_of(app):
    return app.session_state["review.desk"]


def on_show(app):
    return app.header[0].value.replace("\\", "")


def turn_to(app, name):
    """Look at one of the tabs."""
    app.session_state[f"views-{desk_of(app).current}"] = name
    app.run()
    assert not app.exception
    return app


def labels(app):
    return [expander.label.replace("\\", "") for expander in app.expander]


def findings(app):
    return [label for label in labels(app) if "**" in label]


def errors(app):
    return [error.value.replace("\\", "") for error in app.error]


def downloads(app):
    return [button.proto.label.replace("\\", "") for button in app.get("download_button")]


# drafts in -----------------------------------------------------------------------------------------------------------------


def test_a_pasted_draft_gets_its_findings_by_verdict_conflicts_first(client):
    app = pasted(client, BILL, Scope.WHOLE)
    assert [(d.name, d.data.decode(), s) for d, s in client.drafts] == [("pasted.txt", BILL, Scope.WHOLE)]
    assert [label[:1] for label in findings(app)] == ["✕", "?", "○", "◐", "✓"]
    shown = html(app)
    assert "<strong>1</strong> conflict" in shown
    assert "<mark>2. Attempts are not punished.</mark>" in shown
    assert "<mark>Drafters should criminalize the offence.</mark>" in shown
    assert "3 clauses searched" in shown
    assert "line numbers removed" in shown


def test_a_draft_is_shown_as_it_stands_and_nothing_in_it_is_run(client):
    app = pasted(client, f"Title\n1. {HOSTILE}\n2. Two\n3. Three")
    for view in (texts.REVIEW.tab_findings, texts.REVIEW.tab_clauses, texts.REVIEW.tab_text):
        shown = html(turn_to(app, view))
        assert "<script" not in shown
        assert "<img" not in shown
        assert 'href="https://evil' not in shown
    assert "![x](https://evil.example/x.png)" in shown


def test_the_same_draft_is_reviewed_once(client):
    paste(pasted(client, BILL), BILL)
    assert len(client.drafts) == 1


def test_several_drafts_are_reviewed_one_by_one_and_one_that_cannot_be_read_costs_no_other(client):
    app = uploaded(client, ("first.md", BILL), ("empty.txt", " "), ("second.md", OTHER))
    assert errors(app) == [f"{texts.REVIEW.failed}: empty.txt: the file holds no text; give a file with text"]
    assert [draft.name for draft, _ in client.drafts] == ["first.md", "empty.txt", "second.md"]
    choice = app.selectbox[0]
    assert choice.options == ["first.md", "second.md"]
    assert on_show(app) == "second.md"
    choice.set_value(next(iter(desk_of(app).entries))).run()
    assert not app.exception
    assert on_show(app) == "first.md"


def test_files_that_are_one_law_are_reviewed_together(client):
    uploaded(client, ("bill.md", BILL), ("act.md", OTHER), together=True)
    assert [draft.name for draft, _ in client.drafts] == ["bill.md + act.md"]


def test_all_drafts_of_a_session_are_set_side_by_side(client):
    app = turn_to(uploaded(client, ("first.md", BILL), ("second.md", OTHER)), texts.REVIEW.tab_matrix)
    shown = html(app)
    assert "<th>first.md</th><th>second.md</th>" in shown
    assert "Excel matrix" in downloads(app)


def test_without_a_draft_the_page_asks_for_one(client):
    app = press(opened(client, "review"), "run-upload")
    assert [w.value for w in app.warning] == [texts.REVIEW.nothing_uploaded]
    assert client.drafts == []


def test_the_sample_bill_is_one_click_away(client):
    press(opened(client, "review"), "sample")
    assert client.drafts[0][0].name == "sample_bill.md"
    assert len(client.drafts[0][0].data) > 1000


# ways to look at it --------------------------------------------------------------------------------------------------------


def test_an_extract_folds_away_what_it_does_not_hold_and_is_gone_through_clause_by_clause_first(tmp_path):
    app = pasted(FakeClient(tmp_path, scope=Scope.EXTRACT), BILL)
    assert app.tabs[2].label == texts.REVIEW.tab_clauses
    turn_to(app, texts.REVIEW.tab_findings)
    assert labels(app)[-1] == f"{texts.REVIEW.not_in_extract} (1)"
    assert not any("○" in label for label in labels(app))


def test_clause_by_clause_says_what_each_touches_and_what_would_make_it_met(client):
    shown = html(turn_to(pasted(client, BILL), texts.REVIEW.tab_clauses))
    assert "<h2>Clause 2</h2>" in shown
    first, second = shown.index("<h2>Clause 1</h2>"), shown.index("<h2>Clause 2</h2>")
    assert first < second
    assert "ST-03" in shown[second:]
    assert f"{texts.REVIEW.advice}:</strong> Say it plainly." in shown


def test_findings_can_be_filtered_by_verdict_recommendation_and_clause(client):
    app = pasted(client, BILL)
    app.get("button_group")[0].set_value([Verdict.CONFLICT, Verdict.MET]).run()
    assert [label[:1] for label in findings(app)] == ["✕", "✓"]
    app.get("button_group")[0].set_value([]).run()
    app.selectbox(key="filter-recommendation").set_value("ST-04").run()
    assert [label[:1] for label in findings(app)] == ["○"]
    app.selectbox(key="filter-recommendation").set_value("").run()
    app.selectbox(key="filter-clause").set_value("Clause 2").run()
    assert [label[:1] for label in findings(app)] == ["✕"]
    assert texts.REVIEW.filtered.format(shown=1, total=5) in [c.value for c in app.caption]


def test_side_by_side_each_quote_leads_to_the_other_side(client):
    shown = html(turn_to(pasted(client, BILL), texts.REVIEW.tab_text))
    assert '<span id="draft-ST-03-0" class="cw-here"></span>' in shown
    assert 'href="#guidance-ST-03"' in shown
    assert '<span id="guidance-ST-03" class="cw-here"></span>' in shown
    assert 'href="#draft-ST-03-0"' in shown
    assert "ST-04 ○" in shown, "what is missing is named at the guidance's words"
    assert 'href="#draft-ST-04' not in shown, "and leads nowhere"


def test_every_export_is_offered(client):
    names = downloads(turn_to(pasted(client, BILL), texts.REVIEW.tab_downloads))
    assert {"Word file with comments", "Committee paper (Word)", "Excel matrix", "HTML report", "Markdown report"} <= set(names)


def test_the_gaps_are_summed_up_in_the_word_file_or_in_one_of_their_own(client):
    app = pasted(client, BILL)
    on = desk_of(app)
    with_summary, without = (desk.exported(on, (on.current,), "docx", summary_comment=yes) for yes in (True, False))
    told = [[comment.text for comment in docx.Document(io.BytesIO(data)).comments] for data in (with_summary, without)]
    assert len(told[0]) == len(told[1]) + 1
    assert "Summary of gaps (Word)" in downloads(turn_to(app, texts.REVIEW.tab_downloads))


# a reviewer's word ---------------------------------------------------------------------------------------------------------


def override(app, finding, kind, *, note="", by="Ada", verdict=None):
    app.radio(key=f"override-kind-{finding}").set_value(kind).run()
    if verdict:
        app.selectbox(key=f"override-verdict-{finding}").set_value(verdict)
    app.text_area(key=f"override-note-{finding}").set_value(note)
    app.text_input(key=f"override-by-{finding}").set_value(by)
    return press(app, f"override-save-{finding}")


@pytest.mark.parametrize("keeps", [True, False])
def test_a_reviewer_sets_a_verdict_aside_and_takes_that_back(client, workspace, keeps):
    app = pasted(client, BILL, workspace=workspace if keeps else None)
    override(app, "ST-03", OverrideKind.TOOL_ERRED, note="Section 9 punishes them.", verdict=Verdict.MET)
    assert f"**ST-03** criminalize attempts · {texts.REVIEW.by_reviewer[OverrideKind.TOOL_ERRED]}" in findings(app)[0]
    shown = html(app)
    assert "The tool erred; the right verdict is met, says Ada" in shown
    assert "Section 9 punishes them." in shown
    assert "1 finding set aside by a reviewer" in shown
    assert "<strong>1</strong> conflict" in shown, "the counts stay the tool's"
    press(app, "take-back-ST-03")
    assert "says Ada" not in html(app)
    assert "set aside by a reviewer" not in html(app)


def test_what_does_not_fit_is_said_and_changes_nothing(client, workspace):
    app = pasted(client, BILL, workspace=workspace)
    override(app, "ST-04", OverrideKind.OTHER_ACT)
    assert "which other act" in errors(app)[0]
    override(app, "ST-04", OverrideKind.POLICY, by=" ")
    assert "name is empty" in errors(app)[0]
    assert "set aside by a reviewer" not in html(app)


def test_the_reviewers_word_is_in_the_downloads(client):
    app = pasted(client, BILL)
    before = desk_of(app)
    key = before.current
    assert b"Ada" not in desk.exported(before, (key,), "md")
    override(app, "ST-04", OverrideKind.OTHER_ACT, note="The Penal Code, section 4")
    shown = desk.exported(desk_of(app), (key,), "md").decode()
    assert "Covered by another act, says Ada" in shown
    assert "The Penal Code, section 4" in shown


def test_a_question_about_a_finding_goes_to_the_ask_page(client):
    press(pasted(client, BILL), "ask-ST-03")
    assert client.asked[0][0] == texts.REVIEW.ask_about_question.format(id="ST-03")


# what is kept --------------------------------------------------------------------------------------------------------------


def test_a_review_is_kept_and_opened_again_with_what_was_said_of_it(client, workspace):
    first = uploaded(client, ("bill.md", BILL), workspace=workspace)
    override(first, "ST-04", OverrideKind.POLICY, note="Not in this session.")
    (head,) = workspace.reviews.of(LOCAL_USER)
    later = opened(client, "review", workspace)
    press(later, f"review-{head.id}")
    assert len(client.drafts) == 1, "it is opened as it was judged, not judged again"
    assert len(client.recalled) == 1
    assert "Not followed as a matter of policy, says Ada" in html(later)
    override(later, "ST-04", OverrideKind.OTHER_ACT, note="The Penal Code")
    assert [one.kind for one in workspace.overrides.of(LOCAL_USER, head.id) if one.counts] == [OverrideKind.OTHER_ACT]


def test_the_same_review_is_kept_once(client, workspace):
    uploaded(client, ("bill.md", BILL), workspace=workspace)
    uploaded(client, ("bill.md", BILL), workspace=workspace)
    assert len(workspace.reviews.of(LOCAL_USER)) == 1
    client.verdicts = (Verdict.MET,) * 5
    uploaded(client, ("bill.md", BILL), workspace=workspace)
    assert len(workspace.reviews.of(LOCAL_USER)) == 2, "one that says something else is another"


def test_what_is_not_to_be_kept_is_not(client, workspace):
    app = opened(client, "review", workspace)
    app.toggle(key="keep").set_value(False).run()
    paste(app, BILL)
    assert findings(app)
    assert workspace.reviews.of(LOCAL_USER) == ()


def test_a_review_that_is_deleted_is_gone_from_list_and_page(client, workspace):
    app = uploaded(client, ("bill.md", BILL), workspace=workspace)
    (head,) = workspace.reviews.of(LOCAL_USER)
    press(app, f"review-delete-{head.id}")
    assert workspace.reviews.of(LOCAL_USER) == ()
    assert findings(app) == []
    assert not [button for button in app.button if button.key == f"review-{head.id}"]


def test_a_review_against_another_register_is_not_opened_but_its_files_can_be_reviewed_again(client, workspace):
    uploaded(client, ("bill.md", BILL), workspace=workspace)
    (head,) = workspace.reviews.of(LOCAL_USER)
    told = workspace.reviews.read(LOCAL_USER, head.id).review
    workspace.reviews.delete(LOCAL_USER, head.id)
    other = workspace.reviews.save(
        LOCAL_USER, "bill.md", {**told, "register": {**told["register"], "sha256": "cd" * 32}}, [client.drafts[0][0]]
    )
    app = opened(client, "review", workspace)
    press(app, f"review-{other.id}")
    assert errors(app)[0].startswith(f"{texts.REVIEW.cannot_open}: the saved review: this was judged against another register")
    press(app, "review-again")
    assert [draft.name for draft, _ in client.drafts] == ["bill.md", "bill.md"]
    assert findings(app)
    assert errors(app) == []


def test_another_users_reviews_are_not_there(client, workspace):
    uploaded(client, ("bill.md", BILL), workspace=workspace)
    (head,) = workspace.reviews.of(LOCAL_USER)
    told = workspace.reviews.read(LOCAL_USER, head.id).review
    other = workspace.reviews.save("somebody else", "secret.md", told, [client.drafts[0][0]])
    app = opened(client, "review", workspace)
    assert not [button for button in app.button if button.key == f"review-{other.id}"]


# versions ------------------------------------------------------------------------------------------------------------------


def test_two_versions_are_compared(client):
    app = opened(client, "review")
    app.file_uploader(key="upload").set_value([("new.md", OTHER.encode(), "text/markdown")]).run()
    press(app, "run-upload")
    turn_to(app, texts.REVIEW.tab_versions)
    press(app, "compare")
    assert [w.value for w in app.warning] == [texts.REVIEW.no_other]
    client.verdicts = (Verdict.MISSING, Verdict.MET, Verdict.CONFLICT, Verdict.MISSING, Verdict.NEEDS_REVIEW)
    app.file_uploader(key="other-upload").set_value(("old.md", BILL.encode(), "text/markdown")).run()
    press(app, "compare")
    shown = html(app)
    assert "From old.md to new.md" in [h.value.replace("\\", "") for h in app.header]
    assert "△ Better (1)" in shown
    assert f'<del><span class="cw-unseen">{texts.REVIEW.removed_words} </span>not </del>punished' in shown
    assert downloads(app) == ["HTML report", "Markdown report"]
    assert on_show(app) == "new.md", "the draft on show stays on show"


def test_a_comparison_shows_what_a_reviewer_has_said_since(client):
    app = uploaded(client, ("old.md", BILL), ("new.md", OTHER))
    turn_to(app, texts.REVIEW.tab_versions)
    app.selectbox(key="other-version").set_value(next(iter(desk_of(app).entries))).run()
    client.verdicts = None
    press(app, "compare")
    (made,) = desk_of(app).comparisons.values()
    turn_to(app, texts.REVIEW.tab_findings)
    override(app, "ST-04", OverrideKind.POLICY)
    assert desk_of(app).comparisons == {}
    turn_to(app, texts.REVIEW.tab_versions)
    (again,) = desk_of(app).comparisons.values()
    assert again is not made
    assert [f.override is not None for f in again.new.findings].count(True) == 1
