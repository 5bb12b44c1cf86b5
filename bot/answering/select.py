"""Choose evidence: how well each sentence of the found passages meets a part of a question, by features one can read.

Words, thesaurus and embedding rank the sentences; the evidence model then reads the first of them together with the part.

Every feature compares one part with one sentence (and the passage it stands in). None depends on how many other passages
there are, so a corpus of one page and one of a thousand give a sentence the same score.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.answering.names import is_name, stands
from bot.answering.pool import Near, Sentence, SentencePool, Surroundings, groups_of_stems
from bot.answering.question import LIGHT, Part, Term
from bot.answering.reasons import reasons_behind
from bot.conversation import ENOUGH_WORDS, topic_words
from index.evidence_model import CLASSES, EvidenceModel

SAME, SYNONYM, NEARBY = 1.0, 0.9, 0.5
"""How far a term is met: the same stem in the sentence, a word of its thesaurus group, either of them only elsewhere in the
passage (a sentence leans on those before it)."""
TOPIC_WEIGHT = 0.5
"""A document's topic stands in most of its passages: meeting it tells half as much."""
CONTEXT_WEIGHT = CONTEXT_CAP = 0.5
"""What was said before counts half, and all of it together at most half of the part's own terms: "and for officials?" is about
officials."""
COSINE_SHARE, FOCUS_SHARE = 0.4, 0.1
"""How much of the score is the sentence's cosine with the part, and how much the share of the sentence that the part asks about
(of two sentences that meet a question the one without other matter is the better quote); the rest is coverage."""
MANY_UNMET = 3
"""Terms that are not met anywhere; more of them tell nothing new."""
WHERE = "where"
"""The kind of a part that asks where more is said."""
WHY = "why"
"""The kind of one that asks for a reason, or for what comes of not doing a thing."""
LEANING_KINDS = frozenset({WHERE, "source", WHY})
"""Kinds whose answer may stand beside the statement it belongs to: pointers, sources and reasons lean on their passage."""


ASIDE = 0.15
"""A document whose nearest sentence has a cosine so far below that of another document's is about something else: of the development questions to the shipped page 1.6% would lose it by a second
one (n=124), and of those to the second 58% are rid of the first (n=24)."""
STAYS = 0.3
"""How much nearer the document counts from which a conversation was answered last, for what leans on that."""
READ, READ_OF_SEVERAL = 14, 10
"""How many sentences the evidence model reads for a part: where the part stands alone, and where there are several. Each costs 5 to 7 ms on two cores. Of 685 questions to 14 pages held out 81.9% are answered or
refused rightly with 10 and 6, 83.8% with 14 and 10; reading the second half only where none of the first surely answers saves 6 ms of 117 (95th percentile) and loses half a point."""
NEAR_REACH, NEAR_MAPPED, NEAR_TOLD, NEAR_FOCUS, NEAR_COVERAGE = 0.1, 1.0, 0.5, 0.05, 0.2
"""Of which features the order in which they are read is made; fitted on the pages held out: of 3,603 answered parts of questions to these one that answers is among 14 in 98.5%, without "told" in 98.1%."""
HANGING = 0.94
"""How near a sentence is that hangs on another, as a share of that one's nearness."""
_MOST_LOGIT = 6.0
"""Odds beyond 400 to 1 say no more."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What the evidence model says of a part with a sentence: probabilities that it answers, and that it corrects what the part takes for granted."""

    answers: float
    corrects: float

    @property
    def logit(self) -> float:
        """Log odds that it does either, from -1 to 1 for odds of 400 to 1."""
        either = min(max(self.answers + self.corrects, 1e-6), 1 - 1e-6)
        return max(-_MOST_LOGIT, min(_MOST_LOGIT, math.log(either / (1 - either)))) / _MOST_LOGIT


