"""Runs: written once, marked again, compared; gates."""

import json
import stat

import pytest
from pydantic import ValidationError

from bot.answering.answer import Refused
from bot.settings import Settings
from evals.cases import AskCase
from evals.comparing import compare_runs
from evals.gates import Gate, check_gates, load_gates
from evals.measures import Figure
from evals.provenance import git_revision, settings_sha256
from evals.report import dataset_note, exit_code
from evals.run_heads import drop_run, load_head
from evals.running import Choice, make_suite, run_suite, run_suites
from evals.runs import list_runs, load_run, named, previous_run, rescore, save_run, suite_of
from evals.suites.ask import MEASURES as ASK_MEASURES
from evals.suites.ask import ask_suite
from evals.suites.review import MEASURES as REVIEW_MEASURES
from evals.suites.review import review_suite
from index.errors import DataError
from tests.support.fake_bot import GUIDE, FakeBot, answered

ATTEMPTS = "Drafters should criminalize attempts."
FIGURES = "In 2011, 37 persons were prosecuted."


@pytest.fixture
def folder(tmp_path):
    rows = [
        {"id": name, "provenance": "p", "split": split, "question": name, "expect": {"status": "answered", "quotes": [quote]}}
        for name, split, quote in (("a", "dev", ATTEMPTS), ("b", "test", FIGURES), ("c", "test", ATTEMPTS))
    ]
    return write(tmp_path / "data", rows)


