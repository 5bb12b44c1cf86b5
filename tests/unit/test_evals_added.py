"""The user's own cases: added, joined, read back, measured as suites of their own, deleted for good."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot.answering.answer import Refused
from bot.draft_files import DraftFile
from bot.reviewing.findings import Override, OverrideKind, Scope, Verdict
from bot.workspace.values import Erred, RegisterStamp
from corpus.errors import QuoteNotFound
from evals.added import ASK_OWN, REVIEW_OWN, add_ask, add_review, delete_case, own_cases, runs_with
from evals.cases import AskExpect, Label, Message
from evals.gates import check_gates, load_gates
from evals.own_store import OwnStore
from evals.practice import add_erred, add_finding, add_override, can_be_case, verbatim
from evals.running import Choice, default_suites, make_suite, run_suites
from evals.runs import list_runs, load_run
from index.errors import DataError
from tests.support import reviews
from tests.support.fake_bot import GUIDE, FakeBot, answered

ROOT = Path(__file__).parents[2]
AT = dt.datetime(2026, 11, 25, 9, 30, tzinfo=dt.UTC)
ADA = {"by": "Ada", "at": AT}
REFUSED = AskExpect(status="refused")
ANSWERED = AskExpect(status="answered", quotes=("Drafters should criminalize attempts.",), recommendations=("ST-03",))
DRAFT = DraftFile("bill.txt", b"Victims are jailed.")


def label(element, verdict="conflict", quote=None, why=""):
    return Label(element=element, verdict=verdict, quote=quote, why=why)


def ask(data_dir, question="Attempts?", expect=ANSWERED, **more):
    return add_ask(data_dir, question, expect, **{**ADA, **more})


def review(data_dir, *labels, draft=DRAFT, scope=Scope.WHOLE, **more):
    return add_review(data_dir, draft, scope, labels or [label("ST-01")], **{**ADA, **more})


def test_a_question_is_added_with_who_reviewed_it_and_when(tmp_path):
    case = ask(tmp_path, " Attempts? ", note="the page says so", tags=["penalties"])
    assert own_cases(tmp_path).ask == (case,)
    assert (case.question, case.expect, case.note) == ("Attempts?", ANSWERED, "the page says so")
    assert case.provenance == "from practice; reviewed by Ada, 2026-11-25 09:30 UTC"
    assert (case.split, case.tags) == ("dev", ("practice", "penalties"))
    assert case.id.startswith("ask-own-")


def test_the_same_question_takes_the_place_of_the_one_before(tmp_path):
    first = ask(tmp_path)
    ask(tmp_path, "Parking?", REFUSED)
    again = ask(tmp_path, "  ATTEMPTS? ", REFUSED, by="Grace", tags=["narrow"])
    assert again.id == first.id
    assert [case.question for case in own_cases(tmp_path).ask] == ["ATTEMPTS?", "Parking?"], "in its old place"
    assert own_cases(tmp_path).ask[0].expect == REFUSED
    assert again.provenance.split("; ")[1:] == [
        "reviewed by Ada, 2026-11-25 09:30 UTC",
        "reviewed by Grace, 2026-11-25 09:30 UTC",
    ]
    assert again.tags == ("practice", "narrow")


def test_a_follow_up_is_another_question_whatever_was_answered_before(tmp_path):
    def after(question, answer):
        return (Message(role="user", content=question), Message(role="assistant", content=answer))

    alone = ask(tmp_path, "And buyers?")
    later = ask(tmp_path, "And buyers?", history=after("Attempts?", "Yes. [1]"))
    assert ask(tmp_path, "And buyers?", history=after("attempts?", "They are. [1]")).id == later.id
    assert len({alone.id, later.id}) == len(own_cases(tmp_path).ask) == 2


def test_a_second_finding_on_a_draft_joins_its_case(tmp_path):
    first = review(tmp_path, label("ST-01", quote="jailed"))
    joined = review(tmp_path, label("ST-03", "missing"), by="Grace", tags=["tool_erred"])
    assert joined.id == first.id
    assert own_cases(tmp_path).review == (joined,)
    assert [(one.element, one.verdict) for one in joined.expect] == [("ST-01", "conflict"), ("ST-03", "missing")]
    assert joined.tags == ("practice", "tool_erred")
    assert "ST-01 reviewed by Ada" in joined.provenance
    assert "ST-03 reviewed by Grace" in joined.provenance
    assert joined.otherwise is None, "what nobody reviewed is not scored"


def test_a_second_verdict_on_an_element_takes_the_place_of_the_first(tmp_path):
    review(tmp_path, label("ST-01"), label("ST-03", "met"))
    joined = review(tmp_path, label("ST-01", "partial", why="only children"))
    assert [(one.element, one.verdict, one.why) for one in joined.expect] == [
        ("ST-01", "partial", "only children"),
        ("ST-03", "met", ""),
    ]


def test_another_scope_or_ending_is_another_case(tmp_path):
    ids = {review(tmp_path, scope=scope).id for scope in (Scope.WHOLE, Scope.EXTRACT)}
    ids.add(review(tmp_path, draft=DraftFile("bill.md", DRAFT.data)).id)
    assert len(ids) == len(own_cases(tmp_path).review) == 3


def test_a_draft_is_kept_byte_for_byte_under_its_hash(tmp_path):
    case = review(tmp_path, draft=DraftFile("../../Evil/Bill.TXT", DRAFT.data))
    sha256 = hashlib.sha256(DRAFT.data).hexdigest()
    assert (case.draft, case.title) == (f"drafts/{sha256}.txt", "../../Evil/Bill.TXT")
    assert (tmp_path / "evals" / "review" / case.draft).read_bytes() == DRAFT.data
    assert review(tmp_path, draft=DraftFile("no ending", b"x")).draft.endswith(hashlib.sha256(b"x").hexdigest())
    assert review(tmp_path, draft=DraftFile("odd.a b", b"y")).draft.endswith(hashlib.sha256(b"y").hexdigest())


def test_what_is_kept_is_the_owners_alone(tmp_path):
    ask(tmp_path)
    review(tmp_path)
    run_suites([REVIEW_OWN], FakeBot(), tmp_path / "runs", choice=Choice(data_dir=tmp_path))
    kept = [path for folder in ("evals", "runs") for path in [tmp_path / folder, *(tmp_path / folder).rglob("*")]]
    assert len(kept) > 8
    assert [path for path in kept if stat.S_IMODE(path.stat().st_mode) & 0o077] == []


@pytest.mark.parametrize(
    "text",
    ["Is “3(1)” e\u0301nough?\u2028And\x00 🚔?", 'a "quoted"\n\tline \\ {"id": 1}', "הַאִם ניסיון?", "<script>alert(1)</script>"],
)
def test_any_characters_come_back_as_they_were(tmp_path, text):
    expect = AskExpect(status="answered", quotes=(text,), gaps=(text,))
    ask(tmp_path, text, expect, note=text, by="Zoë\n O’Neill")
    review(tmp_path, label("ST-01", quote=text, why=text), draft=DraftFile(f"{text}.txt", text.encode()))
    (asked,), (reviewed,) = own_cases(tmp_path).ask, own_cases(tmp_path).review
    assert (asked.question, asked.note, asked.expect) == (text.strip(), text.strip(), expect)
    assert (reviewed.title, reviewed.expect[0].quote, reviewed.expect[0].why) == (f"{text}.txt", text, text)
    assert "reviewed by Zoë O’Neill, " in asked.provenance


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"by": " \n "}, "the reviewer's name is empty"),
        ({"question": "  "}, "question: String should have at least 1 character"),
        ({"question": "lone \ud800 half"}, "question: Input should be a valid string"),
    ],
)
def test_what_makes_no_case_is_one_line_and_writes_nothing(tmp_path, values, says):
    with pytest.raises(DataError, match=says):
        ask(tmp_path, **values)
    assert list(tmp_path.rglob("*.jsonl")) == []


def test_writers_in_threads_lose_nothing(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: ask(tmp_path, f"Question {n}?"), range(40)))
        list(pool.map(lambda n: review(tmp_path, label(f"ST-{n:02}")), range(40)))
    assert {case.question for case in own_cases(tmp_path).ask} == {f"Question {n}?" for n in range(40)}
    (joined,) = own_cases(tmp_path).review
    assert {one.element for one in joined.expect} == {f"ST-{n:02}" for n in range(40)}


WRITER = """
import datetime as dt, sys
from pathlib import Path
from evals.added import add_ask
from evals.cases import AskExpect
for number in range(20):
    question = f"{sys.argv[2]} {number}?"
    add_ask(Path(sys.argv[1]), question, AskExpect(status="refused"), by="Ada", at=dt.datetime.now(dt.UTC))
