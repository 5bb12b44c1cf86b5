"""The shipped evidence model takes a question in the page's own words for what it is: near misses share them, too, and a model that has seen many of these may refuse the plainest question."""

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
