"""Answer a question from the guidance: retrieve, take apart, choose, quote; or refuse and say what is missing."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from bot.answering.answer import Answer, Answered, Turn
from bot.answering.cite import cite_sentence, nearest_passages, recommendations_of
from bot.answering.compose import Block, choose, number_sentences, without_repeats, write
from bot.answering.lexicon import Lexicon, load_lexicon
from bot.answering.mending import foreign_language
from bot.answering.modelled import ModelledAnswer, ask_model
from bot.answering.pool import Sentence, SentencePool, groups_of_stems, holds
from bot.answering.question import LEANS_ON, LIGHT, Part, QuestionReader, years_in
from bot.answering.reasons import is_reason, reasons_behind, tells
from bot.answering.refuse import SURELY, Judge, Judged, lacking, refusal, section_gaps, sections_asked, sections_near
from bot.answering.said import Said, quoted_last, replies
from bot.answering.select import LEANING_KINDS, READ, READ_OF_SEVERAL, WHY, weigh
from bot.answering.statement import Statement
from bot.answering.words import vocabulary_of
from bot.chat_model import ChatModel
from bot.conversation import rests_on
from bot.spending import Meter, Spending
from corpus.documents import Citation, Document
from corpus.language import language_name
from corpus.register import BoundRegister
from index.embedding import Embedder
from index.evidence_model import CLASSES, EvidenceModel
from index.search import Hit, Searcher

CANDIDATES = 20
"""Passages whose sentences are looked at: more than are shown, for the right sentence may stand in a passage that ranks low."""
MOST_CLAIMS, READ_OF_CLAIM = 2, 6
"""Claims before a question without an answer that are read alone, the last ones, and sentences that are read for each: a refusal should not take twice its time."""
HINTED = 0.03
"""How probably a sentence answers at least, to the evidence model, to be the reason of the recommendation before it; of most others it says 0.01 to 0.02."""
MOST_MENDS = 5
"""Slips that are named in a note."""
SOURCE = "source"
DUTY_GAP = "whether the source that is named makes it a duty"
NO_OPINION = "clausewise says what the guidance says, and holds no opinion of its own."
NOT_ENGLISH = (
    "This question seems to be in {language}. The guidance and the packaged models are in English, so nothing was found for it: ask in English, "
    "or name a chat model that reads {language} (CLAUSEWISE_CHAT_MODEL), which answers from the same passages."
)


class Given(NamedTuple):
    """An answer with its timings ("retrieve", "answer", in ms), notes for the reader, the prompt's sha256 where a chat model wrote it, and what one cost."""

    answer: Answer
    timings_ms: dict[str, float]
    notes: tuple[str, ...]
    prompt_sha256: str | None
    spent: Spending | None = None


@dataclass(frozen=True)
class _Found:
    """What was retrieved for a question."""

    question: str
    asked: str
    """The same as it is read, without slips of the key and introductions."""
    topic: str
    """The earlier questions that it leans on."""
    parts: tuple[Part, ...]
    hits: list[Hit]
    replies: tuple[str, ...]
    """What the assistant answered, the last first."""


