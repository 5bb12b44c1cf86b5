"""Amending: the law as it would read once a bill's instructions are carried out in the act that is reviewed with it.

The bill's and the act's words stay where they are; the law as amended is woven of spans of both (``bot/reviewing/woven.py``). What a bill repeals
or replaces is out, what it inserts stands at its place with the number it is given there, and the instruction itself is no rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.reviewing.amended_law import act_of, distinct, title_words
from bot.reviewing.bills import Act, Bill, as_document
from bot.reviewing.carrying import Change, Hand, Ledger
from bot.reviewing.instructing import Does, Instruction
from bot.reviewing.mentions import Kind
from bot.reviewing.numbering import read_label
from bot.reviewing.quotations import masked
from bot.reviewing.references import section_of
from bot.reviewing.woven import EMPTY, Span, Woven, join, laid_out, made_up, whole
from corpus.documents import Block, BlockKind, Document


@dataclass(frozen=True)
class Amended:
    """The law as it would read.

    ``woven`` is its text; ``document`` the same as a document of its own, to be split into clauses. ``consumed`` are the spans (of the files'
    text) of instructions that were carried out and are no rules themselves. ``notes`` say what could not be carried out.
    """

    document: Document
    woven: Woven
    consumed: tuple[Span, ...]
    changes: tuple[Change, ...]
    bills: tuple[int, ...]
    """Which files amend another, by position."""
    bill_spans: tuple[Span, ...]
    """Where these stand in the joined text."""
    notes: tuple[str, ...]


def amended(document: Document) -> Amended | None:
    """Carry out the amendments that one file of a joined text makes in another; None where there are none.

    A bill without the act it amends is read as it is, each text that it inserts as a law of its own under the number it will have.
    """
    files = _files(document)
    if len(files) == 1:
        return _spread(document)
    bills = [Bill(document, index, *span) for index, span in enumerate(files)]
    amending = [bill for bill in bills if bill.instructions]
    if not amending:
        return None
    acts = {index: Act(document, index, *span) for index, span in enumerate(files)}
    titles = [title_words(document, *span) for span in files]
    outcome = Ledger()
    main = max(amending, key=lambda bill: bill.weight)
    for bill in amending:
        _carry_out(bill, acts, titles, outcome, others_too=bill is main)
    if not outcome.consumed:
        return _noted(document, outcome) if outcome.notes else None
    return _finished(document, bills, acts, outcome)


def _files(document: Document) -> list[Span]:
    starts = [0, *document.parts]
    return list(zip(starts, [*document.parts, len(document.text)], strict=True))


def _carry_out(bill: Bill, acts: dict[int, Act], titles: Sequence[frozenset[str]], outcome: Ledger, *, others_too: bool) -> None:
    """Carry out a bill's instructions one after the other; what cannot be done is noted."""
    words = {q.mark: bill.words(q.mark) for q in bill.quotations}
    for instruction in bill.instructions:
        if not others_too and not distinct(instruction.act):
            continue
        index = act_of(bill, instruction, titles)
        if index is None:
            if instruction.act:
                outcome.notes.append(f"{bill.shown(instruction)} was not carried out: {instruction.act} was not supplied")
            continue
        act = acts[index]
        failure = Hand(bill, act, words, outcome).do(instruction)
        if failure:
            outcome.notes.append(f"{bill.shown(instruction)} was not carried out: {act.name} {failure}")
        else:
            outcome.consumed.append(bill.span(instruction))
            outcome.used.setdefault(bill.index, set()).update(
                filter(None, (instruction.new, instruction.old, instruction.until, instruction.reads))
            )
    for act in acts.values():
        act.settle()


def _finished(document: Document, bills: Sequence[Bill], acts: dict[int, Act], outcome: Ledger) -> Amended:
    amending = tuple(sorted(outcome.used))
    texts = [_left_of(bills[index], outcome.used[index]) if index in outcome.used else act.woven for index, act in acts.items()]
    pieces: list[Woven] = []
    parts: list[int] = []
    for index, text in enumerate(texts):
        if index:
            pieces.append(made_up("\n\n"))
            parts.append(sum(len(piece.text) for piece in pieces))
        pieces.append(text)
    woven = join(pieces)
    done = f"{', '.join(bills[i].name for i in amending)} was read into the law that it amends: {len(set(outcome.consumed))} instructions carried out"
    return Amended(
        document=as_document(document, woven, tuple(parts)),
        woven=woven,
        consumed=tuple(sorted(set(outcome.consumed))),
        changes=tuple(outcome.changes),
        bills=amending,
        bill_spans=tuple(_files(document)[index] for index in amending),
        notes=(done, *outcome.notes),
    )


def _left_of(bill: Bill, used: Iterable[str]) -> Woven:
    """A bill with the quotations that went into the act under marks, the others as they are."""
    used = set(used)
    return masked(bill.source, [q for q in bill.quotations if q.mark in used])


def _noted(document: Document, outcome: Ledger) -> Amended:
    """Nothing could be carried out: the files as they are, with the reasons."""
    text = whole(document, 0, len(document.text))
    return Amended(as_document(document, text, document.parts), text, (), (), (), (), tuple(outcome.notes))


def _spread(document: Document) -> Amended | None:
    """A bill alone, with each text that it inserts behind it; None where it inserts none."""
    bill = Bill(document, 0, 0, len(document.text))
    placed = {i.new: i for i in bill.instructions if i.new and i.does not in _OF_WORDS and is_text(bill, i.new)}
    if not placed:
        return None
    pieces: list[Woven] = [masked(bill.source, [q for q in bill.quotations if q.mark in placed])]
    parts: list[int] = []
    for mark, instruction in placed.items():
        pieces.append(made_up("\n\n"))
        parts.append(sum(len(piece.text) for piece in pieces))
        pieces.append(join([under(bill, mark, instruction), laid_out(bill.lines(mark), 0)]))
    woven = join(pieces)
    return Amended(as_document(document, woven, tuple(parts)), woven, (), (), (), (), ())


_OF_WORDS = frozenset({Does.WORDS, Does.AFTER_WORDS, Does.BEFORE_WORDS})


def is_text(bill: Bill, mark: str) -> bool:
    """Whether a quotation is a text of its own, not words of a sentence: it has a number or several paragraphs."""
    lines = bill.lines(mark)
    return len(lines) > 1 or (bool(lines) and read_label(lines[0][1].text, 0, len(lines[0][1].text)) is not None)


def under(bill: Bill, mark: str, instruction: Instruction) -> Woven:
    """The number of the section that a new subsection or item comes into, as a line of ours; nothing before a whole section."""
    first = bill.lines(mark)[0][1].text
    label = read_label(first, 0, len(first))
    way = instruction.ways[0] if instruction.ways else ()
    sections = [step.values[0] for step in way if step.kind is Kind.SECTION]
    if label is None or label.is_section or label.is_division or not sections:
        return EMPTY
    number = f"{section_of(sections[-1])}."
    return Woven(number, (), (Block(BlockKind.PARAGRAPH, 0, len(number)),))
