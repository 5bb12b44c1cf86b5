"""Provisions: the sentences of a draft as they are meant to be read, with lead-in, item and tail put together.

A legal sentence is often spread over units: "Any person who / (a) recruits; or / (b) harbours / another, commits an offence". Each item is read with
the lead-in before it and the tail behind it. Where the items add up ("... and"), they are also read together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from bot.reviewing.clauses import Node
from bot.reviewing.findings import Clause
from bot.reviewing.phrases import Phrases, Words, words_of
from bot.reviewing.prose import is_bare_penalty, is_open
from bot.reviewing.tree_levels import Span
from corpus.documents import Document
from corpus.sentences import split_sentences

_ADDS_UP = re.compile(r"(?:^|[;,\s])and\s*$", re.IGNORECASE)
_ALTERNATIVE = re.compile(r"(?:^|[;,\s])or\s*$", re.IGNORECASE)
_FULL_STOP = re.compile(r"[a-z]{3,}\W{0,2}\.\s*$")
_REPLACED = re.compile(
    r"\bfor\s+(?:the\s+(?:words?|figures?|expression)\s+)?[“\"](?P<old>[^”\"]{1,600})[”\"][^.;“\"]{0,40}substitut", re.IGNORECASE
)
_JOINT = re.compile(r"[;:,—–-](?=(?:\s*(?:and|or))?\s*$)")
"""What joins a piece to the next one; it does not end the thought."""
_INSERTING = re.compile(r"\b(?:insert(?:ed)?|substituted?|add(?:ed)?|replaced?|reads?)\b[^.;]{0,40}[:—–-]\s*$", re.IGNORECASE)
_ENTRY = re.compile(
    r"\W*[\"“‘'«][^\"”’'»]{2,80}[\"”’'»](?:\s*\([^)]{1,60}\))?,?\s+(?:means?|includes?|has|have|shall|refers?|is|in\s+relation)\b"
)
"""An entry of a list of definitions is a sentence of its own, though the entry before it ends with a semicolon."""
_PROVISO = re.compile(r"provided\s+(?:further\s+|also\s+)?that\b", re.IGNORECASE)
_SETS_PENALTY = re.compile(r"\b(?:imprisonment|years|term|penalty|punish(?:ed|able|ment)|sentence)\b", re.IGNORECASE)
_TAKES_OUT = re.compile(
    r"\b(?:nothing|not\s+(?:apply|extend|be(?!\s+(?:less|more|under|below|lower)))|no\s+\w+|exempt\w*)\b", re.IGNORECASE
)
_PROVISO_JOINT = re.compile(r"[:;.]\s+(?=Provided\s+(?:further\s+|also\s+)?that\b)")
_UNIT = r"(?:sub-?)?(?:sections?|articles?|arts?\.?|clauses?|rules?|regulations?|paragraphs?|§§?)\s+"
_ENTRY_OF_LIST = re.compile(
    rf"\b(?P<unit>(?:and\s+)?{_UNIT})?(?P<number>\d+[A-Z]*)(?:[.\-]\d+[A-Z]*)*(?:\s?\([0-9A-Za-z]{{1,4}}\))*\s*\([^()]{{6,}}\)[;,]?",
    re.IGNORECASE,
)
"""A section with what it is about: "section 145A (poaching);"."""
_LONGEST = 6000
_OPENING = 12


@dataclass(frozen=True)
class Provision:
    """One sentence as read. ``text`` is put together from spans of the document; ``clause`` is the innermost clause it stands in.

    ``pieces`` are (offset in text, span of the document); offsets into ``text`` are turned back with ``span``.
    """

    clause: Clause
    text: str
    pieces: tuple[tuple[int, Span], ...]
    order: int = 0
    """Position in the draft, for ranking earlier and later."""

    @cached_property
    def words(self) -> Words:
        """The text split into words."""
        return words_of(self.text)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of its words."""
        return frozenset(piece.partition("/")[2] for piece in self.words.line.split())

    def span(self, start: int, end: int) -> Span:
        """The place in the document of ``text[start:end]``, cut at the end of the piece in which it begins."""
        at = bisect_right([offset for offset, _ in self.pieces], start) - 1
        offset, (low, high) = self.pieces[max(at, 0)]
        first = low + start - offset
        return first, max(min(first + end - start, high), first)

    def lines(self) -> tuple[Provision, ...]:
        """The provision line by line, for lists whose entries have nothing to do with one another."""
        cut: list[Provision] = []
        at = 0
        for line in self.text.split("\n"):
            if line.strip():
                cut.append(replace(self, text=line, pieces=((0, self.span(at, at + len(line))),)))
            at += len(line) + 1
        return tuple(cut)

    def entries(self) -> tuple[Provision, ...]:
        """The provision once for each section that it lists with what the section is about ("sections 4 (poaching) and 5 (snares) are repealed")."""
        found = list(_ENTRY_OF_LIST.finditer(self.text))
        if len(found) < 2 or any(self.text[a.end() : b.start()].strip() for a, b in pairwise(found)):  # noqa: PLR2004
            return (self,)  # one entry is no list, nor are entries with other words between them
        low, high = found[0].start(), found[-1].end()
        leads = [low if each["unit"] and each.start() > low else found[0].start("number") for each in found]
        return tuple(
            self._of_parts((0, lead), (max(each.start(), lead), each.end()), (high, len(self.text)))
            for lead, each in zip(leads, found, strict=True)
        )

    def _of_parts(self, *parts: tuple[int, int]) -> Provision:
        """The provision with only these stretches of its text."""
        pieces: list[tuple[int, Span]] = []
        text = ""
        for start, end in parts:
            if start < end:
                pieces.append((len(text), self.span(start, end)))
                text += self.text[start:end]
        return replace(self, text=text, pieces=tuple(pieces))

    @property
    def own(self) -> Span:
        """The span of the provision's longest piece: what is quoted when there is nothing shorter to quote."""
        return max((span for _, span in self.pieces), key=lambda span: span[1] - span[0])


