"""Which language, and whether it can be read."""

from __future__ import annotations

import random
import string

import pytest

from corpus.language import detect_language

ENGLISH = "Any person who recruits or harbours another person for exploitation is guilty of an offence.\nAn attempt is punished in the same way."
FRENCH = (
    "Quiconque recrute, transporte ou héberge une personne aux fins d'exploitation sexuelle est puni de dix ans d'emprisonnement."
)
RUSSIAN = "Лицо, совершившее торговлю людьми, наказывается лишением свободы на срок до десяти лет."
ARABIC = "يعاقب بالسجن لمدة عشر سنوات كل من ارتكب جريمة الاتجار بالأشخاص"


@pytest.mark.parametrize(
    ("text", "code"), [(ENGLISH, "en"), (FRENCH, "fr"), (RUSSIAN, "ru"), (ARABIC, "ar"), (ENGLISH.upper(), "en")]
)
def test_the_language_of_most_of_it(text: str, code: str) -> None:
    language = detect_language(text)
    assert (language.code, language.readable) == (code, True)
    assert (language.english_share == 1.0) == (code == "en")
    assert bool(language.note) == (code != "en")


def test_a_bilingual_draft() -> None:
    language = detect_language(f"{FRENCH}\n{ENGLISH}")
    assert language.readable
    assert 0.3 < language.english_share < 0.8
    assert "%" in language.note


def _noise(alphabet: str) -> str:
    chance = random.Random(7)
    return " ".join("".join(chance.choices(alphabet, k=chance.randint(2, 9))) for _ in range(200))


@pytest.mark.parametrize(
    "text",
    [
        _noise(string.ascii_lowercase),
        _noise(string.printable[:94]),
        _noise("01234567890%$#@"),
        "\ufffd\ufffdx " * 40,
        "Th1s 1s n0t r34d4ble t3xt f0r 4ny0ne wh0 r34ds l4ws 4nd b1lls",
    ],
)
def test_noise_cannot_be_read(text: str) -> None:
    language = detect_language(text)
    assert not language.readable
    assert language.code is None
    assert language.note


@pytest.mark.parametrize("text", ["Attempts", "3(1)", "ss. 3, 4"])
def test_too_short_to_tell(text: str) -> None:
    language = detect_language(text)
    assert (language.code, language.readable, language.english_share) == (None, True, 1.0)


def test_a_table_of_numbers_among_sentences_is_still_english() -> None:
    assert detect_language(ENGLISH + "\n12 | 5 000 | 3 years\n13 | 6 000 | 4 years").code == "en"
