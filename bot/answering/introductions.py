"""What people say of themselves around a question ("I work for a ministry and need this by Friday."): it asks nothing and tells no case."""

from __future__ import annotations

from bot.answering.lexicon import Lexicon
from bot.answering.pieces import asks_facts, sentences_of, without_courtesies
from bot.answering.words import CONTRACTED, Word, words
from corpus.dictionary import is_english

_LONGEST = 200
"""Signs of a sentence that only introduces, at most."""


def without_introductions(text: str, lexicon: Lexicon, *, places: bool = False) -> str:
    """A question without the sentences that only greet, thank, or tell who asks, for whom, why and until when; the whole where nothing else would be left.

    A sentence that asks stays, and so does one with any word that people do not use of themselves, of others, or a figure, and one that names a place where facts are asked for: they may be asked of that place. All but greetings and
    thanks stay where the question is about the one who asks ("May I be named again?").

    Args:
        text: the question as typed, with all that stands around it.
        lexicon: the words that people use so.
        places: whether a sentence that names a place stays in any case.
    """
    sentences = list(sentences_of(text, lexicon.words.opening))
    polite = without_courtesies(sentences, lexicon.words)
    asked = [s for s in polite if _asks(s, lexicon)]
    kept = polite
    if asked and not any(lexicon.words.of_asker.search(s.lower()) for s in asked):
        facts = places or any(asks_facts(s.lower(), lexicon.words) for s in asked)
        kept = [s for s in polite if s in asked or (facts and _place_in(s, lexicon)) or not _introduces(s, lexicon)]
    return text if len(kept) == len(sentences) else "\n".join(kept)


def _asks(sentence: str, lexicon: Lexicon) -> bool:
    lowered = sentence.lower()
    opens = any(pattern.search(lowered) for pattern in lexicon.words.opening)
    return sentence.rstrip("\"'”’)").endswith("?") or opens or lexicon.words.imperative.match(sentence) is not None


def _place_in(sentence: str, lexicon: Lexicon) -> bool:
    return bool(lexicon.last_place(words(sentence)))


def _introduces(sentence: str, lexicon: Lexicon) -> bool:
    """Whether a sentence holds nothing but the words that people use of themselves, begins as they do, and says not that another subject follows."""
    rules, found, lowered = lexicon.words, words(sentence), sentence.lower()
    if len(sentence) > _LONGEST:
        return False
    if any(p.search(lowered) for p in rules.new_subject) or not any(p.search(lowered) for p in rules.introducing):
        return False
    plain = [CONTRACTED.sub("", word.text.lower()) for word in found]
    figures = any(word.isdigit() or word in rules.numbers for word in plain)
    if figures or not rules.others.isdisjoint(plain):
        return False
    telling = [word for word in found if not _is_empty(word, lexicon)]
    return all(word.stem in lexicon.asker for word in telling)


def _is_empty(word: Word, lexicon: Lexicon) -> bool:
    """Whether a word tells nothing: it carries no topic, is a number, or the name of somebody."""
    plain = CONTRACTED.sub("", word.text.lower())
    empty = plain in lexicon.words.stop or word.stem in lexicon.quiet or plain.isdigit() or plain in lexicon.words.numbers
    light = word.stem in lexicon.light and word.stem not in lexicon.asker
    name = (word.text[0].isupper() and not is_english(plain)) or lexicon.lists((word.stem,))
    return empty or light or name