def provisions_of(document: Document, nodes: Sequence[Node], promises: Phrases) -> tuple[Provision, ...]:
    """Every sentence of the operative clauses, in the draft's order; sentences that only announce what the law is to do are left out."""
    reader = _Reader(document.text)
    read = [provision for node in nodes for provision in reader.read(node, ())]
    found = [provision for provision in read if not _promises(provision, promises)]
    return tuple(
        Provision(p.clause, p.text, p.pieces, order)
        for order, p in enumerate(sorted(found, key=lambda p: (p.pieces[0][1], p.pieces[-1][1])))
    )


def sets_penalty(text: str, start: int, end: int) -> bool:
    """Whether a proviso sets a penalty of its own ("Provided that where the goods are stolen, the term shall be ..."): a rule, not an exception."""
    words = text[start:end]
    return bool(_PROVISO.match(words.lstrip()) and _SETS_PENALTY.search(words)) and not _TAKES_OUT.search(words)


def _promises(provision: Provision, promises: Phrases) -> bool:
    """Whether a sentence opens with what the law is to do ("The purpose of this Act is"; not "For the purposes of this Act, ...")."""
    return any(
        hit.start <= _OPENING and not provision.text[: hit.start].lower().endswith("for ")
        for hit in promises.find(provision.words)
    )


def _row(child: Node, parent: Node) -> str:
    """What kind of number a child has below its parent: "1", "a", "A", or "" for none."""
    below = child.clause.number[len(parent.clause.number) :].strip("().")
    return "1" if below[:1].isdigit() else "a" if below[:1].islower() else "A" if below else ""


def _blank(found: re.Match[str]) -> str:
    """What joins two pieces as a comma, or as nothing behind a lead-in; offsets stay."""
    return "," if found.group() in ";," else " "


def _without_replaced(text: str) -> str:
    """Blank out words that an amendment takes away ("for “X” substitute “Y”"): only what is put in their place is law. Offsets stay."""
    return _REPLACED.sub(lambda found: found.group().replace(found["old"], " " * len(found["old"])), text)


