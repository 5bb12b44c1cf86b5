"""Choose evidence: how well each sentence of the found passages meets a part of a question, by features one can read.

Every feature compares one part with one sentence (and the passage it stands in). None depends on how many other passages
there are, so a corpus of one page and one of a thousand give a sentence the same score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import numpy as np

from bot.answering.lexicon import Lexicon
from bot.answering.question import LIGHT, Part, Term
from bot.answering.words import Word, words
from corpus.documents import Document, Passage
from corpus.sentences import split_sentences
from index.embedding import Embedder, Vectors

T = TypeVar("T")

SAME, SYNONYM, NEARBY = 1.0, 0.9, 0.5
"""How far a term is met: the same stem in the sentence, a word of its thesaurus group, either of them only elsewhere in the
passage (a sentence leans on those before it)."""
TOPIC_SHARE, TOPIC_PASSAGES, TOPIC_WEIGHT = 0.5, 4, 0.5
"""A word in half of a document's passages is the document's topic: meeting it tells half as much. Asked only of documents of
at least four passages."""
CONTEXT_WEIGHT = CONTEXT_CAP = 0.5
"""What was said before counts half, and all of it together at most half of the part's own terms: "and for officials?" is about
officials."""
COSINE_SHARE, FOCUS_SHARE = 0.4, 0.1
"""How much of the score is the sentence's cosine with the part, and how much the share of the sentence that the part asks about
(of two sentences that meet a question the one without other matter is the better quote); the rest is coverage."""
LABEL_WORDS = 3
"""A sentence of at most so many words ("Good practice:") is a label of what follows, not a statement."""
PLACE_STEM = 6
"""Letters that the names of a place and of its people share at least (Latvia, Latvian)."""


@dataclass(frozen=True)
class Sentence:
    """A sentence of the guidance with what the features need. Equal to another only when it is the same span."""

    document: Document
    passage: Passage
    start: int
    end: int
    found: tuple[Word, ...]
    stems: frozenset[str]
    groups: frozenset[int]
    points_to: str | None
    """What the part is called that the sentence sends the reader to; None where it sends nowhere."""

    @property
    def text(self) -> str:
        """Its words."""
        return self.document.text[self.start : self.end]

    @cached_property
    def said_of(self) -> frozenset[str]:
        """Stems of the passage's headings and of what the document says of itself; names are looked for here too."""
        told = (self.document.title, self.document.publisher or "", self.document.module or "", *self.passage.heading_path)
        return frozenset(word.stem for part in told for word in words(part))

    @property
    def is_label(self) -> bool:
        """Whether it only names what follows."""
        return len(self.found) <= LABEL_WORDS


