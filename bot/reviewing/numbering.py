"""Numbers of clauses: reading "Section 12A.", "(1)", "279.01", "§ 4", "b)" at the beginning of a unit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from corpus.lexicons import lexicon

_ROMAN = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})$", re.IGNORECASE)
_SHORT = frozenset({"s", "cl", "art", "sec"})
"""Abbreviations that open a section in lower case ("s 12 A person who ...")."""
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}

BARE_WORDS = 3
"""A recital of so few words ("Whereas:") announces others, which are numbered."""
FORMULA_WORDS = 60
"""An enacting formula is no longer, with its recital of who consents."""
FORMULA_BEGINS = 60
"""In characters: what may stand in front of it ("The Parliament of Lorania")."""


def numbering_words() -> Mapping[str, Any]:
    """The words of numbering, from corpus/lexicon/numbering.yaml."""
    return lexicon("numbering")


@dataclass(frozen=True, slots=True)
class Label:
    """A number as printed.

    ``form`` tells alike numbers from others ("(1)", "(a)", "1.", "section", "part", "-"); ``value`` is the number alone ("12A", "a");
    ``end`` is the offset just after the label; ``word`` is "Part" or "Section" where one is printed.
    """

    form: str
    value: str
    end: int
    word: str = ""

    @property
    def is_division(self) -> bool:
        """A Part, Chapter or Schedule: it groups clauses and is not cited in their numbers."""
        return self.form == "division"

    @property
    def is_section(self) -> bool:
        """A number that stands by itself in a citation: "3", "Article 5", "279.01"."""
        return self.form in {"section", "1.", "1"}

    @property
    def is_outside(self) -> bool:
        """A section beside the row of the others: "first additional" provision, "provisional 2"."""
        return self.form == "section" and " " in self.value

    @property
    def cited(self) -> str:
        """How the number stands in a citation behind its parents: "3", "(1)", "(a)"; "" for bullets."""
        if self.is_division or self.form == "-":
            return ""
        return self.value if self.is_section else f"({self.value})"


LONGER: Final = (
    r"(?![\s-]+(?i:hundred|thousand|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|bis|ter|quater)\b)(?!-?[A-Z]\b)"
)
"""Behind a number in words, or a Roman one, that goes on: such numbers are not read."""


@lru_cache(maxsize=1)
def _in_words() -> Mapping[str, str]:
    """Numbers by how they are spelt: "six" is "6", "twenty-one" is "21"."""
    units, tens = numbering_words()["numerals"], numbering_words()["tens"]
    spelt = {word: str(value) for value, word in enumerate(units, start=1)}
    for ten, word in enumerate(tens, start=2):
        spelt[word] = str(10 * ten)
        spelt |= {
            f"{word}{joint}{unit}": str(10 * ten + value) for value, unit in enumerate(units[:9], start=1) for joint in "- "
        }
    return spelt


def in_words_pattern() -> str:
    """Finds numbers in words, the longest first."""
    return "|".join(sorted(_in_words(), key=len, reverse=True))


def in_digits(number: str) -> str:
    """A number in words as digits; any other as it is."""
    return _in_words().get(number.lower(), number)


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    words = numbering_words()
    divisions = "|".join(words["divisions"])
    sections = "|".join(re.escape(word) for word in sorted(words["sections"], key=len, reverse=True))
    months = "|".join(words["months"])
    quote = r"[\"“‘'«]?\s*"
    spelt = rf"(?<=\s)(?:{in_words_pattern()})\b{LONGER}"
    inserted = "|".join(words["inserted"])
    number = (
        rf"\d{{1,9}}(?:[\s-]?(?:{inserted})\b(?:\s\d+(?=\)))?|[A-Z]{{0,3}})"
        rf"(?:[°º]?[\-\u2011–/][A-Z]\b(?!\s+(?-i:[a-z]))|[.\-\u2011](?:\d{{1,9}}[A-Z]{{0,2}}|[A-Z]\b(?!\s+(?-i:[a-z]))))*"
    )
    ranks, ordinals = "|".join(words["ranks"]), "|".join(words["ordinals"])
    number_word = r"(?:\.?\s*|\s+)(?:No\.?\s*(?=\(\d))?(?:-\s?(?=\d+\s?-))?"
    code = r"(?:[LRD]\.?\s?(?=\d))?"  # of a French code: "Art. L. 225-4-2"
    return {
        "division": re.compile(
            rf"{quote}(?P<word>{divisions})\s+(?P<value>[IVXLCDM]+|\d+[A-Z]?|[A-Z]|{in_words_pattern()})\b[.:\-–—]*\s*",
            re.IGNORECASE,
        ),
        "section": re.compile(
            rf"{quote}(?:(?P<rank>{ranks})\s+)?(?P<word>{sections}){number_word}(?:\((?=\d+(?:\s\w+){{0,2}}\)))?(?P<value>{code}{number}(?:\s[a-z](?=\s*(?:\n|$|[.(—–]))|\s(?-i:[a-z])(?=\s+(?-i:An?|Any|Each|Every|If|In|No|One|The|This|Where|When|Whoever|Who)\b))?|(?<![A-Za-z])(?:[IVX]+|XL[IVX]*|L[IVX]+)\b|{spelt})(?P<stop>[°º]?[.:)\-–—]*(?:\s+[–—]+(?=\s|$))?)(?=\s|$|[\"“(A-Z])\s*",
            re.IGNORECASE,
        ),
        "provision": re.compile(
            rf"{quote}(?P<value>(?:{ordinals})\s+(?:{ranks}))\s+(?P<word>provisions?)(?P<stop>[.:–—-]+|(?=\n)|$)\s*",
            re.IGNORECASE,
        ),
        "1.": re.compile(rf"{quote}(?P<value>{number})(?:[.)]|[°º]\.?)(?=[\s(\"“A-Z—–-]|$)\s*(?:[—–-]+\s*)?"),
        "1": re.compile(
            rf"{quote}(?P<value>{number})(?:\s+(?!(?:{months})\b)(?=[\"“(A-Z])|(?=\(\d{{1,2}}[A-Z]?\)\s+[\"“A-Z]))", re.IGNORECASE
        ),
        "(x)": re.compile(rf"{quote}\((?P<value>\d+[A-Z]{{0,2}}(?:\.\d+)*|[a-z]{{1,4}}|[A-Z]{{1,4}})\)\s*"),
        "x.": re.compile(rf"{quote}(?P<value>[a-z]|[A-Z]|[ivx]{{2,5}}|[IVX]{{2,5}})(?:[.)](?=\s)|(?<=[IVX])\s+[–—-](?=\s))\s*"),
        "-": re.compile(r"[-–—•*·▪◦](?=\s)\s*"),
    }


def read_label(text: str, start: int, end: int) -> Label | None:
    """Read the number at ``text[start:end]``; None where there is none."""
    for name, pattern in _patterns().items():
        found = pattern.match(text, start, end)
        if found is None or (name == "1" and not _reads_as_number(text, found, end)):
            continue
        if name == "-":
            return Label("-", "", found.end())
        if name == "provision":
            return Label("section", found["value"].lower(), found.end(), found["word"])
        value = _cited(in_digits(found["value"]))
        word = found["word"] if name in {"division", "section"} else ""
        if name == "section" and found["rank"]:
            value = f"{found['rank'].lower()} {value}"
        if name == "section" and not _is_section_heading(text, found):
            continue
        if name == "division" and _RUNS_ON.match(text, found.end("value"), end):
            continue
        return Label(_form(name, value), value, found.end(), word)
    return None


def _cited(value: str) -> str:
    """A number as it is cited: "§ 227 a" as 227a, "600-bis" as 600bis, "7–A" as 7-A."""
    plain = value.replace(" ", "").replace("°", "").replace("º", "").replace("\u2011", "-").replace("–", "-")
    return re.sub(r"(?<=\d)-(?=[a-z]{3})", "", plain)


def _reads_as_number(text: str, found: re.Match[str], end: int) -> bool:
    """A bare number opens a clause only before a capital or a bracket ("21 Parties", "3 (1)"), as printed."""
    return found.end() < end and (text[found.end()].isupper() or text[found.end()] in '("“')


_RUNS_ON = re.compile(r"\s+(?:of|to|and|or|in|does|do|shall|may|must|has|have|is|are|applies|apply|extends|extend)\b")
"""Behind a number, tells "Part 2 of the Fisheries Act applies" from "Part 2 Offences"."""


def _is_section_heading(text: str, found: re.Match[str]) -> bool:
    """Tell "Section 5. Attempts" and "Article 5" from a sentence that begins "Section 5 does not apply" or "Sections 3 to 5"."""
    word = found["word"]
    rest = text[found.end() : found.end() + 1]
    if word[0].islower() and word not in {"§", "§§"}:
        return word in _SHORT and rest.isupper()
    if found["value"][0].isalpha() and found["value"][-1].isdigit() and not word.lower().startswith("art"):
        return False  # "S.L. 217.09" is no section
    return not rest or bool(found["stop"]) or not rest.islower()


def _form(name: str, value: str) -> str:
    if name not in {"(x)", "x."}:
        return name
    kind = "1" if value[0].isdigit() else "a" if value.islower() else "A"
    return f"({kind})" if name == "(x)" else f"{kind}."


def begins_recital(words: str) -> bool:
    """Whether words begin as a recital or a long title does ("Whereas", "An Act to")."""
    return words.lower().startswith(tuple(numbering_words()["recitals"]))


def is_explanation(heading: str) -> bool:
    """Whether a heading stands above what explains, promises or lists, and commands nothing."""
    return " ".join(heading.lower().split()).strip(" .:#") in numbering_words()["nonoperative"]


def enacts(words: str) -> bool:
    """Whether a line is the enacting formula ("ENACTED by the Parliament of Lorania")."""
    flat = " ".join(words.lower().split())
    places = [at for formula in numbering_words()["enacting"] if (at := flat.find(formula)) >= 0]
    opens = 0 in places or flat.endswith((":", "—", "–", ",")) or words.isupper()
    return len(flat.split()) <= FORMULA_WORDS and opens and any(at <= FORMULA_BEGINS for at in places)


def is_contents(heading: str) -> bool:
    """Whether a heading stands above a list of contents ("Arrangement of sections"), or opens one ("Contents: 1. Short title. 2. ...")."""
    flat = " ".join(heading.lower().split()).strip(" .:#")
    return flat in numbering_words()["contents"] or first_in_contents(heading) is not None


def first_in_contents(heading: str) -> str | None:
    """The first number of a list of contents that begins on the line of its heading; None where it does not."""
    before, colon, rest = heading.partition(":")
    if not colon or " ".join(before.lower().split()).strip(" .#") not in numbering_words()["contents"]:
        return None
    found = re.match(r"\s*(?:section\s+)?(\d+[A-Z]?)[.)\s]", rest, re.IGNORECASE)
    return found.group(1) if found else None


def ordinal(value: str, *, roman: bool) -> int | None:
    """The place of a number in its row: "b" is 2, "iv" is 4 when roman, "12A" is 12; None where it has none."""
    if value[0].isdigit():
        return int(re.match(r"\d+", value).group())  # type: ignore[union-attr]
    lowered = value.lower()
    if roman:
        return _roman(lowered) if _ROMAN.fullmatch(lowered) else None
    if len(set(lowered)) == 1:
        return ord(lowered[0]) - ord("a") + 1 + 26 * (len(lowered) - 1)
    return None


def _roman(value: str) -> int:
    numbers = [_ROMAN_VALUES[letter] for letter in value]
    return sum(-n if n < after else n for n, after in zip(numbers, [*numbers[1:], 0], strict=True))


def only_roman(value: str) -> bool:
    """Whether a number can be nothing but roman: "iv", "xi"."""
    return len(value) > 1 and ordinal(value, roman=True) is not None and not value[0].isdigit()


def follows(before: str, value: str, *, roman: bool) -> bool:
    """Whether ``value`` comes next after ``before``, also as an inserted number ("12A" after "12", "2.1" after "2")."""
    first, second = ordinal(before, roman=roman), ordinal(value, roman=roman)
    if first is None or second is None:
        return False
    if before[0].isdigit() and second == first:
        return _suffix(value) > _suffix(before)
    if before[0].isdigit() and "." in value and "." in before:
        return second >= first
    return second == first + 1


def _suffix(value: str) -> tuple[str, ...]:
    return tuple(re.findall(r"[A-Z]+|\.\d+", value))