@dataclass(frozen=True)
class Evidence:
    """How a sentence meets a part. All shares are by weight, 0 to 1.

    Attributes:
        coverage: the share of the part's terms that the sentence meets; those met only elsewhere in its passage count half.
        reach: the same, where those count fully.
        specific: the share of the part's own terms that are neither the document's topic nor light nor names; 1 when it has none.
        focus: the share of the sentence's words of substance that meet a term.
        cosine: of the two embeddings, -1 to 1; 0 without an embedder.
        mapped: the same with the part's embedding mapped to where answers lie; it only says which sentences are read first.
        told: the cosine with the sentence as the evidence model reads it, with what it hangs on and its headings; likewise.
        missing: terms that are met nowhere in the passage.
        recommendation: of several that the sentence holds the one that is worded most like the part; empty where it holds none or one.
        again: whether it was quoted last, for a part that leans on what was asked then.
        beside: whether it stands in the passage of one that was, for such a part.
        behind: whether it follows one that was and gives its reason, for such a part that only asks for that ("why?").
        away: whether it stands in none of their passages, likewise.
        read: what the evidence model says; None where it has not read the pair.
    """

    part: Part
    sentence: Sentence
    coverage: float
    reach: float
    specific: float
    focus: float
    cosine: float
    mapped: float
    told: float
    missing: tuple[Term, ...]
    recommendation: str = ""
    again: bool = False
    beside: bool = False
    behind: bool = False
    away: bool = False
    read: Reading | None = None

    @property
    def score(self) -> float:
        """Ranks sentences for one part."""
        rest = 1 - COSINE_SHARE - FOCUS_SHARE
        return rest * self.coverage + COSINE_SHARE * max(self.cosine, 0.0) + FOCUS_SHARE * self.focus

    @property
    def nearness(self) -> float:
        """Which sentences are read first."""
        by_meaning = NEAR_MAPPED * self.mapped + NEAR_TOLD * self.told
        return by_meaning + NEAR_REACH * self.reach + NEAR_FOCUS * self.focus + NEAR_COVERAGE * self.coverage

    @property
    def features(self) -> dict[str, float]:
        """What ask_weights.yaml weighs, by name.

        "unmet" are the terms of substance that are nowhere in the passage, 1 from three on; "leaning" is 1 for a part whose answer may
        stand beside the statement it belongs to.
        """
        unmet = sum(term.weight > LIGHT for term in self.missing)
        read = {} if self.read is None else {"read": self.read.logit}
        return read | {
            "coverage": self.coverage,
            "reach": self.reach,
            "specific": self.specific,
            "cosine": self.cosine,
            "focus": self.focus,
            "unmet": min(unmet, MANY_UNMET) / MANY_UNMET,
            "leaning": float(self.part.kind in LEANING_KINDS),
        }


def weigh(
    part: Part,
    sentences: Sequence[Sentence],
    pool: SentencePool,
    model: EvidenceModel | None = None,
    *,
    said: Sequence[Sentence] = (),
    read: int = READ,
) -> list[Evidence]:
    """The evidence of every sentence for a part, best first by score; equal ones in the order given.

    Sentences of documents on another subject are left out, where one loaded is much nearer; ``said`` are those quoted last, whose documents are kept to by what leans on them. With a model the ``read``
    nearest are read.

    Raises:
        ModelError: the model cannot be loaded.
    """
    cosines = pool.cosines(part.meaning, sentences, model.question_map if model is not None else None)
    found = [_evidence(part, s, near, pool) for s, near in zip(sentences, cosines, strict=True)]
    if part.leans:
        found = _beside(part, found, said, pool)
    found = _on_the_subject(found, frozenset(s.document.id for s in said) if part.leans else frozenset())
    if model is not None and found:
        order = sorted(range(len(found)), key=_in_order(part, found, pool))
        found = [*_read(part, [found[at] for at in order[:read]], pool, model), *(found[at] for at in order[read:])]
    return sorted(found, key=lambda evidence: -evidence.score)


def _beside(part: Part, found: Sequence[Evidence], said: Sequence[Sentence], pool: SentencePool) -> list[Evidence]:
    """The evidence with how it stands to the sentences that were quoted last."""
    passages = {sentence.passage.id for sentence in said}
    bare = bool(said) and part.kind == WHY and topic_words(part.text.lower(), pool.lexicon) < ENOUGH_WORDS
    reasons = {reason for sentence in said for reason in reasons_behind(sentence, pool)} if bare else set()
    return [
        replace(
            e,
            again=e.sentence in said,
            beside=e.sentence.passage.id in passages,
            behind=e.sentence in reasons,
            away=bare and e.sentence not in reasons and e.sentence.passage.id not in passages,
        )
        for e in found
    ]


def _in_order(part: Part, found: Sequence[Evidence], pool: SentencePool) -> Callable[[int], tuple[bool, float]]:
    """The key by which positions are sorted so that the sentences to be read come first.

    One that hangs on another is nearly as near as that; a reason or a source mostly stands behind what it belongs to. What sends the reader elsewhere is read first where one asks for that: it has few words.
    """
    own = {(e.sentence.document.id, e.sentence.start): e.nearness for e in found}
    leaning = part.kind in LEANING_KINDS

    def key(at: int) -> tuple[bool, float]:
        sentence = found[at].sentence
        before = pool.hangs_on(sentence, leaning=leaning)
        near = found[at].nearness
        if before is not None:
            near = max(near, HANGING * own.get((before.document.id, before.start), near))
        first = found[at].behind or (part.kind == WHERE and sentence.points_to is not None)
        return not first, -near

    return key


