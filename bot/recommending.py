"""Sentences that recommend: what they ask for, how strongly, in which parts, and as a statement of what the law then does.

Rules of thumb over a lexicon (corpus/lexicon/recommending.yaml), for a first draft that a person finishes. Where a rule is not sure it leaves
the sentence as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.errors import LexiconError
from corpus.lexicons import lexicon

_FORCES = ("should", "must", "typical", "may")
_WORDS = (
    "agents",
    "provisions",
    "not_recommending",
    "adverbs",
    "verbs",
    "no_member",
    "examples",
    "openers",
    "describing",
    "small",
)
_LEAST = 3
"""A list has so many members; of two things it is not plain that they are asked for one by one."""
_LONGEST = 18
"""Words of a member of a list."""
_ASIDE = re.compile(r"\s*\([^()]*\)\s*(?=[.;]?\s*$)")
_OPENING = re.compile(
    r"(?:in addition|besides|at a minimum|as a minimum|moreover|furthermore|likewise|finally|first|second|third)\b[^,]*,\s+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_FOLLOWING = re.compile(r"\s*(?:at least\s+)?(?:the\s+)?following(?:\s+[\w-]+){0,3}\s*:?\s*$|\s*:\s*$", re.IGNORECASE)
_COMMA = re.compile(r",\s+(?![^()]*\))")
_SEMICOLON = re.compile(r";\s+(?![^()]*\))")
_JOINED = re.compile(r"(?:and|or)\s+")
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh|o)$")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Recommending:
    """A sentence that recommends.

    ``force`` is should, must, typical or may; ``at`` the span of the words that show it. Offsets are of the sentence.
    """

    sentence: str
    force: str
    at: Span


@dataclass(frozen=True, slots=True)
class Part:
    """One of the things that a sentence asks for: its words, and as a statement ("" where that is not safe)."""

    words: str
    statement: str


class Recommendations:
    """Reads sentences with the lexicon of recommending."""

    def __init__(self) -> None:
        data = lexicon("recommending")
        try:
            self._lists = {name: tuple(str(phrase) for phrase in data[name]) for name in (*_FORCES, *_WORDS)}
        except (KeyError, TypeError) as error:
            raise LexiconError(
                f"it needs the lists {', '.join((*_FORCES, *_WORDS))}", where="lexicon/recommending.yaml"
            ) from error

    def _pattern(self, *names: str) -> str:
        phrases = sorted((p for name in names for p in self._lists[name]), key=len, reverse=True)
        return rf"\b(?:{'|'.join(map(re.escape, phrases))})(?!\w)"

    @cached_property
    def _forces(self) -> list[tuple[str, re.Pattern[str]]]:
        return [(name, re.compile(self._pattern(name), re.IGNORECASE)) for name in _FORCES]

    @cached_property
    def _agent(self) -> re.Pattern[str]:
        """A subject for which "the law" can stand, at the beginning of a sentence."""
        return re.compile(rf"(?:the|a|an|any|national|domestic|model)?\s*{self._pattern('agents')}", re.IGNORECASE)

    def read(self, sentence: str) -> Recommending | None:
        """A sentence as a recommendation; None where it recommends nothing."""
        if sentence.rstrip().endswith("?") or re.search(self._pattern("not_recommending"), sentence, re.IGNORECASE):
            return None
        found = sorted((m.start(), m.end(), force) for force, pattern in self._forces for m in pattern.finditer(sentence))
        for start, end, force in found:
            spoken_of = re.search(self._pattern("agents", "provisions"), sentence[:start], re.IGNORECASE)
            if start > 0 and (force in {"should", "must"} or spoken_of):
                return Recommending(sentence, force, (start, end))
        return None

    # statements ----------------------------------------------------------------------------------------------------------

    def statement(self, found: Recommending, rest: str | None = None) -> str:
        """What the law does when it follows the recommendation, as a sentence; "" where the sentence cannot be turned safely.

        Args:
            found: the recommendation.
            rest: what stands behind the modal; another one than the sentence's own for a part of it.
        """
        subject = _OPENING.sub("", found.sentence[: found.at[0]], count=1).strip()
        rest = _ASIDE.sub("", found.sentence[found.at[1] :] if rest is None else rest).strip(" .;:,")
        if found.force == "typical" or not rest:
            return ""
        if found.sentence[slice(*found.at)].lower().endswith("that"):
            return self._subjunctive(rest)
        if self._agent.match(subject) and "," not in subject:
            turned = self._turned(rest)
            return f"The law {turned}." if turned else ""
        passive = re.match(r"(?:(?:also|always)\s+)?(?P<no>(?:not|never)\s+)?be\s+(?=\w)", rest)
        verb = _be_of(subject) if passive else ""
        return (
            f"{subject} {verb} {'not ' if passive and passive['no'] else ''}{rest[passive.end() :]}." if passive and verb else ""
        )

    def _subjunctive(self, rest: str) -> str:
        """What is recommended behind "that": "the law prohibits", or "the law prohibit", or "the law should prohibit"."""
        agent = self._agent.match(rest)
        if agent is None:
            return ""
        behind = re.sub(r"^\s*(?:should|must|shall)\b", "", rest[agent.end() :]).strip()
        first = behind.partition(" ")[0]
        turned = behind if re.search(r"[^s]s$", first) else self._turned(behind)
        return f"The law {turned}." if turned else ""

    def _turned(self, rest: str) -> str:
        """A predicate in the base form as one of the third person: "also criminalize attempts" is "criminalizes attempts"."""
        words = rest.split()
        at = 0
        negated = False
        while at < len(words) and (words[at].lower() in self._lists["adverbs"] or words[at].endswith("ly")):
            negated = negated or words[at].lower() in {"not", "never"}
            at += 1
        if at == len(words) or not re.fullmatch(r"[a-z-]+", words[at]):
            return ""
        kept = [word for word in words[:at] if word.endswith("ly")]
        if negated:
            return " ".join(["does not", *kept, *words[at:]])
        later = rf"(?P<joint>(?:,|;)?\s+(?:and|or)\s+|;\s+)(?P<verb>{'|'.join(self._lists['verbs'])})\b"
        behind = re.sub(later, lambda m: m["joint"] + third_person(m["verb"]), " " + " ".join(words[at + 1 :]))
        return " ".join([*kept, third_person(words[at]) + behind.rstrip()])

    # parts ---------------------------------------------------------------------------------------------------------------

    def listed(self, lead: Recommending, items: Sequence[str]) -> list[Part]:
        """The items of a list behind its lead-in ("The law should provide for:")."""
        rest = _FOLLOWING.sub("", lead.sentence[lead.at[1] :])
        spoken_to = self._agent.match(_OPENING.sub("", lead.sentence[: lead.at[0]], count=1).strip()) is not None
        cleaned = [re.sub(r"[,;]?\s*(?:and|or)?\s*$", "", item.strip().rstrip(".;,")) for item in items]
        return [Part(item, self.statement(lead, f"{rest} {item[:1].lower()}{item[1:]}") if spoken_to else "") for item in cleaned]

    def parts(self, found: Recommending) -> list[Part]:
        """The members of a real enumeration in the sentence; none where it has none, or only gives examples."""
        rest = _ASIDE.sub("", found.sentence[found.at[1] :]).rstrip(" .")
        if re.search(self._pattern("examples"), rest, re.IGNORECASE):
            return []
        before, colon, behind = rest.partition(":")
        members = _members(behind if colon else rest)
        if len(members) < _LEAST or any(self._is_no_member(member, described=bool(colon)) for member in members):
            return []
        head = before if colon else ""
        if not colon:
            head, members[0] = self._split_head(members)
        if not members[0] or self._are_adjectives(members):
            return []
        return [Part(member, self._part_statement(found, head, member)) for member in members]

    def _part_statement(self, found: Recommending, head: str, member: str) -> str:
        if ":" in found.sentence[found.at[1] :]:
            return ""
        own_verb = member.partition(" ")[0].lower() in self._lists["verbs"]
        return self.statement(found, member if own_verb else f"{head} {member}")

    def _is_no_member(self, member: str, *, described: bool) -> bool:
        """Whether a part between commas is too long or a sentence of its own; a member behind a colon may be ``described`` ("the acts by which ...")."""
        count = len(_WORD.findall(member))
        aside = not described and re.search(self._pattern("no_member"), member, re.IGNORECASE) is not None
        return count == 0 or count > _LONGEST or aside

    def _split_head(self, members: list[str]) -> tuple[str, str]:
        """What stands before the first member of a list, and that member.

        The list begins behind the word that opens the others, too, and is taken from them ("of"); before its last word where the others are single
        words; else behind the verb.
        """
        words = members[0].split()
        opener = members[1].split()[0].lower()
        if opener in self._lists["openers"] and opener in words[1:] and all(m.split()[0].lower() == opener for m in members[1:]):
            at = words.index(opener, 1) + 1
            members[1:] = [" ".join(member.split()[1:]) for member in members[1:]]
            return " ".join(words[:at]), " ".join(words[at:])
        if all(len(member.split()) == 1 for member in members[1:-1]):
            return " ".join(words[:-1]), words[-1] if len(words) > 1 else ""
        at = 0
        while at < len(words) and (words[at].lower() in self._lists["adverbs"] or words[at].endswith("ly")):
            at += 1
        at += 2 if " ".join(words[at + 1 : at + 2]) in {"for", "that", "to", "on"} else 1
        return " ".join(words[:at]), " ".join(words[at:])

    def _are_adjectives(self, members: Sequence[str]) -> bool:
        """Whether a row of single words only describes what the last member names: "effective, proportionate and dissuasive penalties"."""
        single = [member for member in members[:-1] if len(member.split()) == 1]
        if len(members[-1].split()) == 1 or len(single) < len(members) - 1:
            return False
        return 2 * sum(word.endswith(self._lists["describing"]) for word in single) >= len(single)

    # names ---------------------------------------------------------------------------------------------------------------

    def name(self, words: str, count: int) -> str:
        """A name made of the first words that say something: "criminalize-attempts". It stays while the words stay."""
        return "-".join((self._telling(words) or [word.lower() for word in _WORD.findall(words)])[:count])

    def says_something(self, words: str) -> bool:
        """Whether there is a word among them that a name can be made of."""
        return bool(self._telling(words))

    def _telling(self, words: str) -> list[str]:
        silent = {*self._lists["small"], *self._lists["adverbs"]}
        told = [word.lower().replace("’", "").replace("'", "") for word in _WORD.findall(words)]
        return [word for word in told if word not in silent and not word.endswith("ly")]


def third_person(verb: str) -> str:
    """A verb's third person: "criminalize" is "criminalizes"."""
    irregular = {"be": "is", "have": "has", "do": "does"}
    if verb in irregular:
        return irregular[verb]
    if verb.endswith("y") and verb[-2:-1] not in set("aeiou"):
        return verb[:-1] + "ies"
    return verb + ("es" if _SIBILANT.search(verb) else "s")


