"""Telling headings from the words of a law, by where they stand in the tree that is being built and by what follows."""

from __future__ import annotations

import re

from bot.reviewing.numbering import Label, is_contents
from bot.reviewing.prose import (
    HEADING_WORDS,
    breaks_off,
    ends_thought,
    has_verb,
    heads_lines,
    is_remark,
    is_rule,
    reads_as_heading,
    run_in_heading,
)
from bot.reviewing.tree_levels import Levels, Sprout
from bot.reviewing.units import Unit
from corpus.documents import BlockKind

_FEW = 3
"""A line of so few words above a number is a heading, whatever its words ("Undercover means.")."""
_DETERMINED = re.compile(r"(?:the|this|an?|no|nothing|each|such)\s", re.IGNORECASE)
_BRACKETED = re.compile(r"\([^()\d]+\)")
_PENALTY_LINE = re.compile(r"(?:maximum\s+)?(?:penalty|penalties|punishment|sanction)\s*(?:[:.]|\s[–—-])\s*\S", re.IGNORECASE)
"""A penalty printed under the rule that it punishes."""


class Headings(Levels):
    """What a unit is, before it is placed."""

    def _is_heading(self, unit: Unit, following: Unit | None) -> bool:
        words = self.text[unit.start : unit.end]
        if unit.kind is BlockKind.HEADING or is_contents(words):
            return True
        one_line = ("\n" not in words or words.isupper()) and "|" not in words
        above_section = following is not None and following.label is not None and following.label.is_section
        if above_section and self._is_all_of_a_section(words, following):
            return False
        if self._awaits_words() and (is_rule(words) or (self.stack[-1].heading is not None and has_verb(words))):
            return False
        bracketed = words.startswith(("[", "(")) and not (above_section and self._in_brackets(words))
        if bracketed or (_PENALTY_LINE.match(words) and not words.isupper()):
            return False
        if (
            unit.kind is not BlockKind.PARAGRAPH
            or not one_line
            or not words.lstrip("[(")[:1].isupper()
            or len(words.split()) > HEADING_WORDS
        ):
            return False
        only_headed = not (self.stack[-1].lead or self.stack[-1].tails)
        after_sentence = only_headed or ends_thought(self._last_words())
        closed = ends_thought(words) and not self._is_marginal(words, following)
        return not closed and after_sentence and following is not None

    def _is_all_of_a_section(self, words: str, following: Unit | None) -> bool:
        """Such as "Repealed." or "Fines fall to the Treasury." below a number, with the next section's below it."""
        if not self._awaits_words() or self._in_brackets(words):
            return False
        top, after = self.stack[-1], following.label if following is not None else None
        next_section = top.label is not None and after is not None and after.form == top.label.form
        return words.endswith(".") or (next_section and top.heading is None and not words.isupper())

    @staticmethod
    def _in_brackets(words: str) -> bool:
        """Such as "(Sale of fish)", as some codes print the heading above a number."""
        if words.startswith("("):
            return _BRACKETED.fullmatch(words) is not None and not is_remark(words)
        return words.startswith("[") and "]" not in words[:-1]

    def _is_marginal(self, words: str, following: Unit | None) -> bool:
        """Such as "Witnesses not to be punished." printed above the number of its section."""
        before_number = following is not None and following.label is not None and following.label.is_section
        flat = words.rstrip()
        count = len(flat.split())
        alone = (
            count <= _FEW or reads_as_heading(words) or not (has_verb(flat) or _DETERMINED.match(flat) or self._awaits_words())
        )
        return before_number and flat.endswith(".") and alone and count <= HEADING_WORDS and not is_rule(flat)

    def _awaits_heading(self, words: str, following: Unit | None) -> bool:
        """Whether a section has its number alone, and its heading on the line below ("Article 2", "Sale of fish"); capitals above sections ("ARTICLE 230", "FISHING OFFENSES", "§ 230.00") make a division of it."""
        divides = words.isupper() and following is not None and self._opens_section(following) and self._headed(following)
        items = following is not None and following.label is not None and self.text[following.body : following.body + 1].islower()
        top = self.stack[-1]
        bare = top.heading is None or (top.numbered_at is not None and self._is_first(top))
        return self._awaits_words() and bare and not (divides or items or breaks_off(words) or is_contents(words))

    def _headed(self, unit: Unit) -> bool:
        """Whether a section has a heading of its own behind its number, or is called a section."""
        first, _, rest = self.text[unit.body : unit.end].partition("\n")
        own = reads_as_heading(first) or (not rest and run_in_heading(self.text, unit.body, unit.end) is not None)
        return own or (unit.label is not None and unit.label.form == "section")

    def _is_first(self, section: Sprout) -> bool:
        """Whether a section is the first of its file: what stands above its number may be the title of the whole."""
        tops = self.root.children[self.first_of_file :]
        return next((node for top in tops for node in top.walk() if node.label is not None), None) is section

    def _opens_section(self, unit: Unit) -> bool:
        return unit.label is not None and (unit.label.is_section or unit.label.is_division)

    def _is_heading_alone(self, words: str, label: Label, following: Unit | None) -> bool:
        """Whether what stands behind a number heads the words below: "(Purpose)", or a line with a verb, "Defence for anglers who commit an offence"."""
        if following is None or "\n" in words:
            return False
        if _BRACKETED.fullmatch(words):
            return (
                words[1:2].isupper()
                and not is_remark(words)
                and "." not in words
                and (following.label is None or following.label.form != label.form)
            )
        return following.label is None and heads_lines(words, self.text[following.start : following.end])

    def _stands_alone(self, words: str, following: Unit | None) -> bool:
        """Such as "3. The mayor lists cars." with the next section below: a short sentence, for there is nothing that it could head."""
        return words.rstrip().endswith(".") and (following is None or self._opens_section(following))

    def _heads_subsections(self, words: str, following: Unit | None) -> bool:
        """Such as "Defence for farmers who break a rule", with "(1) A farmer ..." below: a heading, though it holds a verb."""
        if following is None or following.label is None or following.label.form != "(1)" or following.label.value != "1":
            return False
        starts_anew = self.text[following.body : following.body + 2].strip('"“‘')[:1].isupper()
        flat = " ".join(words.split())
        closed = flat[-1] in ".;,—–-" or (flat[-1] == ":" and has_verb(flat))
        return starts_anew and not closed and len(flat.split()) <= HEADING_WORDS and flat[0].isupper() and not is_rule(flat)

    def _awaits_words(self) -> bool:
        """Whether a section stands there with its number and heading alone: the paragraph below is its own."""
        top = self.stack[-1]
        return top.label is not None and top.label.is_section and not (top.lead or top.tails or top.children)

    def _is_margin_note(self, words: str) -> bool:
        """A short note set beside a numbered section in print: "- Offence of poaching."."""
        numbered = any(node.label is not None and node.label.is_section for node in self.stack)
        short = len(words.split()) <= HEADING_WORDS + 6
        return numbered and short and words[:1].isupper() and words.rstrip().endswith(".") and ", " not in words[:12]
