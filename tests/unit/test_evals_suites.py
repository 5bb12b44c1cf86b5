"""The suites against a bot that answers from a script."""

import json
from dataclasses import replace

import pytest

from bot.answering.answer import Refused, Turn
from bot.contract import ask_json
from bot.draft_files import DraftFile
from bot.errors import ChatModelError
from bot.reviewing.findings import Scope, Verdict
from corpus.errors import DamagedFile
from evals.cases import AskCase, ReviewCase
from evals.measures import Marked, figures
from evals.running import run_suite
from evals.statutes import statutes_suite
from evals.suites.ask import Asking, ask_suite, score_ask
from evals.suites.review import MEASURES, confusion, review_suite, score_review
from index.errors import DataError, IndexMissing
from tests.support.fake_bot import GUIDE, FakeBot, answered

TEXTS = {GUIDE.sha256: GUIDE.text}
ATTEMPTS = "Drafters should criminalize attempts."
FIGURES = "In 2011, 37 persons were prosecuted."


def ask_case(question="Attempts?", **expect):
    return AskCase(id="a", provenance="p", split="dev", question=question, expect={"status": "answered", **expect})


def marks_of(answer, case):
    output = Asking({})(case, FakeBot({case.question: answer}))
    return {mark.metric: mark.value for mark in score_ask(case, output, TEXTS)}


def test_an_answer_that_shows_all_that_is_asked_for_is_correct():
    case = ask_case(
        quotes=["should criminalize attempts"],
        facts=["attempts", ["punish", "criminalize"]],
        absent=["37"],
        gaps=["sentence", "term"],
        recommendations=["ST-03"],
    )
    marks = marks_of(answered(ATTEMPTS, gaps=("the length of the sentence",), recommendations=("ST-03", "ST-01")), case)
    assert marks.pop("corrects") is None
    assert set(marks.values()) == {1.0}
    assert set(marks) == {"correct", "status", "quotes", "facts", "absent", "gaps", "recommendations", "verbatim", "focus"}


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        (answered(FIGURES, gaps=("term",), recommendations=("ST-03",)), {"correct", "quotes", "facts", "absent", "focus"}),
        (answered(ATTEMPTS, recommendations=("ST-03",)), {"correct", "gaps"}),
        (answered(ATTEMPTS, gaps=("term",)), {"correct", "recommendations"}),
        (Refused("Not covered."), {"correct", "status", "quotes", "facts", "gaps", "recommendations"}),
    ],
)
def test_what_is_wrong_is_marked_where_it_is_wrong(answer, wrong):
    case = ask_case(
        quotes=["should criminalize attempts"], facts=["attempts"], absent=["37"], gaps=["term"], recommendations=["ST-03"]
    )
    assert {metric for metric, value in marks_of(answer, case).items() if value == 0.0} == wrong


def test_a_refusal_is_right_where_one_is_due_and_may_not_tell():
    case = AskCase(id="a", provenance="p", split="dev", question="Q", expect={"status": "refused", "absent": ["37"]})
    right = marks_of(Refused("Not covered."), case)
    assert (right["correct"], right["status"], right["quotes"], right["verbatim"]) == (1.0, 1.0, None, None)
    assert marks_of(Refused("Not covered, but 37."), case)["correct"] == 0.0
    assert marks_of(answered(ATTEMPTS), case)["correct"] == 0.0


def test_a_false_premise_is_put_right_by_the_quote_that_contradicts_it():
    case = ask_case(quotes=["37 persons were prosecuted"], corrects=True)
    assert marks_of(answered(FIGURES), case)["corrects"] == 1.0
    assert marks_of(answered(ATTEMPTS), case)["corrects"] == 0.0


def test_focus_is_the_share_of_citations_that_bear_on_an_expected_quote():
    assert marks_of(answered(ATTEMPTS, FIGURES), ask_case(quotes=["should criminalize attempts"]))["focus"] == 0.5


def test_a_quote_that_was_tampered_with_is_not_verbatim():
    case = ask_case()
    output = Asking({})(case, FakeBot({"Attempts?": answered(ATTEMPTS)}))
    output["citations"][0]["quote"] = "Drafters must criminalize attempts."
    marks = {mark.metric: mark for mark in score_ask(case, output, TEXTS)}
    assert (marks["verbatim"].value, marks["correct"].value) == (0.0, 0.0)
    assert "must criminalize" in marks["verbatim"].note


def test_an_error_is_wrong_in_all_that_was_asked_and_stays_unscored_elsewhere():
    marks = {mark.metric: mark.value for mark in score_ask(ask_case(facts=["x"], absent=["y"]), None, TEXTS)}
    assert (marks["correct"], marks["status"], marks["facts"], marks["absent"], marks["gaps"]) == (0.0, 0.0, 0.0, 0.0, None)


def write_ask(folder, *cases):
    (folder / "cases.jsonl").write_text("\n".join(case.model_dump_json() for case in cases), encoding="utf-8")
    return folder


