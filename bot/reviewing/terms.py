"""Defined terms: those that nothing uses, those that are said in another form, and those that are defined twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from rapidfuzz import fuzz, process

from bot.reviewing.crossreferences import Remark
from bot.reviewing.norms import Norm, defined_term
from bot.reviewing.outline import Outline, hygiene_words
from bot.reviewing.phrases import stem, words_of
from bot.reviewing.provisions import Provision
from corpus.criteria import Effect

_ALIKE = 5
"""Words that begin with so many of the same letters are taken for one word when a term is looked for."""
_SHORTEST = 3
_MISREAD = 80
"""Percent of letters that agree in a word that was misread."""


@dataclass(frozen=True, slots=True)
class Term:
    """A defined term: its words as printed, their stems, and its definition, ``document.text[start:end]``.

    ``orders`` are those of the sentences that it is read from: its lead and each item.
    """

    words: str
    stems: tuple[str, ...]
    start: int
    end: int
    norm: Norm
    orders: frozenset[int]


def term_remarks(outline: Outline) -> Iterator[Remark]:
    """What is wrong with the defined terms of a whole draft, in no order; none in a law that changes others, for they may use them."""
    if outline.is_amending:
        return
    terms = _terms(outline)
    yield from _twice(outline, terms)
    document = _Said(outline)
    for term in terms:
        if document.uses(term):
            yield from _varied(outline, document, term, terms)
        else:
            yield _unused(outline, document, term, terms)


def _terms(outline: Outline) -> list[Term]:
    """The quoted terms that the draft defines, in order, each once though its items are norms of their own; a definition ends where the next begins."""
    text = outline.law.document.text
    found: dict[int, list[Norm]] = defaultdict(list)
    for norm in outline.law.norms:
        if norm.effect is Effect.DEFINITION:
            found[norm.provision.span(*norm.trigger)[0]].append(norm)
    placed = [
        (start, norms) for trigger, norms in sorted(found.items()) if (start := _start(text, norms[0], trigger)) is not None
    ]
    followed = [start for start, _ in placed[1:]] + [len(text)]
    terms = []
    for (start, norms), following in zip(placed, followed[: len(placed)], strict=True):
        words = defined_term(norms[0])
        end = min(max(norm.provision.pieces[-1][1][1] for norm in norms), following)
        orders = frozenset(norm.provision.order for norm in norms)
        if len(words) >= _SHORTEST and (stems := _stems(words)):
            terms.append(Term(words, stems, start, end, norms[0], orders))
    return terms


def _start(text: str, norm: Norm, trigger: int) -> int | None:
    """Where the quoted term of a definition stands; None where none is quoted."""
    words = defined_term(norm)
    at = text.rfind(words, 0, trigger) if words else -1
    return at if at > 0 and text[at - 1] in "\"“‘'«" else None


def _stems(words: str) -> tuple[str, ...]:
    return tuple(stem_ for piece in words_of(words).line.split() if (stem_ := piece.partition("/")[2]))


@cache
def _small() -> frozenset[str]:
    return frozenset(stem(word) for word in hygiene_words()["small"])


def _content(stems: Sequence[str]) -> tuple[str, ...]:
    return tuple(each for each in stems if each not in _small())


class _Said:
    """The sentences of a draft, to look terms up in."""

    def __init__(self, outline: Outline) -> None:
        self.text = outline.law.document.text
        self.provisions = outline.law.provisions
        self.heads = [_heads(provision.stems) for provision in self.provisions]

    def uses(self, term: Term) -> bool:
        """Whether some sentence but the definition holds all words of a term, in whatever order and form; or any place the term itself."""
        wanted = _heads(_content(term.stems) or term.stems)
        if any(wanted <= heads for p, heads in zip(self.provisions, self.heads, strict=True) if p.order not in term.orders):
            return True
        low, high = min(p.clause.start for p in self._own(term)), max(p.pieces[-1][1][1] for p in self._own(term))
        around = (self.text[low : term.start], self.text[term.end : max(high, term.end)])
        return any(wanted <= _heads(_stems(part)) for part in around) or self._is_printed(term) or self._is_misread(term)

    def _is_misread(self, term: Term) -> bool:
        """Whether a word of the term stands elsewhere with a letter or two changed, as after text recognition: "witncss" for "witness"."""
        said = {each for p in self.provisions if p.order not in term.orders for each in p.stems}
        strange = [each for each in _content(term.stems) if each not in said]
        return any(process.extractOne(each, said, scorer=fuzz.ratio, score_cutoff=_MISREAD) for each in strange)

    def _own(self, term: Term) -> list[Provision]:
        return [provision for provision in self.provisions if provision.order in term.orders]

    def _is_printed(self, term: Term) -> bool:
        words = re.compile(r"\s+".join(map(re.escape, term.words.split())), re.IGNORECASE)
        return any(not term.start <= found.start() < term.end for found in words.finditer(self.text))

    def phrase(self, stems: Sequence[str], term: Term) -> tuple[int, int] | None:
        """Where words with just these stems first stand in a row outside a term's definition, as offsets of the document."""
        wanted = frozenset(stems)
        row = re.compile("".join(rf" [^ /]*/{re.escape(each)}" for each in stems) + "(?= |$)")
        for provision in self.provisions:
            if wanted <= provision.stems and (found := row.search(provision.words.line)):
                words = provision.words
                first, last = words.word_index(found.start()), words.word_index(found.end() - 1)
                place = provision.span(words.starts[first], words.ends[last])
                if not term.start <= place[0] < term.end:
                    return place
        return None


