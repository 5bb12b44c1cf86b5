"""The sentences of the guidance, taken apart once and kept: stems, thesaurus groups, pointers, vectors."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, takewhile
from typing import TypeVar

import numpy as np

from bot.answering.lexicon import Lexicon
from bot.answering.names import Names, Pair, is_name, pairs_of, stands
from bot.answering.statement import Statement, pointed_title, statement_of
from bot.answering.words import YEAR, Word, words
from corpus.documents import BlockKind, Citation, Document, Passage
from corpus.register import BoundRegister
from corpus.sentences import split_sentences
from index.embedding import Embedder, Vectors
from index.question_map import QuestionMap

T = TypeVar("T")

TOPIC_SHARE, TOPIC_PASSAGES = 0.5, 4
"""A word in half of a document's passages is the document's topic. Asked only of documents of at least four passages."""
LABEL_WORDS = 3
"""A sentence of at most so many words ("Good practice:") is a label of what follows, not a statement."""


TOLD_BEFORE = 160
"""Characters of the sentence before that the evidence model is told, where a sentence leans on it."""
TOLD_ITEMS = 240
"""Characters of the items that it is told with what leads up to them."""
OPENING = 4
"""Words in which a sentence shows that it leans on the one before."""
BESIDE = " | "
"""Between a sentence and what it is told with."""


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
        return frozenset(word.stem for part in self._told_of for word in words(part))

    @cached_property
    def said_pairs(self) -> frozenset[Pair]:
        """Their pairs of neighbours."""
        return _union(pairs_of(words(part)) for part in self._told_of)

    @cached_property
    def pairs(self) -> frozenset[Pair]:
        """Stems of words that stand next to each other in the sentence."""
        return pairs_of(self.found)

    @property
    def _told_of(self) -> tuple[str, ...]:
        own = self.document
        return (own.title, own.publisher or "", own.module or "", *self.passage.heading_path)

    @property
    def is_label(self) -> bool:
        """Whether it only names what follows."""
        return len(self.found) <= LABEL_WORDS


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Stems and thesaurus groups of a passage, and those of its headings and labels, which hold for every sentence in it."""

    stems: frozenset[str]
    groups: frozenset[int]
    labels: frozenset[str]
    label_groups: frozenset[int]
    pairs: frozenset[Pair]
    """Stems of words that stand next to each other, in the passage and its headings."""


def _union(sets: Iterable[frozenset[T]]) -> frozenset[T]:
    return frozenset().union(*sets)


