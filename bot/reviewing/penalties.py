"""Offences that no penalty is set for, and prohibitions that nothing punishes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from bot.reviewing.crossreferences import Remark, section_numbers
from bot.reviewing.norms import Norm
from bot.reviewing.outline import Outline, Section, hygiene_phrases
from bot.reviewing.phrases import words_of
from corpus.criteria import Effect


def penalty_remarks(outline: Outline) -> Iterator[Remark]:
    """The offences without a penalty and the prohibitions without a sanction, in no order; none in a law that changes others."""
    if outline.is_amending:
        return
    punished = _Punished(outline)
    seen: set[str] = set()
    for norm in outline.law.norms:
        section = outline.section_of(norm)
        if section is None or section.number in seen or section.amends or section.names_other_law:
            continue
        words = _bare_offence(norm) or _bare_prohibition(norm)
        if words and not punished.reaches(section, norm.effect):
            seen.add(section.number)
            start = norm.provision.span(*norm.trigger)[0]
            kind, what = (
                ("offence", "makes an offence") if norm.effect is Effect.OFFENCE else ("prohibition", "forbids something")
            )
            lacks = "sets no penalty for it" if kind == "offence" else "punishes nobody for it"
            yield Remark(kind, start, f"{outline.place(start)} {what} (“{words}”), and the draft {lacks}")


def _bare_offence(norm: Norm) -> str:
    """The words that make an offence of no grade; "" where the norm makes none."""
    if norm.effect is not Effect.OFFENCE:
        return ""
    low, high = norm.trigger
    near = norm.provision.text[max(low - 20, 0) : high + 30]
    hits = hygiene_phrases("plain_offence").find(words_of(near))
    return near[hits[0].start : hits[0].end] if hits else ""


def _bare_prohibition(norm: Norm) -> str:
    """The words of a prohibition for everybody; "" where the norm is another, or a rule of procedure."""
    if norm.effect is not Effect.PROHIBITION or norm.conditions:
        return ""
    text = norm.provision.text
    behind = words_of(text[norm.trigger[1] : norm.trigger[1] + 40])
    first = hygiene_phrases("procedural").find(behind)
    if first and first[0].start <= 2:  # noqa: PLR2004 - the verb stands directly behind
        return ""
    hits = [
        hit
        for hit in hygiene_phrases("everybody").find(norm.provision.words)
        if hit.start <= 1 and hit.end <= norm.trigger[1] + 1
    ]
    return " ".join(text[hits[0].start : norm.trigger[1] + 40].rsplit(" ", 1)[0].split()) if hits else ""


class _Punished:
    """Which sections have a penalty: their own, or one set elsewhere that names them or may be meant for them."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self._order = [section.number for section in outline.sections]
        self._setting = [norm for norm in outline.law.norms if norm.effect in {Effect.PENALTY, Effect.OFFENCE}]

    def reaches(self, section: Section, kind: Effect) -> bool:
        """Whether somebody is punished for what a section forbids; for an offence, by a penalty."""
        if self._all_covered or hygiene_phrases("punishing").find(section.words):
            return True
        return any(self._may_mean(norm, section, kind) for norm in self._setting if self.outline.section_of(norm) is not section)

    @cached_property
    def _all_covered(self) -> bool:
        """Whether a penalty is set for whatever has none, or words outside the sections (a schedule, a table) set penalties."""
        text = self.outline.law.document.text
        edges = [0, *(edge for section in self.outline.sections for edge in (section.start, section.end)), len(text)]
        outside = " ".join(text[low:high] for low, high in zip(edges[::2], edges[1::2], strict=True))
        residual = any(hygiene_phrases("residual").find(p.words) for p in self.outline.law.provisions)
        return residual or bool(hygiene_phrases("penalties").find(words_of(outside)))

    def _may_mean(self, norm: Norm, section: Section, kind: Effect) -> bool:
        """Whether a penalty (for a prohibition, an offence too) set elsewhere takes a section in; in doubt it does."""
        cited, general, own = self._scope(norm)
        if section.number in cited:
            return kind is Effect.PROHIBITION or norm.effect is Effect.PENALTY
        if cited or norm.effect is not Effect.PENALTY or norm.provision.order in self._raising:
            return False
        return general or not own

    def _scope(self, norm: Norm) -> tuple[frozenset[str], bool, bool]:
        """What a norm punishes: the sections it names, whether it is a general rule, whether the act stands beside it."""
        order = norm.provision.order
        if order not in self._scopes:
            words = norm.provision.words
            general = bool(hygiene_phrases("general_punishment").find(words))
            own = (
                order in self._making
                or bool(hygiene_phrases("whoever").find(words))
                or self._number(norm) in self._making_sections
            )
            self._scopes[order] = section_numbers(norm.provision.text, self._order), general, own
        return self._scopes[order]

    @cached_property
    def _scopes(self) -> dict[int, tuple[frozenset[str], bool, bool]]:
        return {}

    def _number(self, norm: Norm) -> str:
        section = self.outline.section_of(norm)
        return section.number if section else ""

    @cached_property
    def _making_sections(self) -> frozenset[str]:
        return frozenset(self._number(norm) for norm in self._setting if norm.effect is Effect.OFFENCE)

    @cached_property
    def _making(self) -> frozenset[int]:
        return frozenset(norm.provision.order for norm in self._setting if norm.effect is Effect.OFFENCE)

    @cached_property
    def _raising(self) -> frozenset[int]:
        """Sentences that only raise a penalty."""
        return frozenset(norm.provision.order for norm in self.outline.law.norms if norm.effect is Effect.AGGRAVATION)