"""


def test_writers_in_two_processes_lose_nothing(tmp_path):
    names = ("One", "Other")
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), name], cwd=ROOT) for name in names]
    assert [writer.wait() for writer in writers] == [0, 0]
    assert {case.question for case in own_cases(tmp_path).ask} == {f"{name} {n}?" for name in names for n in range(20)}


def test_a_broken_file_is_named_with_its_line_and_left_as_it_is(tmp_path):
    ask(tmp_path)
    path = tmp_path / "evals" / "ask" / "added.jsonl"
    path.write_text(path.read_text() + '{"id": "half', encoding="utf-8")
    before = path.read_bytes()
    for work in (own_cases, ask, partial(delete_case, case_id="ask-own-x")):
        with pytest.raises(DataError, match=rf"^{path}:2: not JSON .*; one object a line$"):
            work(tmp_path)
    assert path.read_bytes() == before
    assert review(tmp_path).expect, "the other file can be written"


def test_a_folder_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "evals").write_text("a file where the folder should be")
    with pytest.raises(DataError, match="the cases cannot be written"):
        ask(tmp_path)


def test_deleting_takes_the_draft_with_its_last_case(tmp_path):
    whole, extract = (review(tmp_path, scope=scope) for scope in (Scope.WHOLE, Scope.EXTRACT))
    kept = tmp_path / "evals" / "review" / whole.draft
    delete_case(tmp_path, whole.id)
    assert own_cases(tmp_path).review == (extract,)
    assert kept.is_file()
    delete_case(tmp_path, extract.id)
    assert own_cases(tmp_path).review == ()
    assert [path.name for path in (tmp_path / "evals").rglob("*") if path.is_file()] == ["added.lock"]


def test_deleting_leaves_no_word_of_the_case_in_the_data_directory(tmp_path):
    bot = FakeBot({"Attempts?": answered("Drafters should criminalize attempts.")})
    asked, reviewed = ask(tmp_path), review(tmp_path)
    for _ in range(2):
        run_suites([ASK_OWN, REVIEW_OWN], bot, tmp_path / "runs", choice=Choice(data_dir=tmp_path))
    assert len(runs_with(tmp_path, reviewed.id)) == 2
    assert len(delete_case(tmp_path, reviewed.id)) == 2
    assert [path.stem.split("-", 1)[1][:7] for path in list_runs(tmp_path / "runs")] == ["ask-own"] * 2, "the others stay"
    delete_case(tmp_path, asked.id)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in files if b"jailed" in path.read_bytes() or b"Attempts?" in path.read_bytes()] == []


def test_what_is_not_there_cannot_be_deleted(tmp_path):
    with pytest.raises(DataError, match="ask-own-0: there is no such case"):
        delete_case(tmp_path, "ask-own-0")


def test_a_draft_that_a_broken_off_writer_left_is_swept_away(tmp_path):
    review(tmp_path)
    left = tmp_path / "evals" / "review" / "drafts" / "left.tmp"
    left.write_bytes(b"half a draft")
    review(tmp_path, label("ST-03"))
    assert not left.exists()


def test_own_cases_are_measured_as_suites_of_their_own(tmp_path):
    choice = Choice(data_dir=tmp_path)
    assert default_suites(choice) == ("ask", "review")
    ask(tmp_path)
    ask(tmp_path, "Parking?", AskExpect(status="answered"))
    assert default_suites(choice) == ("ask", "review", "ask-own")
    review(tmp_path, label("ST-01", "met", quote="jailed"))
    assert default_suites(choice) == ("ask", "review", "ask-own", "review-own")
    assert default_suites(replace(choice, split="test")) == ("ask", "review"), "own cases are all of the split dev"
    assert default_suites(Choice()) == ("ask", "review")
    bot = FakeBot({"Attempts?": answered("Drafters should criminalize attempts.", recommendations=("ST-03",))})
    bot.verdicts = {"ST-01": (Verdict.MET, "jailed")}
    asked, reviewed = run_suites([ASK_OWN, REVIEW_OWN], bot, tmp_path / "runs", choice=choice)
    assert (asked.suite, asked.figure("correct").value, asked.figure("correct").n) == ("ask-own", 0.5, 2)
    assert (reviewed.suite, reviewed.figure("verdict").value, reviewed.figure("verdict").n) == ("review-own", 1.0, 1)
    assert check_gates([asked, reviewed], load_gates()) == (), "gates are of the shipped figures alone"
    assert list_runs(tmp_path / "runs", "ask") == []
    assert [load_run(path) for path in list_runs(tmp_path / "runs", "ask-own")] == [asked]


def test_the_draft_is_measured_under_the_ending_it_had(tmp_path):
    review(tmp_path, draft=DraftFile("Bill.MD", b"# Bill"))
    bot = FakeBot()
    run_suites([REVIEW_OWN], bot, tmp_path / "runs", choice=Choice(data_dir=tmp_path))
    ((draft, scope),) = bot.reviewed
    assert (draft.name.rpartition(".")[2], draft.data, scope) == ("md", b"# Bill", Scope.WHOLE)


@pytest.mark.parametrize("name", [ASK_OWN, REVIEW_OWN])
def test_an_own_suite_without_cases_says_how_to_begin(tmp_path, name):
    for choice in (Choice(), Choice(data_dir=tmp_path)):
        with pytest.raises(DataError, match=f"{name}: no case has been added"):
            make_suite(name, choice)


def test_a_broken_own_file_stops_a_run_of_all_before_anything_is_asked(tmp_path):
    ask(tmp_path)
    (tmp_path / "evals" / "ask" / "added.jsonl").write_text("[]", encoding="utf-8")
    bot = FakeBot()
    with pytest.raises(DataError, match=r"added\.jsonl:1"):
        run_suites([], bot, tmp_path / "runs", choice=Choice(data_dir=tmp_path))
    assert bot.asked == []


BILL = DraftFile("bill.txt", "\n".join(reviews.DRAFT_LINES).encode())


def reviewed_bill(**changes):
    document = replace(reviews.draft(), file_sha256=hashlib.sha256(BILL.data).hexdigest())
    return replace(reviews.review(document), **changes)


def erring(kind=OverrideKind.TOOL_ERRED):
    finding = reviewed_bill().findings[0]
    said = Override(kind, Verdict.MET, "children are the object of the Act", "Ada", "2026-11-25T09:30:00+00:00")
    return replace(finding, override=said)


def test_a_finding_becomes_a_case_with_words_that_stand_in_the_draft(tmp_path):
    due = label("ST-01", "partial", quote=" traffics a\n child ", why=" only children ")
    case = add_finding(tmp_path, reviewed_bill(), BILL, due, **ADA)
    assert case.expect == (label("ST-01", "partial", quote="traffics a child", why="only children"),)
    assert (case.scope, case.title) == ("whole", "bill.txt")
    with pytest.raises(QuoteNotFound, match="quote the text verbatim"):
        add_finding(tmp_path, reviewed_bill(), BILL, label("ST-03", quote="traffics an adult"), **ADA)
    assert len(own_cases(tmp_path).review[0].expect) == 1


@pytest.mark.parametrize("verdict", ["missing", "needs_review"])
def test_where_nothing_can_be_quoted_nothing_is(tmp_path, verdict):
    case = add_finding(tmp_path, reviewed_bill(), BILL, label("ST-01", verdict, quote="whatever"), **ADA)
    assert case.expect[0].quote is None


def test_a_review_of_another_file_or_of_several_makes_no_case(tmp_path):
    with pytest.raises(DataError, match="this is not the file that was reviewed"):
        add_finding(tmp_path, reviewed_bill(), DRAFT, label("ST-01"), **ADA)
    together = reviewed_bill(document=replace(reviews.draft(), files=("bill.txt", "act.txt"), parts=(20,)))
    assert not can_be_case(together)
    with pytest.raises(DataError, match="a case holds one draft"):
        add_finding(tmp_path, together, BILL, label("ST-01"), **ADA)
    assert own_cases(tmp_path).review == ()


def test_an_override_that_says_the_tool_erred_becomes_a_case(tmp_path):
    case = add_override(tmp_path, reviewed_bill(), erring(), BILL)
    assert case.expect == (label("ST-01", "met", why="children are the object of the Act"),)
    assert case.tags == ("practice", "tool_erred")
    assert case.provenance == "from practice; ST-01 reviewed by Ada, 2026-11-25 09:30 UTC"


@pytest.mark.parametrize("finding", [erring(OverrideKind.POLICY), erring(OverrideKind.OTHER_ACT), reviewed_bill().findings[0]])
def test_other_overrides_say_nothing_of_the_tool(tmp_path, finding):
    with pytest.raises(DataError, match="ST-01: only an override which says that the tool erred is a case"):
        add_override(tmp_path, reviewed_bill(), finding, BILL)


def erred(*sha256s):
    stamp = RegisterStamp("widgets", "1.0", "ab")
    return Erred("r1", "bill.txt", sha256s, stamp, "extract", "ST-03", Verdict.MISSING, Verdict.MET, " in section 2 ", "Ada", AT)


def test_an_error_that_the_workspace_kept_becomes_a_case(tmp_path):
    sha256 = hashlib.sha256(BILL.data).hexdigest()
    case = add_erred(tmp_path, erred(sha256), [BILL])
    assert (case.scope, case.expect) == ("extract", (label("ST-03", "met", why="in section 2"),))
    assert "tool_erred" in case.tags
    for drafts in ([BILL, DRAFT], [DRAFT]):
        with pytest.raises(DataError):
            add_erred(tmp_path, erred(*(hashlib.sha256(one.data).hexdigest() for one in drafts[:-1]), sha256), drafts)


def test_quotes_are_taken_as_they_stand_in_the_guidance_each_once():
    quotes = [" should  criminalize\nattempts ", "", "should criminalize attempts", "37 persons"]
    assert verbatim(quotes, [GUIDE]) == ("should criminalize attempts", "37 persons")
    with pytest.raises(QuoteNotFound, match="guide: the words 'must punish' are not in the text"):
        verbatim(["must punish"], [GUIDE])


def test_the_files_are_json_lines_that_a_person_can_read(tmp_path):
    ask(tmp_path, "Größe?", REFUSED)
    (line,) = (tmp_path / "evals" / "ask" / "added.jsonl").read_text(encoding="utf-8").splitlines()
    assert '"question": "Größe?"' in line
    assert "guidance" not in json.loads(line), "what is as always is left out"
    assert OwnStore(tmp_path).asks()[json.loads(line)["id"]].expect == REFUSED


def test_a_refusal_that_was_right_stays_right(tmp_path):
    ask(tmp_path, "Parking?", REFUSED)
    (run,) = run_suites([ASK_OWN], FakeBot({"Parking?": Refused("no")}), tmp_path / "runs", choice=Choice(data_dir=tmp_path))
    assert run.figure("correct").value == 1.0
