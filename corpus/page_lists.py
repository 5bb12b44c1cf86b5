"""Lists of guidance pages on the web, in TOML that a person edits.

An entry:

    [[page]]
    url = "https://www.example.org/en/articles/553"
    id = "overview"                    # the file's name; made from the title or the address where it is left out
    title = "Overview"                 # and module, last_edited, publisher: the page's front matter
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from corpus.errors import ReadError

_LIST_HINT: Final = "it is TOML with [[page]] entries"


class ListedPage(BaseModel):
    """One page of a list; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str
    id: str = Field(default="", pattern=r"^([a-z0-9][a-z0-9._-]{0,99})?$")
    title: str | None = Field(default=None, min_length=1)
    module: str | None = None
    last_edited: dt.date | None = None
    publisher: str | None = None

    @field_validator("url")
    @classmethod
    def _is_web(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("only http and https addresses are fetched")
        return value

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        words = self.id or self.title or urlsplit(self.url).path.rstrip("/").rpartition("/")[2] or urlsplit(self.url).netloc
        return self.id or re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:100] or "page"


class _List(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    page: tuple[ListedPage, ...] = Field(min_length=1)


def read_list(path: Path) -> tuple[ListedPage, ...]:
    """Read a list of pages.

    Raises:
        ReadError: it cannot be opened, is not TOML, or an entry is wrong; two pages of one name are too.
    """
    try:
        source = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"the list cannot be read ({error})", where=str(path), hint=_LIST_HINT) from error
    return parse_list(source, str(path))


def parse_list(source: str, where: str) -> tuple[ListedPage, ...]:
    """A list of pages from its TOML; ``where`` names it in errors.

    Raises:
        ReadError: it is not TOML, or an entry is wrong; two pages of one name are too.
    """
    try:
        pages = _List.model_validate(tomllib.loads(source)).page
    except tomllib.TOMLDecodeError as error:
        raise ReadError(f"the list cannot be read ({error})", where=where, hint=_LIST_HINT) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = " > ".join(str(part) for part in first["loc"])
        raise ReadError(
            f"{place}: {first['msg']}",
            where=where,
            hint="an entry has url, and may have id, title, module, last_edited, publisher",
        ) from error
    stems = [page.stem for page in pages]
    twice = sorted({stem for stem in stems if stems.count(stem) > 1})
    if twice:
        raise ReadError(f"two pages would be named {twice[0]}", where=where, hint="give one of them an id")
    return pages