def write(folder, rows):
    folder.mkdir(exist_ok=True)
    (folder / "cases.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def run_of(folder, **answers):
    return run_suite(ask_suite(folder), FakeBot(answers))


def test_a_run_says_what_produced_it(folder):
    run = run_of(folder, a=answered(ATTEMPTS))
    assert run.origin.index_id == "abc123"
    assert run.origin.embedding_model == "minilm"
    assert (run.origin.register_id, run.origin.register_version, run.origin.register_sha256) == ("tiny", "1.0", "cd" * 32)
    assert run.origin.chat_model is None
    assert len(run.dataset_sha256) == len(run.origin.settings_sha256) == 64
    assert run.texts == {GUIDE.sha256: GUIDE.text}
    assert all(case.seconds >= 0 for case in run.cases)
    assert run.id.split("-")[1] == "ask"


def test_a_run_is_written_once_and_read_back_as_it_was(folder, tmp_path):
    run = run_of(folder, a=answered(ATTEMPTS))
    path = save_run(run, tmp_path / "runs")
    assert load_run(path) == run
    assert not path.stat().st_mode & stat.S_IWUSR
    before = path.read_bytes()
    with pytest.raises(DataError, match="never overwritten"):
        save_run(run, tmp_path / "runs")
    assert path.read_bytes() == before


def test_a_run_that_was_changed_afterwards_is_refused(folder, tmp_path):
    path = save_run(run_of(folder), tmp_path / "runs")
    path.chmod(0o600)
    path.write_text(path.read_text(encoding="utf-8").replace('"refused"', '"answered"', 1), encoding="utf-8")
    with pytest.raises(DataError, match="changed after it was written"):
        load_run(path)
    path.write_text("{}", encoding="utf-8")
    with pytest.raises(DataError, match="no run of this version"):
        load_run(path)


def test_two_runs_of_one_bot_differ_only_in_time(folder):
    one, two = (run_of(folder, a=answered(ATTEMPTS)) for _ in range(2))
    timeless = {"id", "started", "seconds", "cases"}
    assert one.model_dump(exclude=timeless) == two.model_dump(exclude=timeless)
    assert [case.marks for case in one.cases] == [case.marks for case in two.cases]


def test_stored_outputs_are_marked_again_with_the_cases_of_today(folder):
    run = run_of(folder, a=answered(ATTEMPTS), b=answered(ATTEMPTS), c=answered(ATTEMPTS))
    assert run.figure("correct").value == pytest.approx(2 / 3)
    rows = [json.loads(line) for line in (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
    rows[1]["expect"]["quotes"] = [ATTEMPTS]
    again = rescore(run, ask_suite(write(folder, rows[:2])))
    assert (again.figure("correct").value, again.figure("correct").n) == (1.0, 2)
    assert again.rescored_from == run.id != again.id
    assert [case.output for case in again.cases] == [case.output for case in run.cases[:2]]
    assert run.figure("correct").value == pytest.approx(2 / 3), "the run itself stays"
    assert again.dataset_sha256 != run.dataset_sha256


def test_a_run_is_not_marked_with_another_suites_cases(folder):
    run = run_of(folder)
    with pytest.raises(DataError, match="not of review"):
        rescore(run, make_suite("review"))
    with pytest.raises(DataError, match="shares no case"):
        rescore(run, ask_suite(folder, ids=["z"]))


def test_a_comparison_says_better_worse_and_same_for_each_mark(folder):
    old = run_of(folder, a=answered(ATTEMPTS), b=Refused("no"), c=answered(ATTEMPTS))
    new = run_of(folder, a=Refused("no"), b=answered(FIGURES), c=answered(ATTEMPTS))
    comparison = compare_runs(old, new)
    moved = {(move.case, move.metric): move.change for move in comparison.moves}
    assert (moved["a", "correct"], moved["b", "correct"], moved["c", "correct"]) == ("worse", "better", "same")
    assert comparison.count("worse", "status") == comparison.count("better", "status") == 1
    assert comparison.same_dataset
    assert (comparison.only_old, comparison.only_new) == (2, 2), "verbatim and focus are scored only where something is cited"


def test_cases_that_ask_or_are_due_something_else_are_left_out_and_named(folder):
    old = run_of(folder, a=answered(ATTEMPTS), b=answered(FIGURES), c=answered(ATTEMPTS))
    rows = [json.loads(line) for line in (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
    rows[0]["expect"] = {"status": "refused"}
    rows[1] |= {"provenance": "another", "tags": ["new"], "note": "why"}
    new = run_of(write(folder, rows), a=answered(ATTEMPTS), b=Refused("no"), c=answered(ATTEMPTS))
    comparison = compare_runs(old, new)
    assert not comparison.same_dataset
    assert comparison.altered == ("a",), "what is only said of a case changes nothing"
    assert {move.case for move in comparison.moves} == {"b", "c"}
    assert "left out, since they ask or are due something else now: a" in dataset_note(comparison)
    assert dataset_note(compare_runs(old, old)) == ""


def test_a_case_of_a_run_from_before_a_key_was_known_is_the_same_case(folder):
    old = run_of(folder, a=answered(ATTEMPTS))
    cases = tuple(
        case.model_copy(update={"case": {k: v for k, v in case.case.items() if k not in {"note", "history"}}})
        for case in old.cases
    )
    assert compare_runs(named(old.model_copy(update={"cases": cases})), old).altered == ()


def test_a_draft_that_was_changed_is_another_case(tmp_path):
    def run(text):
        case = {"id": "r", "provenance": "p", "split": "dev", "draft": "d.txt", "scope": "whole", "expect": []}
        write(tmp_path, [case])
        (tmp_path / "d.txt").write_text(text, encoding="utf-8")
        made = run_suite(review_suite(tmp_path), FakeBot())
        document = {"document": {"sha256": text}}
        cases = tuple(case.model_copy(update={"output": {**case.output, **document}}) for case in made.cases)
        return named(made.model_copy(update={"cases": cases}))

    assert compare_runs(run("one"), run("two")).altered == ("r",)
    assert compare_runs(run("one"), run("one")).altered == ()


def test_runs_of_different_suites_are_not_compared(folder):
    run = run_of(folder)
    with pytest.raises(DataError, match="cannot be compared"):
        compare_runs(run, named(run.model_copy(update={"suite": "review"})))


def test_the_previous_run_is_of_the_same_suite_and_choice(folder, tmp_path):
    runs = tmp_path / "runs"
    made = []
    for second, selection in enumerate(("all", "split:dev", "all")):
        run = run_of(folder)
        run = named(run.model_copy(update={"started": run.started.replace(microsecond=0, second=second), "selection": selection}))
        save_run(run, runs)
        made.append(run)
    assert previous_run(runs, made[2]) == made[0]
    assert previous_run(runs, made[0]) is None
    assert [path.stem for path in list_runs(runs, "ask")] == sorted(run.id for run in made)
    assert list_runs(runs, "review") == []


def test_runs_are_told_apart_by_the_whole_name_of_their_suite(folder, tmp_path):
    run = run_of(folder)
    for suite in ("ask", "ask-own", "own-ask"):
        save_run(named(run.model_copy(update={"suite": suite})), tmp_path)
    assert [suite_of(path) for path in list_runs(tmp_path, "ask")] == ["ask"]
    assert {suite_of(path) for path in list_runs(tmp_path)} == {"ask", "ask-own", "own-ask"}


def test_a_head_says_in_short_what_a_run_holds(folder, tmp_path):
    run = run_of(folder, a=answered(ATTEMPTS))
    path = save_run(run, tmp_path / "runs")
    head = load_head(path)
    assert (head.id, head.suite, head.started, head.dataset_sha256) == (run.id, "ask", run.started, run.dataset_sha256)
    assert (head.cases, head.failing, head.register_version) == (3, 2, "1.0")
    assert head.figure("correct", "all") == run.figure("correct")
    assert head.figure("correct", "split:test").n == 2
    assert head.figure("no such", "all") is None


def test_a_head_is_kept_beside_and_read_instead_of_the_run(folder, tmp_path):
    path = save_run(run_of(folder), tmp_path / "runs")
    head = load_head(path)
    (kept,) = (tmp_path / "runs").rglob("heads/*.json")
    assert not kept.stat().st_mode & 0o077
    assert list_runs(tmp_path / "runs") == [path], "a head is no run"
    kept.write_text(kept.read_text().replace('"failing":3', '"failing":0'))
    assert load_head(path).failing == 0
    kept.write_text("no head")
    assert load_head(path) == head


def test_the_head_of_a_run_that_became_longer_is_not_believed(folder, tmp_path):
    path = save_run(run_of(folder), tmp_path / "runs")
    load_head(path)
    path.chmod(0o600)
    path.write_text(path.read_text(encoding="utf-8").replace("answered", "answered!"), encoding="utf-8")
    with pytest.raises(DataError):
        load_head(path)


def test_where_no_head_can_be_kept_the_run_is_read(folder, tmp_path):
    path = save_run(run_of(folder), tmp_path / "runs")
    (tmp_path / "runs" / "heads").write_text("a file in the way")
    assert load_head(path).cases == 3


def test_a_run_is_dropped_with_its_head(folder, tmp_path):
    path = save_run(run_of(folder), tmp_path / "runs")
    load_head(path)
    drop_run(path)
    assert [one for one in (tmp_path / "runs").rglob("*") if one.is_file()] == []


def test_run_suites_writes_each_run_and_tells_of_progress(tmp_path):
    seen = []
    first = make_suite("ask").cases[0].id
    runs = run_suites(
        ["ask"], FakeBot(), tmp_path / "runs", choice=Choice(ids=(first,)), progress=lambda *told: seen.append(told)
    )
    assert seen == [("ask", 1, 1)]
    assert [path.stem for path in list_runs(tmp_path / "runs")] == [runs[0].id]
    assert runs[0].selection == f"ids:{first}"


@pytest.mark.parametrize(("name", "says"), [("colour", "no such suite"), ("statutes", "not shipped")])
def test_a_suite_that_cannot_run_says_why(tmp_path, name, says):
    with pytest.raises(DataError, match=says):
        run_suites([name], FakeBot(), tmp_path)
    with pytest.raises(DataError, match="no case is chosen"):
        make_suite("ask", Choice(ids=("none such",)))


def test_the_settings_hash_follows_what_changes_results_and_keeps_secrets_out(tmp_path):
    plain = Settings(data_dir=tmp_path)
    assert settings_sha256(plain) == settings_sha256(Settings(data_dir=tmp_path / "other", chat_api_key="secret"))
    assert settings_sha256(plain) != settings_sha256(Settings(data_dir=tmp_path, passages_k=9))


def test_a_folder_that_git_does_not_track_has_no_revision(tmp_path):
    assert git_revision(tmp_path) is None


def gated(folder, **gate):
    run = run_of(folder, a=answered(ATTEMPTS), b=Refused("no"), c=answered(ATTEMPTS))
    return check_gates([run], [Gate(suite="ask", **gate)])


@pytest.mark.parametrize(
    ("gate", "passed"),
    [
        ({"measure": "correct", "at_least": 0.66}, True),
        ({"measure": "correct", "at_least": 0.67}, False),
        ({"measure": "correct", "group": "split:test", "at_least": 0.5}, True),
        ({"measure": "correct", "at_most": 0.5}, False),
        ({"measure": "gaps", "at_least": 0.0}, False),
        ({"measure": "no such", "at_least": 0.0}, False),
    ],
)
def test_a_gate_is_passed_by_a_scored_figure_on_its_side(folder, gate, passed):
    results = gated(folder, **gate)
    assert [result.passed for result in results] == [passed]
    assert exit_code(results) == (0 if passed else 1)


def test_gates_of_suites_and_splits_that_were_not_run_are_left_out(folder):
    run = run_suite(ask_suite(folder, split="dev"), FakeBot(), selection="split:dev")
    gates = [
        Gate(suite="review", measure="verdict", at_least=1),
        Gate(suite="ask", measure="correct", group="split:test", at_least=1),
    ]
    assert check_gates([run], gates) == ()
    assert len(check_gates([run], [Gate(suite="ask", measure="correct", group="split:dev", at_least=1)])) == 1


def test_a_gate_has_one_bound():
    for bounds in ({}, {"at_least": 0.1, "at_most": 0.2}, {"at_least": 1.5}):
        with pytest.raises(ValidationError):
            Gate(suite="ask", measure="correct", **bounds)


def test_the_projects_gates_name_measures_that_exist(tmp_path):
    known = {"ask": {one.name for one in ASK_MEASURES}, "review": {one.name for one in REVIEW_MEASURES}}
    gates = load_gates()
    assert {gate.suite for gate in gates} == {"ask", "review"}
    assert [gate.text for gate in gates if gate.measure not in known[gate.suite]] == []
    (tmp_path / "gates.toml").write_text("[[gate]]\nsuite = 1", encoding="utf-8")
    with pytest.raises(DataError, match="no gates"):
        load_gates(tmp_path / "gates.toml")


def test_measures_have_unique_names():
    for measures in (ASK_MEASURES, REVIEW_MEASURES):
        assert len({one.name for one in measures}) == len(measures)


def test_a_figure_refuses_unknown_keys():
    with pytest.raises(ValidationError):
        Figure.model_validate({"measure": "m", "colour": "red"})


def test_the_cases_of_a_run_can_be_read_back_as_cases(folder):
    run = run_of(folder)
    assert [AskCase.model_validate(case.case).id for case in run.cases] == ["a", "b", "c"]
