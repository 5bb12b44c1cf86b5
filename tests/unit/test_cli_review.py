"""``review`` and ``compare`` at the command line, on the shipped guidance and register; no index and no model are loaded."""

from __future__ import annotations

import json
import zipfile

import docx
import pytest

from tests.support.bills import BILL
from ui.cli.app import run


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("CLAUSEWISE_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bill.md").write_text(BILL, encoding="utf-8")
    (tmp_path / "parking.txt").write_text("1. No person shall park a vehicle on a footpath.\n", encoding="utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    return tmp_path


def review_json(capsys, *arguments: str, code: int = 0):
    assert run(["review", *arguments, "--json"]) == code
    out, err = capsys.readouterr()
    return json.loads(out), err


def test_one_file_is_one_object(folder, capsys):
    review, err = review_json(capsys, "bill.md", "--text")
    assert review["schema"] == "clausewise/1"
    assert review["document"]["name"] == "bill.md"
    assert len(review["findings"]) == 17
    verdicts = {finding["id"]: finding["verdict"] for finding in review["findings"]}
    assert verdicts["ST-01"] == verdicts["ST-03"] == "met"
    quotes = [quote for finding in review["findings"] for quote in finding["clauses"]]
    assert quotes
    assert all(quote["quote"] == review["text"][quote["start"] : quote["end"]] for quote in quotes)
    assert err == ""


def test_two_runs_give_the_same_bytes_but_for_timings(folder, capsys):
    first, second = review_json(capsys, "bill.md")[0], review_json(capsys, "bill.md")[0]
    first.pop("timings_ms")
    second.pop("timings_ms")
    assert json.dumps(first) == json.dumps(second)


def test_an_unreadable_file_takes_its_place_and_the_others_are_done(folder, capsys):
    reviews, err = review_json(capsys, "bill.md", "empty.txt", "none.docx", "parking.txt", code=2)
    assert [review["document"]["name"] for review in reviews] == ["bill.md", "empty.txt", "none.docx", "parking.txt"]
    assert ["error" in review for review in reviews] == [False, True, True, False]
    assert set(reviews[1]) == {"schema", "document", "error"}
    assert len(err.splitlines()) == 2
    assert {finding["verdict"] for finding in reviews[3]["findings"]} == {"missing"}


def test_one_unreadable_file_alone_is_one_line_and_no_json(folder, capsys):
    assert run(["review", "empty.txt", "--json"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert "empty.txt" in err


def test_together_is_one_object(folder, capsys):
    review, _ = review_json(capsys, "bill.md", "parking.txt", "--together")
    assert isinstance(review, dict)
    assert len(review["findings"]) == 17


def test_files_of_one_name_keep_apart(folder, capsys):
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "bill.md").write_text(BILL, encoding="utf-8")
    reviews, _ = review_json(capsys, "a/bill.md", "b/bill.md")
    assert [review["document"]["name"] for review in reviews] == ["a/bill.md", "b/bill.md"]


def test_a_person_sees_the_verdicts(folder, capsys):
    assert run(["review", "bill.md"]) == 0
    out = capsys.readouterr().out
    assert "bill.md" in out
    assert "12 missing" in out
    assert "ST-12.detention" in out


def test_reports_are_written(folder, capsys):
    outs = ["--xlsx", "matrix.xlsx", "--html", "report.html", "--md", "report.md", "--docx", "bill.docx", "--paper", "paper.docx"]
    assert run(["review", "bill.md", *outs]) == 0
    assert zipfile.is_zipfile(folder / "matrix.xlsx")
    assert zipfile.is_zipfile(folder / "bill.docx")
    assert "Committee paper, 20" in foot_of(folder / "paper.docx")
    assert "ST-03" in (folder / "report.html").read_text(encoding="utf-8")
    assert "ST-03" in (folder / "report.md").read_text(encoding="utf-8")
    assert capsys.readouterr().err.splitlines()[0].startswith("wrote ")


def foot_of(path) -> str:
    return docx.Document(path).sections[0].footer.paragraphs[0].text


def summaries_in(path) -> int:
    return sum(comment.text.startswith("Summary of the review") for comment in docx.Document(path).comments)


def test_gaps_are_summed_up_in_a_comment_or_on_a_sheet_beside(folder, capsys):
    assert run(["review", "bill.md", "--docx", "one.docx"]) == 0
    assert run(["review", "bill.md", "--docx", "two.docx", "--gaps", "sheet"]) == 0
    assert [summaries_in(folder / name) for name in ("one.docx", "two.docx")] == [1, 0]
    assert not (folder / "one.gaps.docx").exists()
    assert foot_of(folder / "two.gaps.docx").startswith("Summary of gaps, 20")
    assert capsys.readouterr().err.splitlines()[-2:] == ["wrote two.docx", "wrote two.gaps.docx"]


def test_sheets_of_several_drafts_lie_beside_their_word_files(folder, capsys):
    assert run(["review", "bill.md", "parking.txt", "--docx", "out", "--gaps", "sheet"]) == 0
    assert sorted(path.name for path in (folder / "out").iterdir()) == [
        "bill.reviewed.docx",
        "bill.reviewed.gaps.docx",
        "parking.reviewed.docx",
        "parking.reviewed.gaps.docx",
    ]


def test_several_drafts_share_one_paper(folder, capsys):
    assert run(["review", "bill.md", "parking.txt", "--paper", "paper.docx"]) == 0
    titles = [p.text for p in docx.Document(folder / "paper.docx").paragraphs if p.style.name == "Title"]
    assert titles == ["bill.md", "parking.txt"]


def test_several_word_files_go_into_a_folder(folder, capsys):
    assert run(["review", "bill.md", "parking.txt", "empty.txt", "--docx", "out", "--html", "all.html"]) == 2
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["bill.reviewed.docx", "parking.reviewed.docx"]
    report = (folder / "all.html").read_text(encoding="utf-8")
    assert "bill.md" in report
    assert "parking.txt" in report


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["bill.md", "--md", "bill.md"], "overwrite"),
        (["bill.md", "--md", "."], "folder"),
        (["bill.md", "--html", "none/report.html"], "does not exist"),
        (["bill.md", "parking.txt", "--docx", "one.docx"], "folder"),
        (["bill.md", "parking.txt", "--together", "--docx", "out"], "--together"),
        (["bill.md", "--docx", "one.docx", "--paper", "one.docx"], "two files"),
        (["bill.md", "--gaps", "sheet"], "add --docx OUT"),
        (["bill.md", "--docx", "one.docx", "--gaps", "sheet", "--paper", "one.gaps.docx"], "two files"),
        (["bill.md", "parking.txt", "--docx", "out", "--html", "out"], "two files"),
    ],
)
def test_what_cannot_be_written_is_said_before_any_work(folder, capsys, arguments, said):
    before = sorted(folder.iterdir())
    assert run(["review", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert sorted(folder.iterdir()) == before
    assert (folder / "bill.md").read_text(encoding="utf-8") == BILL


def test_compare_in_json_and_in_words(folder, capsys):
    (folder / "new.md").write_text(
        BILL + "\n3. A person who aids or abets an offence under section 1 commits an offence.\n", encoding="utf-8"
    )
    assert run(["compare", "bill.md", "new.md", "--json"]) == 0
    comparison = json.loads(capsys.readouterr().out)
    changes = {element["id"]: element["change"] for element in comparison["elements"]}
    assert len(changes) == 17
    assert changes["ST-04"] == "closed"
    assert run(["compare", "bill.md", "new.md"]) == 0
    assert "ST-04" in capsys.readouterr().out


def test_a_comparison_is_written_as_reports(folder, capsys):
    (folder / "new.md").write_text(BILL.replace("attempts to commit", "commits"), encoding="utf-8")
    assert run(["compare", "bill.md", "new.md", "--html", "report.html", "--md", "report.md", "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["schema"] == "clausewise/1"
    assert err.splitlines() == ["wrote report.html", "wrote report.md"]
    assert "<del>" in (folder / "report.html").read_text(encoding="utf-8")
    assert "~~attempts to commit~~ **commits**" in (folder / "report.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--html", "bill.md"], "overwrite"),
        (["--md", "."], "folder"),
        (["--md", "none/report.md"], "does not exist"),
        (["--md", "one", "--html", "one"], "two files"),
    ],
)
def test_a_comparison_that_cannot_be_written_is_not_begun(folder, capsys, arguments, said):
    assert run(["compare", "bill.md", "parking.txt", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert (folder / "bill.md").read_text(encoding="utf-8") == BILL


def test_explain_shows_criteria_and_what_matched(folder, capsys):
    assert run(["register", "explain", "ST-03", "bill.md"]) == 0
    out = capsys.readouterr().out
    assert "verdict: met" in out
    assert "decided by the first that holds" in out
    assert run(["register", "explain", "ST-03", "bill.md", "--json"]) == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["finding"]["verdict"] == "met"
    assert shown["criteria"]["decide"]