def test_the_ask_suite_gives_the_history_and_measures_refusals(tmp_path):
    cases = [
        ask_case("Q1", quotes=["should criminalize attempts"]).model_copy(update={"id": "1", "tags": ("fact",)}),
        ask_case("Q2").model_copy(update={"id": "2", "split": "test"}),
        *(
            AskCase(
                id=name,
                provenance="p",
                split="test",
                question=name,
                history=[{"role": "user", "content": "before"}],
                expect={"status": "refused"},
            )
            for name in ("3", "4")
        ),
    ]
    bot = FakeBot({"Q1": answered(ATTEMPTS), "Q2": Refused("no"), "3": Refused("no"), "4": ChatModelError("the model is away")})
    run = run_suite(ask_suite(write_ask(tmp_path, *cases)), bot)
    assert bot.asked[2] == ("3", (Turn("user", "before"),))
    shown = {(one.measure, one.group): (one.value, one.n) for one in run.figures}
    assert shown["correct", "all"] == (0.5, 4)
    assert shown["correct", "split:test"] == (pytest.approx(1 / 3), 3)
    assert shown["correct", "tag:fact"] == (1.0, 1)
    assert shown["refused_recall", "all"] == (0.5, 2)
    assert shown["refused_precision", "all"] == (0.5, 2)
    assert shown["answered_recall", "all"] == (0.5, 2)
    assert shown["gaps", "all"] == (None, 0)
    assert [case.error for case in run.cases] == [None, None, None, "the model is away"]
    assert run.cases[3].output is None


def test_without_an_index_no_case_is_run(tmp_path):
    bot = FakeBot(index_error=IndexMissing("there is no index"))
    with pytest.raises(IndexMissing):
        run_suite(ask_suite(write_ask(tmp_path, ask_case())), bot)
    assert bot.asked == []


DRAFT = "1. Traffickers commit an offence. 2. Attempts are punished. 3. Victims are jailed."


def review_case(*labels, otherwise=None):
    expect = [{"element": element, "verdict": verdict, "quote": quote} for element, verdict, quote in labels]
    return ReviewCase(id="r", provenance="p", split="dev", draft="d.txt", scope="extract", expect=expect, otherwise=otherwise)


def review_marks(tmp_path, case, verdicts, **bot):
    (tmp_path / "d.txt").write_text(DRAFT, encoding="utf-8")
    (tmp_path / "cases.jsonl").write_text(case.model_dump_json(), encoding="utf-8")
    run = run_suite(review_suite(tmp_path), FakeBot(verdicts=verdicts, **bot))
    return run, {(mark.metric, mark.item): mark for mark in run.cases[0].marks}


def test_verdicts_are_due_for_the_listed_and_the_other_elements(tmp_path):
    case = review_case(("ST-01", "met", "commit an offence"), ("ST-03", "conflict", "Victims are jailed"), otherwise="missing")
    verdicts = {"ST-01": (Verdict.MET, "Traffickers commit an offence."), "ST-03": (Verdict.PARTIAL, "Attempts are punished.")}
    run, marks = review_marks(tmp_path, case, verdicts)
    seen = {item: (mark.expected, mark.actual, mark.value) for (metric, item), mark in marks.items() if metric == "verdict"}
    assert seen == {"ST-01": ("met", "met", 1.0), "ST-03": ("conflict", "partial", 0.0), "ST-02": ("missing", "missing", 1.0)}
    assert (marks["evidence", "ST-01"].value, marks["evidence", "ST-03"].value) == (1.0, 0.0)
    assert ("evidence", "ST-02") not in marks
    assert marks["evidence_precision", "ST-01"].value == pytest.approx(3 / 4)
    assert marks["verdict", "ST-03"].note == "because of ST-03"
    assert marks["verbatim", ""].value == 1.0
    assert run.cases[0].output["text"] == DRAFT


def test_what_is_not_listed_is_not_scored_without_otherwise(tmp_path):
    _, marks = review_marks(tmp_path, review_case(("ST-01", "met", None)), {})
    assert [key for key in marks if key[0] == "verdict"] == [("verdict", "ST-01")]
    assert not any(metric.startswith("evidence") for metric, _ in marks)


def test_the_draft_is_given_as_a_file_with_the_scope_of_the_case(tmp_path):
    bot_calls = []
    case = review_case(("ST-01", "missing", None))
    review_marks(tmp_path, case, {}, reviewed=bot_calls)
    assert bot_calls == [(DraftFile("d.txt", DRAFT.encode()), Scope.EXTRACT)]


def test_a_label_quote_that_is_not_in_the_draft_is_not_scored_and_says_so(tmp_path):
    _, marks = review_marks(tmp_path, review_case(("ST-01", "met", "no such words")), {"ST-01": (Verdict.MET, DRAFT)})
    assert marks["evidence", "ST-01"].value is None
    assert "not in the draft" in marks["evidence", "ST-01"].note