def _split_at(node: Node, starts: Sequence[int]) -> Iterator[Node]:
    """A node with a list of definitions, entry by entry: words and items behind the start of an entry belong to it."""
    bounds = [0, *starts, node.clause.end + 1]
    for number, (low, high) in enumerate(pairwise(bounds)):
        tails = tuple(span for span in node.tails if low <= span[0] < high)
        children = tuple(child for child in node.children if low <= child.clause.start < high)
        lead, tails = (tails[:1], tails[1:]) if number else (node.lead, tails)
        yield replace(node, lead=lead, children=children, tails=tails)


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text

    def read(self, node: Node, before: tuple[Span, ...], after: tuple[Span, ...] = ()) -> Iterator[Provision]:
        """The provisions of a node, read behind the spans ``before`` and in front of ``after``."""
        if not node.operative:
            return
        entries = [span for span in node.tails if _ENTRY.match(self.text, *span)]
        if entries:
            for part in _split_at(node, [low for low, _ in entries]):
                yield from self.read(part, before, after)
            return
        sentences = self._sentences(node)
        items = [child for child in self._first_row(node) if sentences and self._goes_on(sentences[-1][-1], child)]
        opening = sentences[-1] if items or (node.tails and sentences) else ()
        yield from self._closed(node, sentences[: len(sentences) - bool(opening)], before, () if opening else after)
        if opening and not items:
            yield self._provision(node.clause, (*before, *opening, *node.tails, *after))
        if items:
            yield from self._items(node, items, (*before, *opening), (*node.tails, *after))
        for child in node.children:
            if child not in items:
                yield from self.read(child, ())
        for tail in () if items or opening else node.tails:
            yield self._provision(node.clause, (tail,))

    def _closed(
        self, node: Node, sentences: Sequence[tuple[Span, ...]], before: tuple[Span, ...], after: tuple[Span, ...]
    ) -> Iterator[Provision]:
        """The node's own full sentences: the first stands behind ``before``, the last in front of ``after``."""
        last = len(sentences) - 1
        for position, sentence in enumerate(sentences):
            yield self._provision(
                node.clause, (*(before if position == 0 else ()), *sentence, *(after if position == last else ()))
            )

    def _first_row(self, node: Node) -> tuple[Node, ...]:
        """The children up to the first that begins anew behind a full stop with a number of another kind, or without one.

        Such as "... if: I – ...; II – .... § 1 The penalty is ...".
        """
        if node.children and node.children[0].lead and is_bare_penalty(self.text[slice(*node.children[0].lead[0])]):
            return ()
        for at, (last, child) in enumerate(pairwise(node.children), start=1):
            words = list(self._all_words(last))
            ended = bool(words) and self.text[slice(*words[-1])].rstrip('"”’ ').endswith(".")
            first = next((c for c in self.text[slice(*child.lead[0])] if c.isalpha()), "a") if child.lead else "A"
            if ended and first.isupper() and _row(child, node) != _row(node.children[0], node):
                return node.children[:at]
        return node.children

    def _sentences(self, node: Node) -> list[tuple[Span, ...]]:
        """The node's own sentences; a sentence broken over paragraphs (after ";" or in mid-word) is put together again."""
        sentences: list[tuple[Span, ...]] = []
        for lead in node.lead:
            parts = [(piece,) for span in split_sentences(self.text, *lead) for piece in self._without_proviso(*span)]
            first = next((c for c in self.text[slice(*lead)] if c.isalpha()), "A")
            entry = parts and _ENTRY.match(self.text, *parts[0][0])
            if parts and sentences and first.islower() and not entry and self.text[sentences[-1][-1][1] - 1] not in ".!?":
                sentences[-1] = (*sentences[-1], *parts.pop(0))
            sentences += parts
        return sentences

    def _without_proviso(self, start: int, end: int) -> Iterator[Span]:
        """A sentence, cut where a proviso sets a penalty of its own."""
        for joint in _PROVISO_JOINT.finditer(self.text, start, end):
            if sets_penalty(self.text, joint.end(), end):
                yield start, joint.start() + 1
                start = joint.end()
        yield start, end

    def _items(self, node: Node, items: list[Node], before: tuple[Span, ...], after: tuple[Span, ...]) -> Iterator[Provision]:
        """Each item with lead-in and tail; all together where they add up or where only their sum is a sentence."""
        for item in items:
            yield from self.read(item, before, after)
        spans = [span for item in items for span in self._all_words(item)]
        if self._add_up(items) and sum(high - low for low, high in spans) < _LONGEST:
            yield self._provision(node.clause, (*before, *spans, *after))

    def _all_words(self, node: Node) -> Iterator[Span]:
        yield from node.lead
        for child in node.children:
            yield from self._all_words(child)
        yield from node.tails

    def _add_up(self, items: list[Node]) -> bool:
        joints = [
            self.text[slice(*list(self._all_words(item))[-1])] if any(True for _ in self._all_words(item)) else ""
            for item in items[:-1]
        ]
        if any(_FULL_STOP.search(joint) for joint in joints):
            return False  # each is a sentence of its own
        return len(items) > 1 and not any(_ALTERNATIVE.search(joint) for joint in joints)

    def _goes_on(self, lead: Span, child: Node) -> bool:
        """Whether an item goes on with the sentence of its lead-in."""
        words = self.text[slice(*lead)]
        if not child.lead:
            return bool(child.children) and is_open(words)
        if (
            is_bare_penalty(self.text[slice(*child.lead[0])])
            or _INSERTING.search(words)
            or sets_penalty(self.text, child.lead[0][0], child.clause.end)
        ):
            return False  # what is inserted is a text of its own
        first = next((c for c in self.text[slice(*child.lead[0])] if c.isalpha()), "A")
        if first.islower():
            return is_open(words)
        return words.rstrip().endswith((":", "—", "–", "-", ","))

    def _provision(self, clause: Clause, spans: tuple[Span, ...]) -> Provision:
        spans = tuple((low, high) for low, high in spans if low < high)
        pieces: list[tuple[int, Span]] = []
        parts: list[str] = []
        length = 0
        for low, high in spans:
            part = self.text[low:high]
            part = part if (low, high) == spans[-1] else _JOINT.sub(_blank, part)
            pieces.append((length, (low, high)))
            parts.append(part)
            length += len(part) + 1
        return Provision(clause, _without_replaced(" ".join(parts)), tuple(pieces) or ((0, (clause.start, clause.end)),))
