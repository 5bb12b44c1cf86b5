"""The nearest clauses of a finding, and who reads them again."""

from bot.reviewing.findings import Scope
from bot.reviewing.review import Outcome, Reviewer
from corpus.readers import read_bytes
from tests.support.laws import lexicon, other_register
from tests.support.scripted_reranker import ScriptedReranker

FEES = "2. The Minister may levy fees."
DRAFT = f"1. The Minister may publish a code of conduct.\n\n{FEES}\n\n3. This Act comes into force on 1 January.\n"


def review(reranker: ScriptedReranker | None) -> Outcome:
    reviewer = Reviewer(other_register(), lexicon(), reranker=reranker)
    return reviewer.review([read_bytes(DRAFT.encode(), "bill.txt")], scope=Scope.WHOLE, progress=lambda _: None)


def test_a_reranker_reads_only_for_elements_without_criteria():
    open_elements = [element for _, element in other_register().register.elements() if element.criteria is None]
    reranker = ScriptedReranker({FEES: 9.0})
    by_words = {finding.element.id: finding for finding in review(None).findings}
    found = {finding.element.id: finding for finding in review(reranker).findings}
    assert {query for query, _ in reranker.asked} == {element.statement for element in open_elements}
    for element in open_elements:
        assert by_words[element.id].nearest[0].clause.number == "1"
        assert found[element.id].nearest[0].clause.number == "2"
    with_criteria = set(found) - {element.id for element in open_elements}
    assert all(found[id_].nearest == by_words[id_].nearest for id_ in with_criteria)


def test_nearest_clauses_are_ranked_and_scored_from_1_down():
    for finding in review(None).findings:
        scores = [near.score for near in finding.nearest]
        assert scores == sorted(scores, reverse=True)
        assert scores[0] == 1.0