class Answerer:
    """Answers questions. Made once; keeps the sentences it has taken apart and their vectors."""

    def __init__(
        self,
        documents: Mapping[str, Document],
        searcher: Searcher,
        register: BoundRegister,
        chat_model: ChatModel | None,
        passages_k: int,
        *,
        embedder: Embedder | None = None,
        lexicon: Lexicon | None = None,
        evidence_model: EvidenceModel | None = None,
    ) -> None:
        """Wire the parts.

        Args:
            documents: the guidance, by id.
            searcher: the opened index over it.
            register: bound to it; names the recommendations that an answer touches.
            chat_model: writes answers where there is one; None composes them from quotes.
            passages_k: how many passages a chat model is given.
            embedder: for the nearness in meaning of sentences; without it words alone decide.
            lexicon: the English of questions; the packaged one where None.
            evidence_model: reads the sentences that rank first together with the question; without it words and embeddings decide.
        """
        self._documents = documents
        self._searcher = searcher
        self.register = register
        self._chat_model = chat_model
        self._passages_k = passages_k
        self._lexicon = lexicon or load_lexicon()
        self._pool = SentencePool(documents, searcher.passages, register, self._lexicon, embedder)
        self._reader = QuestionReader(self._lexicon, vocabulary_of(document.text for document in documents.values()))
        self._model = evidence_model
        self._judge = Judge(self._lexicon, self._pool, reads=evidence_model is not None)

    def answer(self, question: str, history: Sequence[Turn] = (), watch: Callable[[str], None] | None = None) -> Given:
        """Answer a question, or refuse.

        ``watch`` is told of a chat model's answer as it comes, see ``ask_model``.

        Raises:
            ModelError: the embedding model cannot be loaded.
        """
        started = time.perf_counter()
        found = self._find(question, history)
        retrieved = time.perf_counter()
        meter = None if self._chat_model is None else Meter()
        answer, notes, prompt_sha256 = self._from_model(found, history, meter, watch)
        if answer is None:
            answer = self._composed(found)
        timings = {"retrieve": _ms(retrieved - started), "answer": _ms(time.perf_counter() - retrieved)}
        return Given(answer, timings, (*self._mends(question), *notes), prompt_sha256, meter.spent if meter else None)

    def _find(self, question: str, history: Sequence[Turn]) -> _Found:
        asked = self._reader.read_as(question)
        topic = rests_on(asked, self._reader.turns_read(history), self._lexicon)
        hits = self._searcher.search(f"{topic} {asked}".strip(), max(CANDIDATES, self._passages_k))
        return _Found(question, asked, topic, self._reader.parts(asked, topic), hits, replies(history))

    def _mends(self, question: str) -> tuple[str, ...]:
        """What was taken for a slip of the key, in a sentence: the one who asks may have meant another word."""
        mends = list(self._reader.mends(question).items())
        told = ", ".join(f"“{typed}” was read as “{read}”" for typed, read in mends[:MOST_MENDS])
        more = f", and {len(mends) - MOST_MENDS} more" if len(mends) > MOST_MENDS else ""
        return (f"{told}{more}.",) if told else ()

    def _from_model(
        self, found: _Found, history: Sequence[Turn], meter: Meter | None, watch: Callable[[str], None] | None
    ) -> tuple[Answer | None, tuple[str, ...], str | None]:
        if self._chat_model is None:
            return None, (), None
        passages = [hit.passage for hit in found.hits[: self._passages_k]]
        modelled = ask_model(self._chat_model, found.question, history, passages, self._documents, meter=meter, watch=watch)
        return self._of_model(modelled, found), modelled.notes, modelled.prompt_sha256

    def _of_model(self, modelled: ModelledAnswer, found: _Found) -> Answer | None:
        if modelled.text:
            recommendations = recommendations_of(modelled.citations, found.parts, self.register, self._lexicon)
            return Answered(modelled.text, modelled.citations, modelled.gaps, recommendations=recommendations)
        if modelled.silent:
            return replace(refusal(found.parts, (), self._nearest(found)), gaps=modelled.gaps or (found.question,))
        return None

    def _composed(self, found: _Found) -> Answer:
        sentences = self._pool.candidates([hit.passage for hit in found.hits])
        titles = self._unloaded_titles(sentences)
        said = quoted_last(found.replies, sentences) if found.topic else Said()
        if any(part.kind == WHY for part in found.parts):
            sentences = self._with_reasons_for(said, sentences)
        blocks: list[Block] = []
        open_parts: dict[Part, str] = {}
        read = READ if len(found.parts) == 1 else READ_OF_SEVERAL
        for part in found.parts:
            silent = part.opinion or bool(sections_asked(part, titles, self._lexicon))
            judged = [] if silent else self._judged(part, sentences, said, read)
            block = None if silent else self._block(part, sentences, judged, said)
            if block is None:
                open_parts[part] = NO_OPINION if part.opinion else lacking(part, judged)
            else:
                blocks.append(block)
        if not blocks and not all(part.opinion for part in open_parts):
            blocks = self._corrections(found, sentences, said)
        near = (t for part in open_parts if not part.opinion for t in sections_near(part, titles, self._lexicon))
        sections = tuple(dict.fromkeys(near))
        if not blocks:
            return self._refused(found, sections, tuple(open_parts.values()))
        return self._answered(blocks, tuple(open_parts), sections)

    def _with_reasons_for(self, said: Said, sentences: Sequence[Sentence]) -> list[Sentence]:
        """The sentences with the reasons for what was quoted last among them: a bare "why?" finds no passage."""
        reasons = (reason for quoted in said.sentences for reason in reasons_behind(quoted, self._pool))
        return list(dict.fromkeys((*sentences, *reasons)))

    def _corrections(self, found: _Found, sentences: Sequence[Sentence], said: Said) -> list[Block]:
        """What contradicts the claims that a question rests on ("He gets a year. Why so little?"), unless it was quoted last: told, they are read alone."""
        if self._model is None:
            return []
        claims = self._reader.claims(found.asked, found.topic)[-MOST_CLAIMS:]
        judged = (
            (claim, [j for j in self._judged(claim, sentences, said, READ_OF_CLAIM) if j.surely_corrects]) for claim in claims
        )
        blocks = (choose(claim, against, self._pool) for claim, against in judged)
        return [block for block in blocks if block and not set(said.sentences).issuperset(block.sentences)]

    def _refused(self, found: _Found, sections: Sequence[str], why: Sequence[str]) -> Answer:
        language = foreign_language(found.question, self._lexicon)
        note = NOT_ENGLISH.format(language=language_name(language)) if language else ""
        return refusal(found.parts, sections, self._nearest(found), note=note, why=why)

    def _answered(self, blocks: Sequence[Block], open_parts: Sequence[Part], sections: Sequence[str]) -> Answered:
        labels = number_sentences(blocks)
        quoted = {(s.document.id, s.start): s for block in blocks for s in block.quoted}
        citations = tuple(cite_sentence(quoted[place], label, self._pool.force(quoted[place])) for place, label in labels.items())
        return Answered(
            text=write(blocks, labels, self._pool.force),
            citations=citations,
            gaps=tuple(dict.fromkeys([*(part.text for part in open_parts), *_years_left(blocks), *self._duties_left(blocks)]))
            + section_gaps(sections),
            recommendations=recommendations_of(citations, [block.part for block in blocks], self.register, self._lexicon),
        )

    def _judged(self, part: Part, sentences: Sequence[Sentence], said: Said, read: int) -> list[Judged]:
        judged = self._judged_once(part, sentences, said.sentences, read)
        borne_out = self._borne_out(judged)
        if borne_out is None:
            return judged
        reason = self._reader.reason_asked(part)
        if reason is None:
            return [replace(one, corrects=False) if one.evidence.sentence == borne_out else one for one in judged]
        return self._judged_once(reason, sentences, (borne_out,), read)

    def _judged_once(self, part: Part, sentences: Sequence[Sentence], said: Sequence[Sentence], read: int) -> list[Judged]:
        return [self._judge.judge(each) for each in weigh(part, sentences, self._pool, self._model, said=said, read=read)]

    def _borne_out(self, judged: Sequence[Judged]) -> Sentence | None:
        """The sentence that the evidence model takes for a correction, where its words say just what the part takes for granted: the reason is asked for then."""
        if self._model is None:
            return None
        best = max((one for one in judged if not one.reason), key=lambda one: one.rank, default=None)
        return best.evidence.sentence if best is not None and best.corrects and self._judge.bears_out(best.evidence) else None

    def _block(self, part: Part, sentences: Sequence[Sentence], judged: Sequence[Judged], said: Said) -> Block | None:
        if part.repeats and said.just_now:
            return Block(part, said.sentences)
        if part.broad and not self._specific(part, sentences):
            overall = self._recommended()
            if overall:
                return Block(part, tuple(overall))
        block = self._giving_reasons(choose(part, judged, self._pool), judged)
        return self._without_second_correction(part, block) if block and block.lead and part.leans and said.just_now else block

    def _giving_reasons(self, block: Block | None, judged: Sequence[Judged]) -> Block | None:
        """What is quoted where a reason is asked for, with what directly follows it as its reason, where none is quoted."""
        if block is None or block.part.kind != WHY or any(is_reason(sentence, self._pool) for sentence in block.sentences):
            return block
        hinted = {one.evidence.sentence for one in judged if one.evidence.read and one.evidence.read.answers >= HINTED}
        reasons = (reason for sentence in block.sentences for reason in self._reasons(sentence, hinted))
        return replace(block, reasons=tuple(dict.fromkeys(one for one in reasons if one not in block.sentences)))

    def _reasons(self, sentence: Sentence, hinted: Collection[Sentence]) -> tuple[Sentence, ...]:
        """What directly follows a sentence and gives a reason, by its words; or, behind a recommendation, by saying how things are, where the evidence model does not rule that out."""
        behind = reasons_behind(sentence, self._pool)
        if behind or self._pool.force(sentence) is not Statement.RECOMMENDATION:
            return behind
        after = next(self._pool.following(sentence), None)
        return (after,) if after is not None and after in hinted and tells(after, self._pool) else ()

    def _without_second_correction(self, part: Part, block: Block) -> Block:
        """What leans on a question that took something wrong for granted, and was answered, is not put right again: the same sentences correct the earlier question by itself."""
        if self._model is None:
            return block
        before = part.asked.rpartition(LEANS_ON)[0] or part.asked
        rows = self._model.read(before, [self._pool.told(sentence) for sentence in block.sentences])
        corrected = rows[:, CLASSES.index("corrects")].max() >= SURELY
        return replace(block, lead="") if corrected else block

    def _specific(self, part: Part, sentences: Sequence[Sentence]) -> bool:
        """Whether a part asks about more than what the found documents that the register is bound to are about at all."""
        recommending = {citation.document_id for citations in self.register.guidance.values() for citation in citations}
        topic = frozenset().union(*(self._pool.topic(name) for name in {s.document.id for s in sentences} & recommending))
        groups = groups_of_stems(topic, self._lexicon)
        return any(not topic.issuperset(term.stems) and not term.groups & groups and term.weight > LIGHT for term in part.terms)

    def _recommended(self) -> list[Sentence]:
        """Every sentence that holds a recommendation of the register, in order, twins once."""
        quotes = [quote for citations in self.register.guidance.values() for quote in citations]
        return without_repeats(
            s for s in self._pool.candidates(self._searcher.passages) if any(holds(s, quote) for quote in quotes)
        )

    def _unloaded_titles(self, sentences: Sequence[Sentence]) -> tuple[str, ...]:
        loaded = {document.title.casefold() for document in self._documents.values()}
        titles = (s.points_to for s in sentences if s.points_to)
        return tuple(dict.fromkeys(title for title in titles if title.casefold() not in loaded))

    def _duties_left(self, blocks: Sequence[Block]) -> list[str]:
        """A source that the guidance names does not say whether what it stands behind is a duty under it."""
        asked = (block.part.text.lower() for block in blocks if block.part.kind == SOURCE)
        return [DUTY_GAP] if any(pattern.search(text) for text in asked for pattern in self._lexicon.words.duty) else []

    def _nearest(self, found: _Found) -> tuple[Citation, ...]:
        return nearest_passages([hit.passage for hit in found.hits], self._documents)


def _years_left(blocks: Sequence[Block]) -> list[str]:
    """Of several years asked for, those that no quoted sentence names."""
    left = (
        part.years - part.dated - {year for s in block.sentences for year in years_in(s.found)}
        for block in blocks
        if len((part := block.part).years) > 1 and part.kind not in LEANING_KINDS
    )
    return [f"the year {year}" for years in left for year in sorted(years)]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)
