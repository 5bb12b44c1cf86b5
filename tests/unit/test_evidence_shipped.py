"""The shipped evidence model takes a question in the page's own words for what it is: near misses share them, too. A model that has seen many of these may refuse the plainest question, one that has seen few may
answer whatever is asked in these words."""

from __future__ import annotations

import pytest

from bot.answering.lexicon import load_lexicon
from bot.answering.pool import SentencePool
from corpus.passages import split_passages
from corpus.sources import load_corpus, shipped_guidance
from index.evidence_model import CLASSES, load_evidence_model
from tests.support.asking import fireworks, register

PLAIN = [
    ("Should attempts to commit sex trafficking be criminalized?", "In addition to criminalizing"),
    ("Should aiding and abetting sex trafficking be a crime?", "In addition to criminalizing"),
    ("Should legislation criminalize the unlawful use of documents?", "In addition to criminalizing"),
    ("Should the law create accomplice liability for sex trafficking?", "In addition to criminalizing"),
    ("Should the criminalization of sex trafficking be accompanied by penalties for the buyers?", "Drafters should also ensure"),
    ("Should trafficking victims be protected from being arrested and charged?", "Drafters should affirmatively"),
    ("What are the three components of the offence of sex trafficking?", "The criminal offence"),
    ("Should penalties for sex trafficking address aggravating circumstances?", "Drafters should ensure that the penalties"),
]

UNSAID = [
    "How long should the sentence for attempts to commit sex trafficking be?",
    "Who should enforce the penalties for the buyers?",
    "How many traffickers were convicted in Lithuania in 2009?",
    "Should companies be liable for sex trafficking?",
    "Which authority should protect trafficking victims from being arrested?",
    "How many buyers were convicted in Lithuania in 2011?",
]


@pytest.fixture(scope="module")
def told():
    """What the model is told, by the sentence."""
    documents = load_corpus([shipped_guidance()])
    passages = [passage for document in documents.values() for passage in split_passages(document)]
    pool = SentencePool(documents, passages, register(fireworks()[0]), load_lexicon(), None)
    return {sentence.text: pool.told(sentence) for sentence in pool.candidates(passages)}


@pytest.mark.parametrize(("question", "opening"), PLAIN)
def test_a_plain_question_is_answered_by_the_sentence_that_says_so(question, opening, told):
    model = load_evidence_model("auto")
    assert model is not None
    texts = [text for sentence, text in told.items() if sentence.startswith(opening)]
    others = [text for sentence, text in told.items() if not sentence.startswith(opening)]
    rows = model.read(question, [*texts, *others])
    odds = rows[:, CLASSES.index("answers")]
    assert texts
    assert odds[: len(texts)].max() >= 0.5
    assert odds.argmax() < len(texts)


@pytest.mark.parametrize("question", UNSAID)
def test_a_plain_question_that_no_sentence_answers_is_not_answered_by_one_that_shares_its_words(question, told):
    model = load_evidence_model("auto")
    assert model is not None
    assert model.read(question, list(told.values()))[:, CLASSES.index("none")].min() >= 0.5