def _be_of(subject: str) -> str:
    """Either "is" or "are", for a subject whose number is plain; else nothing."""
    words = subject.split()
    if words and words[0].lower() in {"a", "an", "every", "each", "no"} and "," not in subject:
        return "is"
    few = 4
    short = (
        0 < len(words) <= few and "," not in subject and not {"of", "and", "or", "it", "they"} & {word.lower() for word in words}
    )
    return "are" if short and re.search(r"[^s]s$", words[-1]) else ""


def _members(text: str) -> list[str]:
    """What stands between commas and semicolons, the last behind "and" or "or"; [] where there is no such last."""
    groups = [[piece.strip() for piece in _COMMA.split(group) if piece.strip()] for group in _SEMICOLON.split(text)]
    groups = [group for group in groups if group]
    if not groups or sum(map(len, groups)) < _LEAST - 1:
        return []
    ended = [_with_last(group) for group in groups]
    if not ended[-1] or (len(groups) == 1 and len(groups[0]) == len(ended[0]) and not _JOINED.match(groups[0][-1])):
        return []
    return [_JOINED.sub("", piece) for group in ended for piece in group]


def _with_last(pieces: Sequence[str]) -> list[str]:
    """The members of a list between semicolons: where its last piece has no "and" before it, it holds the last two."""
    joined = re.match(r"(?P<one>.+?)\s+(?:and|or)\s+(?P<other>.+)", pieces[-1])
    if len(pieces) == 1 or _JOINED.match(pieces[-1]) or joined is None:
        return list(pieces)
    return [*pieces[:-1], joined["one"], joined["other"]]