@dataclass(frozen=True)
class Evidence:
    """How a sentence meets a part. All shares are by weight, 0 to 1.

    Attributes:
        coverage: the share of the part's terms that the sentence meets; those met only elsewhere in its passage count half.
        reach: the same, where those count fully.
        specific: the share of the part's own terms that are not the document's topic nor light; 1 when it has none.
        focus: the share of the sentence's words of substance that meet a term.
        cosine: of the two embeddings, -1 to 1; 0 without an embedder.
        missing: terms that are met nowhere in the passage.
    """

    part: Part
    sentence: Sentence
    coverage: float
    reach: float
    specific: float
    focus: float
    cosine: float
    missing: tuple[Term, ...]

    @property
    def score(self) -> float:
        """Ranks sentences for one part."""
        rest = 1 - COSINE_SHARE - FOCUS_SHARE
        return rest * self.coverage + COSINE_SHARE * max(self.cosine, 0.0) + FOCUS_SHARE * self.focus


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Stems and thesaurus groups of a passage, and those of its headings and labels, which hold for every sentence in it."""

    stems: frozenset[str]
    groups: frozenset[int]
    labels: frozenset[str]
    label_groups: frozenset[int]


def _union(sets: Iterable[frozenset[T]]) -> frozenset[T]:
    return frozenset().union(*sets)


class SentencePool:
    """The sentences of passages, taken apart once and kept; embedded once when they are first candidates."""

    def __init__(self, documents: Mapping[str, Document], passages: Sequence[Passage], lexicon: Lexicon, embedder: Embedder | None) -> None:
        self._documents = documents
        self._passages = {passage.id: passage for passage in passages}
        self._by_document: dict[str, list[Passage]] = {}
        for passage in passages:
            self._by_document.setdefault(passage.document_id, []).append(passage)
        self._lexicon = lexicon
        self._embedder = embedder
        self._sentences: dict[str, tuple[Sentence, ...]] = {}
        self._vectors: dict[tuple[str, int], Vectors] = {}
        self._topics: dict[str, frozenset[str]] = {}
        self._surroundings: dict[str, Surroundings] = {}

    def sentences(self, passage: Passage) -> tuple[Sentence, ...]:
        """The sentences of a passage and of its twins, in order."""
        family = [passage, *(self._passages[name] for name in passage.duplicates if name in self._passages)]
        return tuple(sentence for member in family for sentence in self._own(member))

    def candidates(self, passages: Sequence[Passage]) -> list[Sentence]:
        """The sentences of passages and of their twins in the order of the text; of equal ones only the first."""
        found = {(s.document.id, s.start): s for passage in passages for s in self.sentences(passage)}
        kept: dict[tuple[str, ...], Sentence] = {}
        for _, sentence in sorted(found.items()):
            kept.setdefault(tuple(word.stem for word in sentence.found), sentence)
        return list(kept.values())

    def _own(self, passage: Passage) -> tuple[Sentence, ...]:
        if passage.id not in self._sentences:
            document = self._documents[passage.document_id]
            spans = split_sentences(document.text, passage.start, passage.end)
            self._sentences[passage.id] = tuple(self._sentence(document, passage, *span) for span in spans)
        return self._sentences[passage.id]

    def _sentence(self, document: Document, passage: Passage, start: int, end: int) -> Sentence:
        text = document.text[start:end]
        found = words(text, start)
        return Sentence(
            document,
            passage,
            start,
            end,
            found,
            frozenset(word.stem for word in found),
            groups_of(found, self._lexicon),
            pointed_title(text, self._lexicon),
        )

    def surroundings(self, sentence: Sentence) -> Surroundings:
        """What stands around a sentence."""
        passage = sentence.passage
        if passage.id not in self._surroundings:
            near = self._own(passage)
            labels = [s for s in near if s.is_label]
            headings = tuple(word for heading in passage.heading_path for word in words(heading))
            self._surroundings[passage.id] = Surroundings(
                stems=_union(s.stems for s in near),
                groups=_union(s.groups for s in near),
                labels=_union(s.stems for s in labels) | frozenset(word.stem for word in headings),
                label_groups=_union(s.groups for s in labels) | groups_of(headings, self._lexicon),
            )
        return self._surroundings[passage.id]

    def substance(self, sentence: Sentence) -> dict[str, frozenset[int]]:
        """The stems of a sentence that are neither quiet nor light, with their thesaurus groups."""
        quiet = self._lexicon.quiet | self._lexicon.light
        return {w.stem: self._lexicon.thesaurus.get((w.stem,), frozenset()) for w in sentence.found if w.stem not in quiet}

    def topic(self, document_id: str) -> frozenset[str]:
        """The stems in at least half of a document's passages."""
        if document_id not in self._topics:
            passages = self._by_document.get(document_id, [])
            counts: dict[str, int] = {}
            for passage in passages:
                for found in {s for sentence in self._own(passage) for s in sentence.stems}:
                    counts[found] = counts.get(found, 0) + 1
            enough = len(passages) >= TOPIC_PASSAGES
            self._topics[document_id] = frozenset(s for s, n in counts.items() if enough and n >= TOPIC_SHARE * len(passages))
        return self._topics[document_id]

    def cosines(self, text: str, sentences: Sequence[Sentence]) -> list[float]:
        """Cosines of a text with sentences; zeros without an embedder. Embeds only the text once all sentences are known."""
        if self._embedder is None or not sentences:
            return [0.0] * len(sentences)
        unknown = [s for s in sentences if (s.document.id, s.start) not in self._vectors]
        vectors = self._embedder.embed([text, *(s.text for s in unknown)])
        for sentence, vector in zip(unknown, vectors[1:], strict=True):
            self._vectors[sentence.document.id, sentence.start] = vector
        return [float(np.dot(vectors[0], self._vectors[s.document.id, s.start])) for s in sentences]


