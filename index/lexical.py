"""BM25 over stemmed English tokens, kept on disk and mapped into memory."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import bm25s
import numpy as np
import Stemmer
from bm25s.stopwords import STOPWORDS_EN_PLUS
from numpy.typing import NDArray

from index.errors import StoreError

METHOD: Final = "lucene"
K1: Final = 1.2
B: Final = 0.75
LEXICAL_VERSION: Final = f"tokens-1 {METHOD} k1={K1} b={B}"
"""Names everything that shapes the scores; part of what an index is built from."""

_STOP_WORDS: Final = frozenset(STOPWORDS_EN_PLUS)

# How deep a number may be is limited: a page of dots and brackets must not cost more than a page of words.
_TOKEN: Final = re.compile(
    r"(?P<number>\d++(?:[.,]\d++){0,8}+[^\W\d_]{0,2}(?![^\W_]))(?P<items>(?:\([^\W_]{1,5}\)){0,6})"  # 2013  12A  279.01(1)  3(1)(a)
    r"|(?P<word>[^\W_]+(?:'[^\W\d_]+)*)"
)
_ITEM: Final = re.compile(r"\([^)]*\)")

# Two spellings of one word get one token. Applied alike to texts and queries, so a word that these rules maul (promise) still
# meets itself.
_SPELLINGS: Final = (
    (re.compile(r"(?<=[^\W_]{3})is(?=(?:e|ed|es|ing|er|ers|ation|ations)$)"), "iz"),
    (re.compile(r"(?<=[^\W_]{2})our(?=(?:s|ed|ing|er|ers|able)?$)"), "or"),
    (re.compile(r"(?<=^off|^def|^lic)ens(?=es?$)"), "enc"),
)


def tokens(text: str) -> list[str]:
    """Split a text into the tokens that BM25 counts.

    Words are lower-cased, stemmed, and left out where they are stop words. A number of a provision stays whole and stands for
    the provisions it is part of too: "279.01(1)" gives "279.01" and "279.01(1)".
    """
    return _tokens(text, Stemmer.Stemmer("english"))


def _tokens(text: str, stemmer: Any) -> list[str]:
    found: list[str] = []
    for match in _TOKEN.finditer(text.lower().replace("’", "'")):
        word = match["word"]
        if word is None:
            found.extend(_provisions(match["number"], match["items"]))
        elif word not in _STOP_WORDS:
            found.append(stemmer.stemWord(_one_spelling(word)))
    return found


def _provisions(number: str, items: str) -> Iterator[str]:
    """Name a provision and those around it: "3" with "(1)(a)" gives "3", "3(1)", "3(1)(a)"."""
    yield number
    for item in _ITEM.findall(items):
        number += item
        yield number


def _one_spelling(word: str) -> str:
    for pattern, letters in _SPELLINGS:
        word = pattern.sub(letters, word)
    return word


class Bm25:
    """BM25 scores of n texts. ``Bm25.build`` makes one, ``save`` and ``load`` keep it."""

    def __init__(self, size: int, scorer: Any) -> None:
        """``scorer`` is a bm25s index; None where no text holds a token."""
        self._size = size
        self._scorer = scorer

    def __len__(self) -> int:
        """The number of texts."""
        return self._size

    @classmethod
    def build(cls, texts: Sequence[str], *, b: float = B) -> Bm25:
        """Index texts; their positions are their names. ``b`` is the penalty of length, 0 to 1."""
        stemmer = Stemmer.Stemmer("english")
        split = [_tokens(text, stemmer) for text in texts]
        if not any(split):
            return cls(len(texts), None)
        scorer = bm25s.BM25(method=METHOD, k1=K1, b=b, backend="numpy")
        scorer.index(split, show_progress=False)
        return cls(len(texts), scorer)

    def save(self, folder: Path) -> None:
        """Write the index into a folder, which is made.

        Raises:
            StoreError: there is nothing to write (no text holds a token).
        """
        if self._scorer is None:
            raise StoreError("no text holds a word to index", where=str(folder))
        self._scorer.save(folder, show_progress=False)

    @classmethod
    def load(cls, folder: Path) -> Bm25:
        """Map an index that was saved into memory.

        Raises:
            StoreError: the folder does not hold one.
        """
        try:
            scorer = bm25s.BM25.load(folder, mmap=True, load_corpus=False, show_progress=False)
        except (OSError, ValueError, KeyError) as error:
            raise StoreError(f"the word index cannot be read ({error})", where=str(folder)) from error
        return cls(int(scorer.scores["num_docs"]), scorer)

    def scores(self, query: str) -> NDArray[np.float32]:
        """BM25 of every text for a query, shape (n,), float32, at least 0; zeros where no token is shared."""
        known = [] if self._scorer is None else self._scorer.get_tokens_ids(tokens(query))
        if not known:
            return np.zeros(self._size, dtype=np.float32)
        return np.asarray(self._scorer.get_scores_from_ids(known), dtype=np.float32)
