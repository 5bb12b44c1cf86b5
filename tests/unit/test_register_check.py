"""``register check``: everything that is wrong with a register file, each with its line, the way to it and what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.register_check import Checked, check_register
from corpus.documents import Document
from corpus.errors import RegisterError
from corpus.sources import load_corpus, shipped_guidance, shipped_registers
from tests.support.laws import OTHER_REGISTER, other_register
from ui.cli.app import run

GUIDANCE = Document("guide", "Guide", "Drafters should make the sale of data an offence.\nThey may add fees.")
GOOD = """\
id: small
version: "1"
title: Small
documents: [guide]
concepts:
  SALE: {any: [sell|sale], exclude: [for sale]}
  CHILD: {any: [child]}
  PERSON: {include: CHILD, any: [person]}
anchors:
  sale: {element: S-1, patterns: punish, names: SALE}
narrowers:
  few: {slot: acts, only: CHILD, unless: PERSON}
recommendations:
  - id: S-1
    text: Make the sale an offence.
    force: should
    quotes: [{document: guide, text: make the sale of data an offence}]
    criteria:
      norms:
        punish: {effect: offence, acts: SALE}
        weak: {effect: prohibition, acts: SALE, not_anchor: sale}
      shared: few
      narrowers:
        own: {effect: penalty}
      decide:
        - {conflict: weak, unless: punish}
        - {met: punish, without: any_narrower}
        - {partial: punish}
  - id: S-2
    text: Fees.
    force: may
    quotes: [{document: guide, text: They may add fees.}]
    elements:
      - {name: high, statement: High fees.}