def groups_of(found: Sequence[Word], lexicon: Lexicon) -> frozenset[int]:
    """The thesaurus groups of all words and phrases."""
    stems = [word.stem for word in found]
    groups: set[int] = set()
    for at in range(len(stems)):
        for length in range(1, min(lexicon.longest, len(stems) - at) + 1):
            groups |= lexicon.thesaurus.get(tuple(stems[at : at + length]), frozenset())
    return frozenset(groups)


def pointed_title(text: str, lexicon: Lexicon) -> str | None:
    """What the part is called that a sentence sends the reader to."""
    for pattern in lexicon.words.pointing:
        match = pattern.search(text)
        if match:
            return " ".join(next(value for value in match.groupdict().values() if value).split()).strip(" .)")
    return None


def weigh(part: Part, sentences: Sequence[Sentence], pool: SentencePool) -> list[Evidence]:
    """The evidence of every sentence for a part, best first; equal ones in the order given."""
    cosines = pool.cosines(part.meaning, sentences)
    found = [_evidence(part, s, cosine, pool) for s, cosine in zip(sentences, cosines, strict=True)]
    return sorted(found, key=lambda evidence: -evidence.score)


@dataclass(frozen=True, slots=True)
class _Met:
    """One term against one sentence: its weight and how far it is met, strictly and with the whole passage."""

    term: Term
    weight: float
    strict: float
    wide: float
    specific: bool


def _evidence(part: Part, sentence: Sentence, cosine: float, pool: SentencePool) -> Evidence:
    topic = pool.topic(sentence.document.id)
    passage = pool.surroundings(sentence)
    weighted = [(term, 1.0, True) for term in part.terms] + [(t, _context_share(part), False) for t in part.context]
    met = []
    for term, share, own in weighted:
        strict, wide = strength_of(term, sentence, passage)
        is_topic = topic.issuperset(term.stems)
        weight = share * term.weight * (TOPIC_WEIGHT if is_topic else 1.0)
        met.append(_Met(term, weight, strict, wide, own and not is_topic and term.weight > LIGHT))
    return Evidence(
        part=part,
        sentence=sentence,
        coverage=_share((m.weight, m.strict) for m in met),
        reach=_share((m.weight, m.wide) for m in met),
        specific=_share(((m.weight, m.strict) for m in met if m.specific), none=1.0),
        focus=_focus(part, sentence, pool),
        cosine=cosine,
        missing=tuple(m.term for m in met if not m.wide),
    )


def _context_share(part: Part) -> float:
    own, context = (sum(term.weight for term in terms) for terms in (part.terms, part.context))
    return min(CONTEXT_WEIGHT, CONTEXT_CAP * own / context) if context else 0.0


def _share(pairs: Iterable[tuple[float, float]], none: float = 0.0) -> float:
    """Of (weight, strength) pairs: the weighted mean strength."""
    pairs = list(pairs)
    total = sum(weight for weight, _ in pairs)
    return sum(weight * strength for weight, strength in pairs) / total if total else none


def _focus(part: Part, sentence: Sentence, pool: SentencePool) -> float:
    substance = pool.substance(sentence)
    asked = {s for term in (*part.terms, *part.context) for s in term.stems}
    groups = frozenset().union(*(term.groups for term in (*part.terms, *part.context)))
    hits = sum(s in asked or bool(own & groups) for s, own in substance.items())
    return hits / len(substance) if substance else 0.0


def strength_of(term: Term, sentence: Sentence, passage: Surroundings) -> tuple[float, float]:
    """How far a sentence meets a term, 0 to 1: strictly, and with its whole passage. A name is met anywhere in the passage."""
    stems, groups = passage.stems, passage.groups
    if sentence.stems.issuperset(term.stems):
        return SAME, SAME
    if (sentence.groups | passage.label_groups) & term.groups or passage.labels.issuperset(term.stems):
        return SYNONYM, SYNONYM
    if term.entity:
        near = stems | passage.labels | sentence.said_of
        named = any(all(any(same_name(part, s) for s in near) for part in name) for name in (term.stems, *term.members))
        return (SAME, SAME) if named else (0.0, 0.0)
    if stems.issuperset(term.stems):
        return NEARBY, SAME
    return (NEARBY * SYNONYM, SYNONYM) if groups & term.groups else (0.0, 0.0)


def same_name(name: str, other: str) -> bool:
    """Whether two stems name the same: equal, or a place and its people."""
    short, long = sorted((name, other), key=len)
    return name == other or (len(short) >= PLACE_STEM and long.startswith(short))