class SentencePool:
    """The sentences of passages, taken apart once and kept; embedded once when they are first candidates."""

    def __init__(
        self,
        documents: Mapping[str, Document],
        passages: Sequence[Passage],
        register: BoundRegister,
        lexicon: Lexicon,
        embedder: Embedder | None,
    ) -> None:
        self._register = register
        self._documents = documents
        self._passages = {passage.id: passage for passage in passages}
        self._by_document: dict[str, list[Passage]] = {}
        for passage in passages:
            self._by_document.setdefault(passage.document_id, []).append(passage)
        self.lexicon = lexicon
        self._embedder = embedder
        self._sentences: dict[str, tuple[Sentence, ...]] = {}
        self._vectors: dict[str, Vectors] = {}
        self._wordings: dict[tuple[str, int], tuple[Wording, ...]] = {}
        self._topics: dict[str, frozenset[str]] = {}
        self._stems: dict[str, Mapping[str, int]] = {}
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
            groups_of(found, self.lexicon),
            pointed_title(text, self.lexicon),
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
                label_groups=_union(s.groups for s in labels) | groups_of(headings, self.lexicon),
                pairs=_union(s.pairs for s in near) | _union(pairs_of(words(heading)) for heading in passage.heading_path),
            )
        return self._surroundings[passage.id]

    def told(self, sentence: Sentence, names: Names = ()) -> str:
        """What the evidence model reads: a sentence with what it hangs on and the headings over it.

        An item hangs on its lead-in, a lead-in on its items, any other on the sentence before where it leans on it; of these it is told with the beginning. One without a name of its own ("Each panel has three members.")
        is told with the last sentence of its passage that bears one of ``names``, where no other name stands between.
        """
        return BESIDE.join(part for part in (sentence.text, self._told_beside(sentence, names), self._headings(sentence)) if part)

    def _told_beside(self, sentence: Sentence, names: Names = ()) -> str:
        listed = self.enumeration(sentence)
        if listed and sentence == listed[0]:
            return _beginning(" ".join(item.text for item in listed[1:]), TOLD_ITEMS)
        before, named = self.hangs_on(sentence), self._named_before(sentence, names)
        told = dict.fromkeys(one for one in (named, before) if one is not None)
        return " ".join(_beginning(one.text, TOLD_BEFORE) for one in told)

    def _named_before(self, sentence: Sentence, names: Names) -> Sentence | None:
        """The sentence that says whom a sentence without a name is about, if it bears one of these names."""
        own = self._own(sentence.passage)
        if not names or self._bears_name(sentence):
            return None
        for before in reversed(own[: own.index(sentence)]):
            if any(stands(name, before.stems, before.pairs, listed=self.lexicon.lists(name)) for name in names):
                return before
            if self._bears_name(before):
                return None
        return None

    def _bears_name(self, sentence: Sentence) -> bool:
        """Whether a sentence names a place, a body or a person: a country, a capitalised word that is none of the language, or one within the sentence that is no word of guidance ("the UK", "in Riga")."""
        capitals = [(at, word.text) for at, word in enumerate(sentence.found) if word.text[:1].isupper()]
        within = any(at and word.lower() not in self.lexicon.known for at, word in capitals)
        return within or bool(self.lexicon.last_place(sentence.found)) or any(is_name(word) for _, word in capitals)

    def hangs_on(self, sentence: Sentence, *, leaning: bool = False) -> Sentence | None:
        """The lead-in of an item; of any other sentence the one before, where it leans on it, or with ``leaning`` in any case. None for the first of a passage."""
        listed = self.enumeration(sentence)
        if listed:
            return listed[0] if sentence != listed[0] else None
        own = self._own(sentence.passage)
        at = own.index(sentence)
        return own[at - 1] if at and (leaning or self._leans(sentence)) else None

    def following(self, sentence: Sentence) -> Iterator[Sentence]:
        """The sentences behind one under the same heading, but for those that only refer elsewhere or name what follows."""
        passages = self._by_document[sentence.document.id]
        behind = passages[passages.index(sentence.passage) :]
        same = takewhile(lambda passage: passage.heading_path == sentence.passage.heading_path, behind)
        own = (one for passage in same for one in self._own(passage) if one.start > sentence.start)
        return (one for one in own if one.points_to is None and not one.is_label and not one.text.startswith("("))

    def force(self, sentence: Sentence) -> Statement:
        """What a sentence is: a recommendation, an example, figures, ..."""
        return statement_of(sentence.text, self.lexicon, self.surroundings(sentence).labels)

    def told_as(self, recommendation: str, sentence: Sentence) -> str:
        """One of several recommendations that a sentence holds, in the register's words, likewise."""
        return BESIDE.join((recommendation, self._headings(sentence)))

    def _headings(self, sentence: Sentence) -> str:
        return " > ".join(dict.fromkeys((sentence.document.title, *sentence.passage.heading_path)))

    def enumeration(self, sentence: Sentence) -> tuple[Sentence, ...]:
        """The lead-in ("Legislation should list:") and the items of the enumeration that a sentence belongs to; empty where it belongs to none.

        Items stand on lines of their own after a colon, up to the end of the list, or, where the file has no list there, up to the first that ends with a full stop.
        """
        own = self._own(sentence.passage)
        for at, lead in enumerate(own):
            if lead.text.endswith(":") and not lead.is_label:
                items = _items(own[at + 1 :])
                if sentence in (lead, *items) and len(items) > 1:
                    return (lead, *items)
        return ()

    def _leans(self, sentence: Sentence) -> bool:
        """In brackets ("(See: ...)"), or with a pronoun or a year among its first words ("In 2012, ...")."""
        first = sentence.found[:OPENING]
        pronoun = any(word.text.lower() in self.lexicon.words.leaning for word in first)
        return sentence.text.startswith("(") or pronoun or any(YEAR.fullmatch(word.text) for word in first)

    def substance(self, sentence: Sentence) -> dict[str, frozenset[int]]:
        """The stems of a sentence that are neither quiet nor light, with their thesaurus groups."""
        quiet, stop = self.lexicon.quiet | self.lexicon.light, self.lexicon.words.stop
        own = (w for w in sentence.found if w.stem not in quiet and w.text.lower() not in stop)
        return {w.stem: self.lexicon.thesaurus.get((w.stem,), frozenset()) for w in own}

    def topic(self, document_id: str) -> frozenset[str]:
        """The stems in at least half of a document's passages."""
        if document_id not in self._topics:
            count = len(self._by_document.get(document_id, []))
            enough = count >= TOPIC_PASSAGES
            of_each = self._passages_by_stem(document_id).items()
            self._topics[document_id] = frozenset(s for s, n in of_each if enough and n >= TOPIC_SHARE * count)
        return self._topics[document_id]

    def says(self, document_id: str, stems: Collection[str]) -> bool:
        """Whether all of some stems stand in a document."""
        return self._passages_by_stem(document_id).keys() >= set(stems)

    def _passages_by_stem(self, document_id: str) -> Mapping[str, int]:
        """In how many passages of a document each stem stands."""
        if document_id not in self._stems:
            own = ({s for sentence in self._own(p) for s in sentence.stems} for p in self._by_document.get(document_id, []))
            self._stems[document_id] = Counter(chain.from_iterable(own))
        return self._stems[document_id]

    def wordings(self, sentence: Sentence) -> tuple[Wording, ...]:
        """How the register words what a sentence recommends: its recommendations' texts, questions and statements."""
        key = (sentence.document.id, sentence.start)
        if key not in self._wordings:
            held = [
                r
                for r in self._register.register.recommendations
                if any(holds(sentence, q) for q in self._register.guidance[r.id])
            ]
            texts = {t: r for r in held for t in (r.text, r.question or "", *(element.statement for element in r.elements)) if t}
            self._wordings[key] = tuple(Wording(text, r.text, several=len(held) > 1) for text, r in texts.items())
        return self._wordings[key]

    def cosines(self, text: str, sentences: Sequence[Sentence], question_map: QuestionMap | None = None) -> list[Near]:
        """For each sentence the cosine of a text with it or with the nearest of its wordings, for a lead-in also with its items; zeros without an embedder.

        Embeds only the text once all sentences are known. A map of another embedding model is not used.
        """
        if self._embedder is None or not sentences:
            return [Near(0.0, 0.0, 0.0)] * len(sentences)
        ways = [[s.text, *(wording.text for wording in self.wordings(s)), *self._led(s)] for s in sentences]
        told = [self.told(s) for s in sentences]
        unknown = list(dict.fromkeys(way for own in (*ways, told) for way in own if way not in self._vectors))
        vectors = self._embedder.embed([text, *unknown])
        self._vectors.update(zip(unknown, vectors[1:], strict=True))
        fits = question_map is not None and question_map.embedding_sha256 == self._embedder.sha256
        mapped = question_map(vectors[0]) if question_map is not None and fits else vectors[0]
        found = [[float(np.dot(vectors[0], self._vectors[way])) for way in own] for own in ways]
        toward = [max(float(np.dot(mapped, self._vectors[way])) for way in own) for own in ways]
        return [
            Near(max(own), near, float(np.dot(vectors[0], self._vectors[as_told])), _nearest(own[1:], self.wordings(s)))
            for own, near, as_told, s in zip(found, toward, told, sentences, strict=True)
        ]

    def _led(self, sentence: Sentence) -> tuple[str, ...]:
        """A lead-in with the beginning of its items, as one text."""
        listed = self.enumeration(sentence)
        return (f"{sentence.text} {self._told_beside(sentence)}",) if listed and sentence == listed[0] else ()