"""


def checked(tmp_path: Path, text: str) -> Checked:
    path = tmp_path / "small.yaml"
    path.write_text(text, encoding="utf-8")
    return check_register(path, {"guide": GUIDANCE})


def test_a_good_register_has_only_to_be_told_what_has_no_criteria(tmp_path: Path) -> None:
    found = checked(tmp_path, GOOD)
    assert found.is_usable
    assert [str(problem).removeprefix(str(tmp_path)) for problem in found.problems] == [
        "/small.yaml:34:9: info: small > S-2 > high: S-2.high has no criteria: it is always needs_review; write criteria when you can"
    ]


# (what is broken, old words, new words, level, "line:column", path, words of what and hint)
BROKEN: list[tuple[str, str, str, str, str, str, tuple[str, ...]]] = [
    ("unknown key", "acts: SALE}", "act: SALE}", "error", "20:35", "S-1 > criteria > norms > punish > act", ("no key act", "mean acts?")),
    ("unknown key of a decision", "without: any", "withut: any", "error", "27:25", "S-1 > criteria > decide > 2 > withut", ("mean without?",)),
    ("unknown key on top", "title: Small", "title: Small\nauthor: me", "error", "4:1", "author", ("no key author",)),
    ("unknown key of an element", "statement: High", "statment: High", "error", "34:22", "S-2 > high > statment", ("mean statement?",)),
    ("unknown key of a recommendation", "text: Fees", "txt: Fees", "error", "30:5", "S-2 > txt", ("mean text?",)),
    ("a comma in braces", "statement: High fees.", "statement: High fees, low ones", "error", "34:44", "S-2 > high > low ones", ("quotation marks",)),
    ("missing key", "    force: may\n", "", "error", "29:5", "S-2", ("key force is missing",)),
    ("unknown effect", "effect: offence", "effect: offense", "error", "20:18", "S-1 > criteria > norms > punish > effect > 1", ("mean offence?",)),
    ("unknown force", "force: may", "force: must", "error", "31:5", "S-2 > force", ("should, typical, may",)),
    ("a truth value", "any: [child]", "any: [yes]", "error", "7:17", "concepts > CHILD > any > 1", ("true or false", "quotation marks")),
    ("unknown concept", "offence, acts: SALE", "offence, acts: SAEL", "error", "20:35", "S-1 > criteria > norms > punish > acts", ("no concept SAEL", "SALE?")),
    ("unknown concept in subject", "offence, acts: SALE", "offence, subject: [SAEL]", "error", "20:45", "S-1 > criteria > norms > punish > subject > 1", ("SALE?",)),
    ("unknown concept in a narrower", "only: CHILD", "only: CHLD", "error", "12:21", "narrowers > few > only", ("no concept CHLD", "CHILD?")),
    ("unknown concept in include", "include: CHILD", "include: CHLD", "error", "8:12", "concepts > PERSON > include", ("CHILD?",)),
    ("unknown concept of an anchor", "names: SALE", "names: SAEL", "error", "10:42", "anchors > sale > names", ("SALE?",)),
    ("unknown concept of what is innocent", "shared: few", "innocent: [{said: CHILD}, {said: SALE, unless: PERSN}]\n      shared: few", "error", "22:46", "S-1 > criteria > innocent > 2 > unless", ("PERSON?",)),
    ("nothing is innocent", "shared: few", "innocent: [{said: []}]\n      shared: few", "error", "22:19", "S-1 > criteria > innocent > 1 > said", ("at least",)),
    ("unknown anchor", "not_anchor: sale", "not_anchor: sail", "error", "21:49", "S-1 > criteria > norms > weak > not_anchor", ("no anchor sail", "sale?")),
    ("anchor on no element", "element: S-1", "element: S-3", "error", "10:10", "anchors > sale > element", ("no element S-3", "S-1?")),
    ("anchor on no pattern", "patterns: punish", "patterns: punsh", "error", "10:24", "anchors > sale > patterns", ("punsh", "punish?")),
    ("unknown shared narrower", "shared: few", "shared: fewer", "error", "22:7", "S-1 > criteria > shared", ("fewer", "few?")),
    ("unknown pattern", "- {partial: punish}", "- {partial: punsh}", "error", "28:12", "S-1 > criteria > decide > 3 > partial", ("no norm pattern punsh", "punish?")),
    ("unknown pattern in unless", "unless: punish}", "unless: punsh}", "error", "26:28", "S-1 > criteria > decide > 1 > unless", ("punish?",)),
    ("id taken", "id: S-2", "id: S-1", "error", "29:5", "S-1", ("is taken",)),
    ("includes itself", "CHILD: {any: [child]}", "CHILD: {include: PERSON}", "error", "7:11", "concepts > CHILD > include", ("CHILD includes PERSON includes CHILD",)),
    ("includes only itself", "CHILD: {any: [child]}", "CHILD: {include: CHILD}", "error", "7:11", "concepts > CHILD > include", ("CHILD includes CHILD",)),
    ("doubled key", "  CHILD: {any", "  SALE: {any: [sale]}\n  CHILD: {any", "error", "6:3", "concepts > SALE", ("stands twice (line 7)",)),
    ("phrase with a bad word", "[sell|sale]", "[sell|sa%le]", "error", "6:16", "concepts > SALE > any > 1", ("“sell|sa%le”", "sa%le", "table of phrases")),
    ("phrase that ends in a gap", "[for sale]", "[for ..]", "error", "6:38", "concepts > SALE > exclude > 1", ("begins and ends with a word",)),
    ("phrase that matches nothing said", "[child]", "[(young) (child)]", "error", "7:17", "concepts > CHILD > any > 1", ("every word of it may be absent",)),
    ("phrase twice", "[child]", "[child, child]", "info", "7:11", "concepts > CHILD > any", ("stands 2 times",)),
    ("quote reworded", "make the sale of data", "make a sale of data", "error", "17:32", "S-1 > quotes > 1 > text", ("not in guide", "“Drafters should make the sale of data an offence.”")),
    ("quote of another document", "{document: guide, text: They", "{document: gide, text: They", "error", "32:15", "S-2 > quotes > 1 > document", ("gide", "guide?")),
    ("document not loaded", "documents: [guide]", "documents: [guide, other]", "error", "4:20", "documents > 2", ("other is not loaded",)),
    ("no quotes", "quotes: [{document: guide, text: They may add fees.}]", "quotes: []", "error", "32:5", "S-2 > quotes", ("at least one",)),
    ("unused concept", "  CHILD: {any", "  OTHER: {any: [x]}\n  CHILD: {any", "warning", "7:3", "concepts > OTHER", ("never used",)),
    ("unused anchor", ", not_anchor: sale", "", "warning", "10:3", "anchors > sale", ("never used",)),
    ("unused shared narrower", "      shared: few\n", "", "warning", "12:3", "narrowers > few", ("never used",)),
    ("unused pattern", "        - {conflict: weak, unless: punish}\n", "", "warning", "21:9", "S-1 > criteria > norms > weak", ("no line of decide",)),
    ("unless of itself", "{partial: punish}", "{partial: punish, unless: punish}", "warning", "28:29", "S-1 > criteria > decide > 3 > unless", ("can never hold",)),
    ("unless of what is decided", "{met: punish, ", "{needs_review: punish}\n        - {met: punish, ", "warning", "28:11", "S-1 > criteria > decide > 3", ("never reached", "line 2")),
    ("unless of what was decided before", "{conflict: weak, unless: punish}", "{conflict: weak}", "", "", "", ()),
    ("unless that changes nothing", "{partial: punish}", "{partial: punish}\n        - {partial: weak, unless: punish}", "warning", "29:27", "S-1 > criteria > decide > 4 > unless", ("changes nothing", "line 3")),
    ("never met", "{met: punish, without: any_narrower}", "{partial: weak}", "warning", "25:7", "S-1 > criteria > decide", ("never be met",)),
    ("asked for and forbidden", "offence, acts: SALE", "offence, acts: SALE, without: SALE", "warning", "20:47", "S-1 > criteria > norms > punish > without", ("never count",)),
    ("narrower that never holds", "unless: PERSON", "unless: CHILD", "warning", "12:34", "narrowers > few > unless", ("never hold",)),
]  # fmt: skip


@pytest.mark.parametrize("case", BROKEN, ids=[case[0] for case in BROKEN])
def test_what_is_wrong_is_named_with_its_place(
    tmp_path: Path, case: tuple[str, str, str, str, str, str, tuple[str, ...]]
) -> None:
    _, old, new, level, place, path, words = case
    assert GOOD.count(old) >= 1
    found = checked(tmp_path, GOOD.replace(old, new, 1))
    told = {f"{p.line}:{p.column}: {p.level.value}: {p.path}": f"{p.what}; {p.hint}" for p in found.problems}
    if not level:
        assert set(told) == {"34:9: info: small > S-2 > high"}
        return
    key = f"{place}: {level}: small > {path}"
    assert key in told, told
    assert [word for word in words if word not in told[key]] == []
    assert found.is_usable is (level != "error")


def test_all_errors_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        GOOD.replace("names: SALE", "names: SAEL")
        .replace("force: may", "force: must")
        .replace("act", "ct")
        .replace("shared: few", "shared: x")
    )
    errors = [problem for problem in checked(tmp_path, text).problems if problem.level.value == "error"]
    assert len(errors) >= 5
    assert [problem.line for problem in errors] == sorted(problem.line for problem in errors)


def test_no_remark_is_made_twice(tmp_path: Path) -> None:
    problems = checked(tmp_path, GOOD.replace("offence, acts: SALE", "offence, acts: SAEL")).problems
    assert sum("SAEL" in problem.what for problem in problems) == 1
    assert len({str(problem) for problem in problems}) == len(problems)


@pytest.mark.parametrize(("text", "line"), [("a: [1", 1), ("id: x\n\t- x", 2), ("id: x\ntitle: a: b", 2)])
def test_what_is_not_yaml_has_its_line(tmp_path: Path, text: str, line: int) -> None:
    found = checked(tmp_path, text)
    (problem,) = found.problems
    assert (problem.line, found.register) == (line, None)
    assert "not YAML" in problem.what


@pytest.mark.parametrize("text", ["", "- a\n", "words\n"])
def test_what_is_no_mapping_is_one_problem(tmp_path: Path, text: str) -> None:
    assert "mapping with id" in checked(tmp_path, text).problems[0].what


@pytest.mark.parametrize(
    "text",
    ["recommendations: 3\nconcepts: [a]\nanchors: x\nnarrowers: {n: 3}\n", "recommendations: [3, {elements: 2, criteria: []}]\n"],
)
def test_shapes_that_are_wrong_everywhere_are_survived(tmp_path: Path, text: str) -> None:
    found = checked(tmp_path, text)
    assert not found.is_usable
    assert found.problems


def test_a_file_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="cannot be read"):
        check_register(tmp_path / "none.yaml", {})


def test_the_shipped_register_has_no_errors() -> None:
    found = check_register(shipped_registers() / "sex-trafficking.yaml", load_corpus([shipped_guidance()]))
    assert [str(problem) for problem in found.problems if problem.level.value == "error"] == []


def test_the_register_of_the_tests_is_usable() -> None:
    guidance = next(iter(other_register().guidance.values()))[0].document
    assert check_register(OTHER_REGISTER, {guidance.id: guidance}).is_usable


# the command -------------------------------------------------------------------------------------------------------------


def test_the_command_checks_one_file_and_exits_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(GOOD.replace("offence, acts: SALE", "offence, acts: SAEL"), encoding="utf-8")
    assert run(["register", "check", str(path), "--data-dir", str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    assert out.startswith(f"{path}: cannot be used: ")
    assert (
        f"{path}:20:35: error: small > S-1 > criteria > norms > punish > acts: there is no concept SAEL; did you mean SALE?"
        in err.splitlines()
    )
    assert run(["register", "check", str(path), "--json", "--data-dir", str(tmp_path)]) == 2
    (shown,) = json.loads(capsys.readouterr().out)["registers"]
    assert shown["usable"] is False
    assert {"level", "file", "line", "column", "path", "what", "hint"} == set(shown["problems"][0])


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["register", "check", str(tmp_path / "none.yaml"), "--data-dir", str(tmp_path)]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