def _heads(stems: Iterable[str]) -> frozenset[str]:
    return frozenset(each[:_ALIKE] for each in stems)


def _variants(term: Term) -> Iterator[tuple[str, ...]]:
    """The term with another head that means the same ("public official" for "public officer")."""
    content = _content(term.stems)
    if len(term.stems) == len(content) > 1:
        for group in hygiene_words()["heads"]:
            heads = [stem(word) for word in group]
            if content[-1] in heads:
                yield from ((*content[:-1], head) for head in heads if head != content[-1])


def _said_otherwise(document: _Said, term: Term, terms: Sequence[Term]) -> tuple[int, int] | None:
    defined = {each.stems for each in terms}
    places = (document.phrase(variant, term) for variant in _variants(term) if variant not in defined)
    return next((place for place in places if place is not None), None)


def _varied(outline: Outline, document: _Said, term: Term, terms: Sequence[Term]) -> Iterator[Remark]:
    place = _said_otherwise(document, term, terms)
    if place is not None:
        words = " ".join(outline.law.document.text[slice(*place)].split())
        yield Remark(
            "variant",
            place[0],
            f"{outline.place(place[0])} says “{words}”; the defined term is “{term.words}” ({outline.place(term.start)})",
        )


def _unused(outline: Outline, document: _Said, term: Term, terms: Sequence[Term]) -> Remark:
    place = _said_otherwise(document, term, terms)
    opening = f"{outline.place(term.start)} defines “{term.words}”, which the draft does not use"
    if place is None:
        return Remark("unused", term.start, opening)
    words = " ".join(outline.law.document.text[slice(*place)].split())
    return Remark("unused", term.start, f"{opening}; {outline.place(place[0])} says “{words}”")


def _twice(outline: Outline, terms: Sequence[Term]) -> Iterator[Remark]:
    first: dict[tuple[str, ...], Term] = {}
    for term in sorted(terms, key=lambda t: t.start):
        if _is_limited(outline, term):
            continue
        known = first.setdefault(term.stems, term)
        if (
            known is not term
            and _meaning(outline, known) != _meaning(outline, term)
            and _verb(known) == _verb(term)
            and not _parted(outline, known, term)
        ):
            yield Remark(
                "twice",
                term.start,
                f"{outline.place(term.start)} defines “{term.words}” again, in other words than {outline.place(known.start)}",
            )


def _is_limited(outline: Outline, term: Term) -> bool:
    """Whether a definition is made for a piece of the draft ("In this Part, ...")."""
    clause = outline.law.clause_at(term.start)
    leads = (term.norm.provision.text[: term.norm.trigger[0]], outline.law.document.text[clause.start : term.start])
    opening = " ".join(re.split(r"[\"“«]", lead, maxsplit=1)[0].lower() for lead in leads)
    return any(re.search(rf"\b{limit}\b", opening) for limit in hygiene_words()["limited"])


def _parted(outline: Outline, one: Term, other: Term) -> bool:
    """Whether two definitions stand in different files."""
    return any(one.start < part <= other.start for part in outline.law.document.parts)


def _verb(term: Term) -> str:
    return term.norm.provision.text[slice(*term.norm.trigger)].lower().split()[0]


def _meaning(outline: Outline, term: Term) -> str:
    return re.sub(r"\W+", " ", outline.law.document.text[term.start : term.end].lower()).strip()