@dataclass(frozen=True, slots=True)
class Wording:
    """How the register words a recommendation that a sentence holds; ``several`` where the sentence holds others too."""

    text: str
    recommendation: str
    several: bool


@dataclass(frozen=True, slots=True)
class Near:
    """A cosine, the same with the text's vector mapped (equal where there is no map), that with the sentence as it is told, and for a sentence that holds several recommendations the one whose wording is nearest."""

    cosine: float
    mapped: float
    told: float
    recommendation: str = ""


def _nearest(cosines: Sequence[float], wordings: Sequence[Wording]) -> str:
    if not wordings or not wordings[0].several:
        return ""
    return wordings[max(range(len(wordings)), key=lambda at: cosines[at])].recommendation


def _beginning(text: str, length: int) -> str:
    """Whole words of a text, at most so many characters."""
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0]


def _items(following: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """The items that follow a lead-in: what the file lists, or, where it lists nothing there, up to the first that ends as a sentence does."""
    if following and _lists(following[0]):
        return tuple(takewhile(_lists, following))
    for at, sentence in enumerate(following):
        if not sentence.text.endswith((";", ",", "and", "or")):
            return tuple(following[: at + 1])
    return tuple(following)


def _lists(sentence: Sentence) -> bool:
    """Whether a sentence stands in an item of a list in its file."""
    blocks = sentence.document.blocks
    at = bisect_right(blocks, sentence.start, key=lambda block: block.start) - 1
    return at >= 0 and blocks[at].kind is BlockKind.LIST_ITEM and sentence.start < blocks[at].end


def holds(sentence: Sentence, quote: Citation) -> bool:
    """Whether a quote shares characters with a sentence."""
    return sentence.document.id == quote.document_id and sentence.start < quote.end and quote.start < sentence.end


def groups_of(found: Sequence[Word], lexicon: Lexicon) -> frozenset[int]:
    """The thesaurus groups of all words and phrases."""
    stems = [word.stem for word in found]
    groups: set[int] = set()
    for at in range(len(stems)):
        for length in range(1, min(lexicon.longest, len(stems) - at) + 1):
            groups |= lexicon.thesaurus.get(tuple(stems[at : at + length]), frozenset())
    return frozenset(groups)


def groups_of_stems(found: Iterable[str], lexicon: Lexicon) -> frozenset[int]:
    """The thesaurus groups of single words."""
    return _union(lexicon.thesaurus.get((s,), frozenset()) for s in found)