def _on_the_subject(found: Sequence[Evidence], spoken_of: frozenset[str]) -> list[Evidence]:
    """Without the documents none of whose sentences comes near the part, measured by the nearest sentence of all; those that are spoken of count for nearer, but the nearest itself is never left out."""
    nearest: dict[str, float] = {}
    for evidence in found:
        document_id = evidence.sentence.document.id
        nearest[document_id] = max(nearest.get(document_id, -1.0), evidence.cosine)
    counted = {name: near + (STAYS if name in spoken_of else 0.0) for name, near in nearest.items()}
    least, best = max(counted.values(), default=0.0) - ASIDE, max(nearest.values(), default=0.0)
    kept = {name for name in nearest if counted[name] >= least or nearest[name] == best}
    return [evidence for evidence in found if evidence.sentence.document.id in kept]


def _read(part: Part, first: Sequence[Evidence], pool: SentencePool, model: EvidenceModel) -> list[Evidence]:
    """What the model says; a sentence of several recommendations is also read as the one that is asked about, and the better reading counts."""
    terms = (term for term in (*part.terms, *part.context) if term.entity or is_name(term.text))
    names = [name for term in terms for name in (term.stems, *term.members)]
    own = [pool.told(evidence.sentence, names) for evidence in first]
    as_one = [
        pool.told_as(e.recommendation, e.sentence) if e.recommendation else told for e, told in zip(first, own, strict=True)
    ]
    texts = list(dict.fromkeys((*own, *as_one)))
    answers, corrects = CLASSES.index("answers"), CLASSES.index("corrects")
    rows = model.read(part.asked, texts)
    said = {text: Reading(float(row[answers]), float(row[corrects])) for text, row in zip(texts, rows, strict=True)}
    return [
        replace(evidence, read=max(said[told], said[one], key=lambda reading: reading.logit))
        for evidence, told, one in zip(first, own, as_one, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Met:
    """One term against one sentence: its weight and how far it is met, strictly and with the whole passage."""

    term: Term
    weight: float
    strict: float
    wide: float
    specific: bool


def _evidence(part: Part, sentence: Sentence, near: Near, pool: SentencePool) -> Evidence:
    topic = pool.topic(sentence.document.id)
    topic_groups = groups_of_stems(topic, pool.lexicon)
    passage = pool.surroundings(sentence)
    weighted = [(term, 1.0, True) for term in part.terms] + [(t, _context_share(part), False) for t in part.context]
    met = []
    for term, share, own in weighted:
        strict, wide = strength_of(term, sentence, passage)
        is_topic = topic.issuperset(term.stems) or (bool(term.groups) and term.groups <= topic_groups)
        weight = share * term.weight * (TOPIC_WEIGHT if is_topic else 1.0)
        met.append(_Met(term, weight, strict, wide, own and not is_topic and not term.entity and term.weight > LIGHT))
    return Evidence(
        part=part,
        sentence=sentence,
        coverage=_share((m.weight, m.strict) for m in met),
        reach=_share((m.weight, m.wide) for m in met),
        specific=_share(((m.weight, m.strict) for m in met if m.specific), none=1.0),
        focus=_focus(part, sentence, pool),
        cosine=near.cosine,
        mapped=near.mapped,
        told=near.told,
        recommendation=near.recommendation,
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
    groups = frozenset(group for term in (*part.terms, *part.context) for group in term.groups)
    hits = sum(s in asked or bool(own & groups) for s, own in substance.items())
    return hits / len(substance) if substance else 0.0


def strength_of(term: Term, sentence: Sentence, passage: Surroundings) -> tuple[float, float]:
    """How far a sentence meets a term, 0 to 1: strictly, and with its whole passage. A name is met anywhere in the passage."""
    stems, groups = passage.stems, passage.groups
    name = term.entity and len(term.stems) > 1
    if not name and sentence.stems.issuperset(term.stems):
        return SAME, SAME
    if (sentence.groups | passage.label_groups) & term.groups or (not name and passage.labels.issuperset(term.stems)):
        return SYNONYM, SYNONYM
    if term.entity:
        near, pairs = stems | passage.labels | sentence.said_of, passage.pairs | sentence.said_pairs
        named = any(stands(name, near, pairs, listed=term.listed) for name in (term.stems, *term.members))
        return (SAME, SAME) if named else (0.0, 0.0)
    if stems.issuperset(term.stems):
        return NEARBY, SAME
    return (NEARBY * SYNONYM, SYNONYM) if groups & term.groups else (0.0, 0.0)
