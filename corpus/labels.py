"""Labels at the beginning of a line: "1.", "(a)", "12A", "Article 5", a bullet.

Readers and the sentence splitter need to know only that a line opens a new unit, not which; what a number is worth is decided
where clauses are split.
"""

from __future__ import annotations

import re
from string import ascii_letters

_ROMAN = r"[ivxlcdm]{1,7}|[IVXLCDM]{1,7}"
_NUMBER = r"\d{1,4}(?:[.\-]\d{1,4})*[A-Za-z]{0,2}"
_LETTER = r"[A-Za-z](?:\.\d{1,2})?|" + "|".join(letter * 2 for letter in ascii_letters)
_WORD = (
    r"(?:PART|Part|CHAPTER|Chapter|TITLE|Title|DIVISION|Division|ARTICLE|Article|SECTION|Section|SEC\.|Sec\.|Art\.|ART\.|CLAUSE|Clause"
    r"|SCHEDULE|Schedule|ANNEX|Annex|APPENDIX|Appendix|RULE|Rule|REGULATION|Regulation|PARAGRAPH|Paragraph|§§?)"
)
_BULLETS = r"[-\u2010-\u2015\u2022\u2023\u25aa\u25cf\u25e6\u00b7*]"

_STRONG = re.compile(
    rf"[\"'\u201c\u2018\[]?(?:\((?:{_NUMBER}|{_ROMAN}|{_LETTER})\)|(?:{_NUMBER}|{_ROMAN}|{_LETTER})[.)](?=[\s(\u2013\u2014-]|$)|\d{{1,3}}[\u00b0\u00ba]\.?(?=[\s(\u2013\u2014-]|$)"
    rf"|{_BULLETS}(?=\s))"
)
_NAMED = re.compile(rf"{_WORD}\s*(?:{_NUMBER}|{_ROMAN}|[A-Z])\b(?P<after>.{{0,5}})")
_BARE = re.compile(rf"{_NUMBER}(?=\s+[A-Z(\[\u201c\"]|\(\d{{1,2}}[A-Z]?\)\s+[A-Z\u201c\"])")
_COMPACT = re.compile(r"\d{1,3}[A-Z]?\(\d{1,2}[A-Z]?\)\s+(?:A|An|Any|The|Every|No|If|Where|In|Whoever|Subject|Notwithstanding)\s")
_LABEL_ONLY = re.compile(
    rf"(?:{_WORD}\s*)?(?:[(\[]?{_NUMBER}[.)\]:\u2013\u2014-]*|[(\[]?(?:{_ROMAN}|{_LETTER})[.)\]]+)|{_WORD}\s*(?:{_ROMAN}|[A-Z])[.:\u2013\u2014-]?"
)
_ABBREVIATED = re.compile(r"(?:ss?|pp?|c|cl|r)\.\s+\d")

# "under section 3" at a line's end, "(1) of this Act" on the next: a reference, not a label.
_REFERENCE_TAIL = re.compile(
    r"(?:\b(?:(?:sub-?)?sections?|(?:sub-?)?paragraphs?|articles?|(?:sub-?)?clauses?|chapters?|parts?|rules?|regulations?|items?|arts?\.|ss?\.|nos?\.)"
    r"(?:\s+[\dA-Za-z.()]{1,8}(?:\s*(?:,|and|or|to)\s*[\dA-Za-z.()]{1,8})*)?(?:\s*(?:,|and|or|to))?|§§?)\s*$",
    re.IGNORECASE,
)
_NUMBER_TAIL = re.compile(r"\d[A-Za-z]?\s*$")
_NUMBERED_SENTENCE = re.compile(r"\d{1,4}[A-Z]?\.\s*(?:[\u2013\u2014-]\s*)?(?:\(\d{1,2}\)\s*)?[A-Z]")
# "Ports Act 1999, Part 6" and below it "61. (1) A person who ...": the reference has its number, so this is a label.
_REFERENCE_GOES_ON = re.compile(r"\s*(?:of|to|and|or)\s|\s*,|\s*\(")
_OPEN_PHRASE = re.compile(
    r"\b(?:of|to|than|least|most|the|and|or|for|by|(?-i:a)|an|in|not|from|with|under|exceeding|about|section|article|no\.?|on|at|into|upon|against|within|that|this|such|any|as|which|who|whose|its|their|be|is|are|shall|may|must|nor)\s*$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"[.;:!?\u2014\u2013][\"'\u201d\u2019)\]]*\s*$|(?:[;,]\s*(?:and|or|but)\s*$)")


def stops_open(line: str) -> bool:
    """Whether a line ends with a word that needs another behind it ("of the", "punished by"): no paragraph ends so, and "Article 7" below it is a reference."""
    return _OPEN_PHRASE.search(line) is not None


def is_label_only(text: str) -> bool:
    """Whether a text is a number or letter and nothing else, as in a table's first column."""
    return _LABEL_ONLY.fullmatch(text.strip()) is not None


def ends_unit(line: str) -> bool:
    """Whether a line ends as a sentence, an item or a lead-in ends."""
    return _ENDS.search(line) is not None


def opens_unit(line: str, before: str = "") -> bool:
    """Whether a line begins with a label of its own.

    Args:
        line: the line, without its indentation.
        before: the line above, empty where there is none or a blank one. Where it breaks off inside a reference ("under
            section 3"), what follows is no label; where it breaks off inside a sentence, only a label with its stop or
            brackets counts.
    """
    if before and _REFERENCE_TAIL.search(before) and not ends_unit(before) and not is_label_only(before):
        return _NUMBERED_SENTENCE.match(line) is not None and _NUMBER_TAIL.search(before) is not None
    goes_on = bool(before) and not ends_unit(before)
    if _STRONG.match(line):
        return not (goes_on and _ABBREVIATED.match(line))
    named = _NAMED.match(line)
    if named:
        return not (goes_on and (stops_open(before) or _REFERENCE_GOES_ON.match(named["after"] or "")))
    return _COMPACT.match(line) is not None or (_BARE.match(line) is not None and not goes_on)
