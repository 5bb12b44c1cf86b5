"""Robustness, measured on a few drafts of the review suite with the shipped register."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.draft_files import DraftFile
from bot.reviewing.findings import Review, Scope
from bot.reviewing.scanned import reading_copy
from bot.service import Clausewise, open_service
from bot.settings import load_settings
from evals.perturb import PERTURBATIONS
from evals.robustness import TARGET, chosen_kinds, evaluate_robustness, folder_drafts, robustness_json, suite_drafts
from index.errors import DataError

_DRAFTS = 20


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Clausewise:
    return open_service(load_settings(data_dir=tmp_path_factory.mktemp("data"), classifier="none"))


@pytest.fixture(scope="module")
def found(service: Clausewise) -> dict[str, dict[str, object]]:
    result = robustness_json(evaluate_robustness(service, suite_drafts("dev")[:_DRAFTS]))
    json.dumps(result)
    assert result["drafts"] == _DRAFTS
    return {kind["kind"]: kind for kind in result["kinds"]} | {"alignment": result["alignment"]}


@pytest.mark.parametrize("kind", PERTURBATIONS)
def test_verdicts_stay(found: dict[str, dict], kind: str) -> None:
    assert found[kind]["unmoved"]["value"] >= TARGET - 0.02  # few drafts: one that moves whole weighs two points
    assert found[kind]["failed"] == []


def test_versions_are_put_together_as_they_belong(found: dict[str, list[dict]]) -> None:
    ways = {one["way"]: one["right"]["value"] for one in found["alignment"]}
    assert set(ways) >= {"renumbered", "reordered", "split", "merged", "part inserted", "half rewritten"}
    assert min(ways.values()) >= 0.95


def test_clean_drafts_are_their_own_reading_copy(service: Clausewise) -> None:
    reviewer = service._reviews._reviewer
    touched = [d.id for d in suite_drafts("dev") if reading_copy(d.document, reviewer._vocabulary).edits]
    assert touched == []


def test_two_runs_give_the_same(service: Clausewise) -> None:
    drafts, kinds = suite_drafts("dev")[:3], chosen_kinds(["ocr", "wrapping"])
    one, other = (robustness_json(evaluate_robustness(service, drafts, kinds=kinds)) for _ in range(2))
    assert one == other


def test_drafts_of_a_folder(service: Clausewise, tmp_path: Path) -> None:
    (tmp_path / "act.txt").write_text("1. A person who traffics another commits an offence.\n\n2. The Minister may make rules.\n")
    (tmp_path / "notes.csv").write_text("no draft")
    drafts = folder_drafts(tmp_path)
    assert [(draft.id, draft.scope) for draft in drafts] == [("act.txt", Scope.AUTO)]
    assert evaluate_robustness(service, drafts, kinds=chosen_kinds(["renumbering"])).kinds[0].unmoved.n > 0


def test_what_cannot_be_measured_is_said(service: Clausewise, tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no draft"):
        evaluate_robustness(service, folder_drafts(tmp_path))
    with pytest.raises(DataError, match="no such folder"):
        folder_drafts(tmp_path / "none")
    with pytest.raises(DataError, match="no such way"):
        chosen_kinds(["sideways"])


def test_quotes_of_a_spoilt_draft_are_verbatim(service: Clausewise) -> None:
    text = (
        "1. Any person who recru1ts, transports or harb0urs another per son by threat, force or decep-\ntion for the purpose of sexual exploi-\n"
        "tation cornmits the offence of trafficking in persons and is 1iable to imprisonment for ten years.\n\n"
        "2. Any person who attcmpts to commit an offence under section l is liable to the same pena1ty.\n"
    )
    review: Review = service.review(DraftFile("scan.txt", text.encode()), scope=Scope.WHOLE)
    verdicts = {finding.element.id: finding.verdict.value for finding in review.findings}
    assert verdicts["ST-01"] == "met"
    assert verdicts["ST-03"] == "met"
    assert review.document.text == text.strip()
    for finding in review.findings:
        for quote in finding.clauses:
            assert "commits" not in review.document.text[quote.start : quote.end]
        assert "exploitation cornmits" not in finding.rationale
        assert "commits the" not in finding.rationale
