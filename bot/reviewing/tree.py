"""Building the tree of clauses: each unit is placed by its number, its indentation and how its words go on."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from bot.reviewing.listing import announces_list, explains_law, list_end, memorandum_before
from bot.reviewing.numbering import Label, first_in_contents, follows, is_contents
from bot.reviewing.prose import (
    HEADING_WORDS,
    ends_thought,
    has_verb,
    heads_lines,
    is_rule,
    reads_as_heading,
    run_in_heading,
)
from bot.reviewing.tree_headings import Headings
from bot.reviewing.tree_levels import Span, Sprout
from bot.reviewing.units import Unit
from corpus.documents import BlockKind

_RULES_IN_NOTES = 0.2
"""The share of paragraphs in a memorandum that are worded as rules are, at most."""
_DASHED = re.compile(r"\.\s?[—–|]{1,2}\s*$")


class TreeBuilder(Headings):
    """Places one unit after the other, file by file."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.pending: Span | None = None
        self.units: Sequence[Unit] = ()
        self.at = 0
        self.law: list[Sprout] = []
        """The way to the last section of the law, while what explains it is read behind it."""
        self.last_section: Label | None = None
        self.last_note: Label | None = None
        self.list_of: Sprout | None = None
        """The clause that holds the list of contents which is being read."""
        self.listed = 0
        """Up to which unit it goes."""

    def read(self, units: Sequence[Unit]) -> None:
        """Put the units of one file where they belong; nothing of it belongs to a clause of the one before."""
        if self.units:
            self._end_file()
            del self.stack[1:]
            self.section_form = self.list_of = self.last_section = None
            self.explaining = False
        self.units = units
        memorandum = memorandum_before(self.text, units)
        for self.at, unit in enumerate(units):
            if memorandum is not None and self.at == memorandum[1]:
                self._begin_law(units[memorandum[0]].start)
                self._place_words(unit)
            else:
                self._place(unit, units[self.at + 1] if self.at + 1 < len(units) else None)

    def _place(self, unit: Unit, following: Unit | None) -> None:
        if self._is_listed(unit):
            return
        if unit.label is None:
            if self._is_heading(unit, following):
                self._place_heading(unit, following)
            else:
                self._place_words(unit)
        elif unit.label.is_division:
            if self._is_rule_of_its_own(unit, unit.label):
                self._place_numbered(unit, dataclasses.replace(unit.label, form="section"), following)
            else:
                self._place_division(unit, unit.label)
        elif unit.label.form == "-":
            self._place_bullet(unit, unit.label)
        else:
            self._place_numbered(unit, unit.label, following)
        if announces_list(self.text[unit.start : unit.end], following):
            self._begin_list(self.stack[-1], None, inner=True)

    def _begin_list(self, node: Sprout, first: str | None, *, inner: bool) -> None:
        self.list_of = node
        self.listed = list_end(self.text, self.units, self.at + 1, first, inner=inner)
        if not inner:
            self.section_form = None

    def _is_listed(self, unit: Unit) -> bool:
        """Whether a unit belongs to a list of contents; if so, it is put there."""
        if self.list_of is None or self.at >= self.listed:
            self.list_of = None
            return False
        self.list_of.lead.append((unit.start, unit.end))
        self._grow(unit.end)
        return True

    def _begin_law(self, memorandum: int) -> None:
        """The law begins with its enacting formula: the numbers of a memorandum in front of it are none of its sections."""
        self.finish()
        for top in self.root.children[self.first_of_file :]:
            for node in top.walk():
                node.explains = node.start >= memorandum
        self.first_of_file = len(self.root.children)
        del self.stack[1:]
        self.section_form = self.last_section = None
        self.explaining = False

    def end(self) -> Sprout:
        """The tree, when all units are placed."""
        self._end_file()
        return self.root

    def _end_file(self) -> None:
        self.finish()
        self._part_title()
        self.first_of_file = len(self.root.children)

    def _part_title(self) -> None:
        """The line above section 1 is the draft's title where no other section has a heading above its number: a clause of its own then."""
        here = range(self.first_of_file, len(self.root.children))
        placed = [node for at in here for node in self.root.children[at].walk() if node.label is not None]
        headed = [node for node in placed if node.numbered_at is not None]
        more = any(node.label is not None and node.label.is_section for node in placed[1:])
        if not more or len(headed) != 1 or headed[0] is not placed[0] or headed[0] not in self.root.children:
            return
        self._part(headed[0])

    def _part(self, first: Sprout) -> None:
        """Make a clause of its own of the line above a section."""
        if first.heading is not None and first.numbered_at is not None:
            title = Sprout(None, first.start, 0, heading=first.heading, group=True, end=first.heading[1])
            first.start, first.heading, first.numbered_at = first.numbered_at, None, None
            beside = next(node.children for node in self.root.walk() if first in node.children)
            beside.insert(beside.index(first), title)

    def finish(self) -> None:
        """A heading with nothing behind it, or with another heading, becomes a clause of its own and groups what follows."""
        if self.pending:
            self._push(
                Sprout(None, self.pending[0], 0, heading=self.pending, group=True, end=self.pending[1]), self._section_parent()
            )
            self.pending = None

    # headings -----------------------------------------------------------------------------------------------------------

    def _is_behind_law(self) -> bool:
        """Whether the law goes on behind notes that begin here, or ends in front of them: then few numbers stand behind them, or hardly a rule."""
        rest = [unit for unit in self.units[self.at + 1 :] if unit.label is not None and unit.label.is_section]
        before = sum(unit.label is not None and unit.label.is_section for unit in self.units[: self.at])
        self.last_note = None
        for unit in rest:
            if unit.label is not None and self._goes_on_with_law(unit.label):
                return True
            self.last_note = unit.label
        rules = sum(is_rule(self.text[unit.body : unit.end]) for unit in rest)
        return before >= len(rest) or rules <= _RULES_IN_NOTES * len(rest)

    def _explain(self) -> None:
        """What explains the law begins behind its sections; the way to the last of them is kept."""
        if not self.explaining:
            self.law = list(self.stack)
            del self.stack[1:]
        self.explaining, self.last_note = True, None

    def _goes_on_with_law(self, label: Label) -> bool:
        """Whether a number goes on with the sections of the law, and not with the notes on them."""
        before, note = self.last_section, self.last_note
        if label.is_division:
            return True
        if before is None or label.form != before.form or label.word.lower() != before.word.lower():
            return False
        own = note is not None and note.form == label.form and follows(note.value, label.value, roman=False)
        return follows(before.value, label.value, roman=False) and not own

    def _leave_notes(self, label: Label) -> None:
        """Go back to the law where a number belongs to it."""
        if not self.explaining:
            return
        if self._goes_on_with_law(label):
            self.finish()
            self.explaining = False
            self.stack[:] = self.law
        elif label.is_section:
            self.last_note = label

    def _place_heading(self, unit: Unit, following: Unit | None) -> None:
        self.finish()
        span = (unit.start, unit.end)
        if self.last_section is not None and explains_law(self.text[slice(*span)]) and self._is_behind_law():
            self._explain()
        top = self.stack[-1]
        if top.label is not None and top.label.is_division and top.heading is None and not top.children:
            top.heading = span
            self._grow(unit.end)
            return
        if self._awaits_heading(self.text[slice(*span)], following):
            self._part(top)
            top.heading = span
            self._grow(unit.end)
            return
        if is_contents(self.text[slice(*span)]):
            following = None
        next_is_number = following is not None and following.label is not None and following.label.form != "-"
        starts_section = next_is_number and following is not None and self._opens_section(following)
        if next_is_number and (starts_section or unit.kind is not BlockKind.HEADING):
            self.pending = span
            return
        group = Sprout(None, unit.start, unit.indent, heading=span, group=True, end=unit.end)
        self._push(group, self._section_parent())
        if is_contents(self.text[slice(*span)]):
            self._begin_list(group, first_in_contents(self.text[slice(*span)]), inner=False)

    def _is_rule_of_its_own(self, unit: Unit, label: Label) -> bool:
        """Such as "Chapter 3. The master who brings ... is fined": a law whose sections are called chapters."""
        line = self.text[label.end : unit.end].lstrip(" .:—–-").partition("\n")[0]
        return line[:1].isupper() and len(line.split()) > HEADING_WORDS and has_verb(line)

    # numbers ------------------------------------------------------------------------------------------------------------

    def _place_division(self, unit: Unit, label: Label) -> None:
        self.finish()
        self._leave_notes(label)
        depth = 0
        for index, node in enumerate(self.stack):
            if node.label and node.label.is_division:
                same = node.label.word.lower() == label.word.lower()
                top = label.word.lower() in {"part", "schedule", "annex", "appendix", "title", "book"}
                if same or top:
                    break
                depth = index
        node = Sprout(label, unit.start, unit.indent, end=unit.end)
        if label.end < unit.end:
            node.heading = (label.end, unit.end)
        self.section_form = None if label.word.lower() in {"schedule", "annex", "appendix"} else self.section_form
        self._push(node, depth)

    def _place_numbered(self, unit: Unit, label: Label, following: Unit | None) -> None:
        articles = [n.label.value for n in self.stack if n.label and n.label.word.lower().startswith("art")]
        decimal = "." in label.value and label.value.partition(".")[0] in articles  # "§ 230.05" of "ARTICLE 230"
        if label.word.startswith("§") and articles and not decimal:
            label = dataclasses.replace(
                label, form="(1)"
            )  # "Art. 149 § 1": where articles are the sections, § marks their paragraphs
        self._leave_notes(label)
        if label.is_section and not self.explaining and (self.last_section is None or self.last_section.form == label.form):
            self.last_section = label
        depth, roman = self._depth_for(unit, label)
        node = Sprout(label, unit.start, unit.indent, roman=roman, end=unit.end)
        words = self.text[unit.body : unit.end]
        own = (
            reads_as_heading(words)
            or run_in_heading(self.text, unit.body, unit.end) is not None
            or self._is_heading_alone(words, label, following)
        )
        if self.pending and label.is_section and own:
            self.finish()
            depth, roman = self._depth_for(unit, label)
        if self.pending:
            node.heading, self.pending = self.pending, None
            node.start, node.numbered_at = node.heading[0], unit.start
        self._take_body(node, unit, following)
        self._push(node, depth)

    def _take_body(self, node: Sprout, unit: Unit, following: Unit | None) -> None:
        """The words behind a number: a heading if they read as one, else the lead."""
        if unit.body >= unit.end:
            return
        span = (unit.body, unit.end)
        words = self.text[span[0] : span[1]]
        first, _, rest = words.partition("\n")
        if node.heading is None and unit.label and unit.label.is_section:
            run_in = run_in_heading(self.text, *span)
            if run_in:
                node.heading, begin = run_in
                node.lead.append((begin, span[1]))
                return
            dashed = _DASHED.search(words) is not None and reads_as_heading(_DASHED.sub("", words))  # "Punishment.—", "(1) ..."
            headed = (dashed or reads_as_heading(words)) and not self._stands_alone(words, following)
            if (
                unit.kind is BlockKind.HEADING
                or headed
                or self._is_heading_alone(words, unit.label, following)
                or self._heads_subsections(words, following)
            ):
                node.heading = span
                return
            if rest and ((not rest.lstrip()[0].islower() and reads_as_heading(first)) or heads_lines(first, rest)):
                node.heading = (span[0], span[0] + len(first.rstrip()))
                at = span[0] + len(first) + 1
                node.lead.append((at + len(rest) - len(rest.lstrip()), span[1]))
                return
        node.lead.append(span)

    # words and bullets --------------------------------------------------------------------------------------------------

    def _place_words(self, unit: Unit) -> None:
        span = (unit.start, unit.end)
        if self.pending:
            self.finish()
        if self._goes_on(unit):
            owner = self._tail_owner()
            if owner is not None:
                del self.stack[owner + 1 :]
                self.stack[owner].tails.append(span)
            elif len(self.stack) > 1:
                self.stack[-1].lead.append(span)
            else:
                self._push(Sprout(None, unit.start, unit.indent, lead=[span], end=unit.end), 0)
            self._grow(unit.end)
            return
        if self._awaits_words():
            self._take_words(self.stack[-1], span)
            self._grow(unit.end)
            return
        self._push(Sprout(None, unit.start, unit.indent, lead=[span], end=unit.end), self._words_parent())

    def _take_words(self, section: Sprout, span: Span) -> None:
        """The words below a number that stands alone; their first line may be the heading."""
        first, _, rest = self.text[slice(*span)].partition("\n")
        if section.heading is None and rest.lstrip()[:1].isupper() and reads_as_heading(first) and not ends_thought(first):
            section.heading = (span[0], span[0] + len(first.rstrip()))
            span = (span[1] - len(rest.lstrip()), span[1])
        section.lead.append(span)

    def _goes_on(self, unit: Unit) -> bool:
        """Words in lower case go on with a sentence, and so do any behind a sentence that is cut off."""
        words = self.text[unit.start : unit.end]
        first = next((c for c in words if c.isalpha()), "A")
        last = self._last_words()
        return first.islower() or (bool(last) and not ends_thought(last) and not self.stack[-1].group)

    def _place_bullet(self, unit: Unit, label: Label) -> None:
        span = (unit.body, unit.end)
        words = self.text[unit.body : unit.end]
        top = self.stack[-1]
        if self._is_margin_note(words):
            section = next((n for n in reversed(self.stack) if n.label is not None and n.label.is_section), top)
            if section.heading is None and section is not self.root:
                section.heading = span
            self._grow(unit.end)
            return
        if words[:1].islower() and top.label is not None and top.label.form != "-" and self._tail_owner() is not None:
            owner = self._tail_owner() or 0
            del self.stack[owner + 1 :]
            self.stack[owner].tails.append(span)
            self._grow(unit.end)
            return
        depth = len(self.stack) - 1
        while depth > 0 and self._alike(self.stack[depth], label):
            depth -= 1
        self._push(Sprout(label, unit.start, unit.indent, lead=[span] if span[0] < span[1] else [], end=unit.end), depth)
