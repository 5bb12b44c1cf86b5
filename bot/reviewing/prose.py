"""What a stretch of words looks like: a heading, a sentence cut off, a heading that runs into the text."""

from __future__ import annotations

import re

from corpus.labels import stops_open
from corpus.lexicons import lexicon

HEADING_WORDS = 14
"""More words than that are no heading."""

_ANNOUNCING = re.compile(r"\bfollowing\b", re.IGNORECASE)
HEADING_CHARACTERS = 70
"""A line that is longer may be broken in mid-sentence."""

_RUN_IN = re.compile(r"(?P<heading>[A-Z][^.;:!?\n]{2,110}?)(?:\.\s*[—–-]{1,2}|\s*[—–]{1,2}|\.(?=\s))\s*(?=[A-Z(“\"])")
_MARKED = re.compile(r"(?P<heading>[A-Z][^.;:!?|\n]{2,180}?)(?:\.\s?[—–-]{1,2}|\.?\s\|)\s*(?=[A-Z(“\"])")
"""A heading that a stop and a dash set off from its text, or a cell of a table; it may hold a verb ("Premises where waste is sorted.—Whoever")."""
_IN_BRACKETS = re.compile(r"\((?P<heading>[A-Z][^()\d]{2,110})\)\.?\s{0,9}(?:[—–-]{1,2}\s{0,9})?(?=[A-Z“\"])")
"""A heading in brackets behind its number: "Article 1 (Purpose) This Act"."""
_ADJECTIVES = re.compile(r"\b(?:liable|guilty|punishable|prohibited)\b", re.IGNORECASE)
_OPEN_END = re.compile(r"[^.;?!”\"]\s*$|[:—–\-,]\s*$")
_TERMINAL = re.compile(r"[.;:?!,—–”\"]\s*(?:and|or)?\s*$")
_VERBS = re.compile(
    r"\b(shall|must|may|is|are|means|includes|commits?|who|whoever|applies|apply|has|have|carry|carries|incurs?|punishable|liable|guilty|prohibited"
    r"|expires?|ceases?|lapses?|comes?|enters?|takes?|comprises?|requires?"
    r"|goes|gets|receives|pays|serves|suffers|faces|forfeits|loses|remains|answers|arises|attaches|ensues|does|cannot|was|were)\b",
    re.IGNORECASE,
)
_RULE = re.compile(
    r"\b(?:shall|must|may|whoever|whosoever|commits|is\s+(?:guilty|punished|liable)|this\s+(?:act|law|code)\s+\w+s)\b"
    r"|^\W*(?:any|every|no|a)\s+(?:one|person)\b|^\W*(?:in|if|where|when|for)\s",
    re.IGNORECASE,
)
_BARE_PENALTY = re.compile(
    r"\W*(?:(?:maximum|minimum|the)\s+)?(?:penalty|penalties|punishment|violation|contravention|sanction|sentence|maximum)(?:\s+\w+){0,3}?\s*[:—–-]",
    re.IGNORECASE,
)


def is_open(words: str) -> bool:
    """Whether words stop in mid-sentence, so that items or a tail go on with them."""
    return bool(_OPEN_END.search(words))


def reads_as_heading(words: str) -> bool:
    """Whether the words behind a number are the section's heading: few, capitalized, without a verb."""
    flat = " ".join(words.split())
    return (
        bool(flat)
        and flat[0].isupper()
        and len(flat.split()) <= HEADING_WORDS
        and flat[-1] not in ":;,—–-"
        and not stops_open(flat)
        and not has_verb(flat)
        and (flat[-1] != "." or len(flat.split()) <= HEADING_WORDS // 2)
    )


def heads_lines(first: str, rest: str) -> bool:
    """Whether the first line of a section is its heading though it holds a verb ("Defence for anglers who commit an offence"), and its rule stands on the lines below."""
    flat = " ".join(first.split())
    fits = len(flat) <= HEADING_CHARACTERS and len(flat.split()) <= HEADING_WORDS
    whole = flat[:1].isupper() and not ends_thought(flat) and not is_rule(flat) and not breaks_off(flat)
    return fits and whole and rest.lstrip()[:1].isupper() and (has_verb(rest) or ends_thought(rest))


def breaks_off(words: str) -> bool:
    """Whether words announce what follows, or stop where a sentence can't ("The following persons", "reported to the")."""
    return stops_open(words) or _ANNOUNCING.search(words) is not None


def is_remark(bracketed: str) -> bool:
    """Whether what stands in brackets says something of a section and is not its heading ("(Repealed)", "(Subject to section 3)")."""
    words = bracketed.strip("() .").lower()
    return any(words == remark or words.startswith(f"{remark} ") for remark in lexicon("numbering")["of_sections"])


def is_bare_penalty(words: str) -> bool:
    """Whether words are a penalty and nothing else, set under what it punishes: "Penalty: imprisonment for ten years"."""
    return _BARE_PENALTY.match(words) is not None


def is_rule(words: str) -> bool:
    """Whether words hold what only a rule says ("Any person who", "shall"), which no heading says."""
    return bool(_RULE.search(words))


def has_verb(words: str) -> bool:
    """Whether words hold a verb that rules are made with."""
    return bool(_VERBS.search(words))


def ends_thought(words: str) -> bool:
    """Whether words end with a mark, so that new words behind them need not go on with their sentence."""
    return bool(_TERMINAL.search(words))


def run_in_heading(text: str, start: int, end: int) -> tuple[tuple[int, int], int] | None:
    """A heading in the same paragraph as its text ("Penalties.— Whoever"): its span, and where the text begins; None where there is none."""
    bracketed = _IN_BRACKETS.match(text, start, end)
    marked = bracketed if bracketed and not is_remark(bracketed["heading"]) else _MARKED.match(text, start, end)
    cell = marked is not None and "|" in text[marked.end("heading") : marked.end()]
    if cell and marked is not None and has_verb(_ADJECTIVES.sub("", marked["heading"])):
        return None  # a rule in a table, beside what is said of it
    if marked is not None and len(marked["heading"].split()) <= HEADING_WORDS * 2 and not is_rule(marked["heading"]):
        return marked.span("heading"), marked.end()
    found = _RUN_IN.match(text, start, end)
    if found is None or has_verb(found["heading"]) or len(found["heading"].split()) > HEADING_WORDS:
        return None
    return found.span("heading"), found.end()