def test_a_draft_that_cannot_be_read_is_wrong_in_every_label_and_named(tmp_path):
    def fail(draft):
        raise DamagedFile("the file is cut short", where=draft.name)

    run, marks = review_marks(tmp_path, review_case(("ST-01", "missing", None)), {}, read=fail)
    assert run.cases[0].error == "d.txt: the file is cut short"
    assert (marks["produced", ""].value, marks["verdict", "ST-01"].value, marks["verdict", "ST-01"].actual) == (0.0, 0.0, "none")
    assert confusion(marks.values())["missing"]["none"] == 1


def test_a_quote_beside_its_offsets_is_found_out(tmp_path):
    run, _ = review_marks(tmp_path, review_case(("ST-01", "met", "commit an offence")), {"ST-01": (Verdict.MET, "Attempts")})
    output = json.loads(json.dumps(run.cases[0].output))
    output["findings"][0]["clauses"][0]["start"] += 1
    marks = {mark.metric: mark for mark in score_review(review_case(("ST-01", "met", None)), output, TEXTS)}
    assert marks["verbatim"].value == 0.0
    assert marks["verbatim"].note.startswith("ST-01 c1[")


DUE_AND_GIVEN = [
    ("met", "met"), ("met", "partial"), ("met", "needs_review"),
    ("partial", "met"), ("missing", "missing"), ("missing", "conflict"), ("missing", "met"),
    ("conflict", "conflict"), ("conflict", "missing"), ("needs_review", "needs_review"),
]  # fmt: skip


def test_every_measure_of_the_verdicts_by_hand():
    labels = [Marked(str(n), "dev", (), _verdict_marks(due, given)) for n, (due, given) in enumerate(DUE_AND_GIVEN)]
    shown = {one.measure: (one.value, one.n) for one in figures(labels, MEASURES) if one.group == "all"}
    expected = {
        "verdict": (4 / 10, 10),
        "verdict_four": (3 / 9, 9),
        "addressed": (5 / 9, 9),  # met-met, met-partial, partial-met, conflict-conflict, missing-missing
        "recall_met": (1 / 3, 3),
        "precision_met": (1 / 3, 3),
        "recall_conflict": (1 / 2, 2),
        "precision_conflict": (1 / 2, 2),
        "recall_needs_review": (1.0, 1),
        "false_conflict": (1 / 8, 8),
        "false_met": (2 / 7, 7),
        "undue_review": (1 / 9, 9),
    }
    assert {name: shown[name] for name in expected} == {name: (pytest.approx(value), n) for name, (value, n) in expected.items()}
    assert shown["recall_partial"] == (0.0, 1)
    assert shown["precision_partial"] == (0.0, 1)
    table = confusion(mark for one in labels for mark in one.marks)
    assert table["missing"] == {"met": 1, "partial": 0, "missing": 1, "conflict": 1, "needs_review": 0}


def _verdict_marks(due, given):
    case = review_case(("ST-01", due, None))
    output = {
        "text": "",
        "findings": [{"id": "ST-01", "verdict": given, "rationale": "", "clauses": [], "nearest": [], "guidance": []}],
    }
    return score_review(case, output, {})


def statutes(tmp_path, **changes):
    verdicts = [
        {"element": "ST-01", "verdict": "met", "quote": "commit an offence", "clause": "s. 1", "unsure": False, "note": "plain"},
        {"element": "ST-02", "verdict": "partial", "quote": "Attempts", "clause": None, "unsure": True},
    ]
    labels = [{"id": "land", "file": "land.txt", "source": "a public law", "verdicts": verdicts, **changes}]
    (tmp_path / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    (tmp_path / "land.txt").write_text(f"# SOURCE: a public law\n{DRAFT}", encoding="utf-8")
    return statutes_suite(tmp_path)


def test_statutes_are_marked_with_and_without_the_arguable_labels(tmp_path):
    bot = FakeBot(verdicts={"ST-01": (Verdict.MET, "commit an offence")})
    run = run_suite(statutes(tmp_path), bot)
    assert bot.reviewed == [(DraftFile("land.txt", DRAFT.encode()), Scope.WHOLE)], "the annotator's line is not law"
    assert (run.figure("addressed").value, run.figure("addressed").n) == (0.5, 2)
    assert (run.figure("addressed_sure").value, run.figure("addressed_sure").n) == (1.0, 1)
    assert run.cases[0].tags == ("statute-land",)


def test_labels_of_another_shape_are_refused(tmp_path):
    with pytest.raises(DataError, match="labelled statutes"):
        statutes(tmp_path, colour="red")
    with pytest.raises(DataError, match="No such file"):
        statutes_suite(tmp_path / "nowhere")


def test_outputs_are_the_contracts_json():
    case = ask_case()
    bot = FakeBot({case.question: answered(ATTEMPTS)})
    assert Asking({})(case, bot) == ask_json(replace(bot.ask(case.question)), case_id="a")
