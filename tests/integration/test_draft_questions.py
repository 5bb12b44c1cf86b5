"""Questions about a draft that was reviewed, answered from the findings with quotes from both sides."""

from __future__ import annotations

import pytest

from bot.answering.answer import Answered, Refused, Turn
from bot.answering.drafts import DraftAnswerer
from bot.contract import ask_json
from bot.draft_files import DraftFile
from bot.service import open_service
from bot.settings import Settings

BILL = """Anti-Trafficking Bill

1. Offence of sex trafficking
Whoever recruits, transports, harbours or receives a person by force, fraud or coercion for the purpose of sexual exploitation commits the offence of sex trafficking and is punishable with imprisonment of five to fifteen years.

2. Attempt
Whoever attempts to commit an offence under section 1 is punishable as if the offence had been completed.

3. Buyers
Whoever pays for a sexual act with a child who is a victim of an offence under section 1 is punishable with imprisonment of up to five years.

4. Victims
A child victim of an offence under section 1 shall not be prosecuted for an offence committed as a direct result of being trafficked.

5. Forms
The Minister may prescribe forms.
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    return open_service(Settings(data_dir=tmp_path_factory.mktemp("data"), classifier="none", reranker_model="none"))


@pytest.fixture(scope="module")
def draft(service):
    return DraftAnswerer(service.review(DraftFile("bill.txt", BILL.encode())))


def told(draft, question, *before):
    answer = draft.answer(question, [Turn("user", text) for text in before])
    assert isinstance(answer, Answered), answer
    assert all(q.quote == q.document.text[q.start : q.end] for q in answer.draft)
    return answer


@pytest.mark.parametrize(
    ("question", "verdict", "number"),
    [
        ("Which clause covers attempts?", "ST-03, met", "2"),
        ("Does our bill punish buyers?", "ST-10, partial", "3"),
        ("Whom does clause 4 leave out?", "ST-11, partial", "4"),
        ("What does clause 3 lack?", "ST-10, partial", "3"),
    ],
)
def test_the_finding_is_told_with_the_words_of_draft_and_guidance(draft, question, verdict, number):
    assert draft.concerns(question)
    answer = told(draft, question)
    assert verdict in answer.text
    assert answer.draft[0].number == number
    assert f"[{answer.draft[0].label}]" in answer.text
    assert answer.citations


def test_what_is_missing_is_said_with_the_guidance_alone(draft):
    answer = told(draft, "Which clause deals with public officials?")
    assert "ST-09, missing" in answer.text
    assert not answer.draft
    assert answer.citations


def test_a_follow_up_leans_on_the_question_before(draft):
    assert "ST-10, partial" in told(draft, "And which clause covers buyers?", "Which clause covers attempts?").text


def test_a_clause_that_no_finding_rests_on_is_quoted(draft):
    answer = told(draft, "What does clause 5 do?")
    assert "No finding rests on clause 5" in answer.text
    assert "prescribe forms" in answer.draft[0].quote


def test_a_clause_that_is_not_there_is_refused(draft):
    assert draft.answer("What does section 9 say?") == Refused("The draft has no clause 9.", ("What does section 9 say?",))


@pytest.mark.parametrize(
    "question", ["Should our bill punish attempts?", "What does the guidance say on buyers?", "Why punish buyers?"]
)
def test_a_question_to_the_guidance_is_not_about_the_draft(draft, question):
    assert not draft.concerns(question)


def test_the_json_names_the_draft_and_its_clause(service, draft):
    found = ask_json(service.ask("Which clause covers attempts?", draft=draft))
    (quote,) = found["draft"]
    assert (quote["name"], quote["number"], quote["label"]) == ("bill.txt", "2", "D1")
    assert quote["quote"] == BILL[quote["start"] : quote["end"]]
    assert found["citations"]


def test_what_is_quoted_twice_has_one_marker(draft):
    answer = told(draft, "Whom does clause 4 leave out?")
    assert "ST-12.charge" in answer.text
    assert "ST-12.conviction" in answer.text
    assert len({(c.start, c.end) for c in answer.citations}) == len(answer.citations)
    assert len({(q.start, q.end) for q in answer.draft}) == len(answer.draft)


def test_a_finding_is_asked_about_by_its_id(draft):
    answer = draft.answer("What does my draft do on ST-10?")
    assert isinstance(answer, Answered)
    assert draft.concerns("What does my draft do on ST-10?")
    assert "ST-10, partial" in answer.text
    assert "ST-03" not in answer.text
    assert "a child who is a victim" in answer.draft[0].quote


def test_a_recommendation_is_asked_about_by_its_id_with_all_its_elements(draft):
    answer = draft.answer("What does my draft do on st-02?")
    assert [name for name in ("ST-02.acts", "ST-02.means", "ST-02.purpose") if name in answer.text] == [
        "ST-02.acts",
        "ST-02.means",
        "ST-02.purpose",
    ]
