"""Front matter: what a page says about itself, between two lines of three hyphens at its beginning."""

from __future__ import annotations

import datetime as dt
import re

import yaml
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, TypeAdapter, ValidationError, field_validator

from corpus.errors import ReadError
from corpus.yaml_text import load_yaml

_FENCED = re.compile(r"\ufeff?---[ \t]*\r?\n(?P<yaml>.*?)(?:\r?\n)?---[ \t]*(?:\r?\n|$)", re.DOTALL)
_HINT = "the keys are title, module, source_url, last_edited (2011-01-25) and publisher"


class FrontMatter(BaseModel):
    """The keys a page may have; others are refused, so that a misspelt one does not go unnoticed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    title: str | None = Field(default=None, min_length=1)
    module: str | None = None
    source_url: str | None = None
    last_edited: dt.date | None = None
    publisher: str | None = None

    @field_validator("source_url")
    @classmethod
    def _is_web_address(cls, value: str | None) -> str | None:
        if value is not None:
            TypeAdapter(HttpUrl).validate_python(value)
        return value


NO_FRONT_MATTER = FrontMatter()


def split_front_matter(text: str, name: str, *, strict: bool) -> tuple[FrontMatter, str, int]:
    """Take the front matter off a text.

    Args:
        text: the whole text.
        name: the file, for errors.
        strict: guidance, whose front matter must be right; a draft's is used as far as it is, and otherwise left out.

    Returns:
        The front matter (empty where there is none), the text after it, and how many lines it took.

    Raises:
        ReadError: it is strict, and a key is wrong; the error names the key.
    """
    match = _FENCED.match(text)
    if match is None:
        return NO_FRONT_MATTER, text, 0
    body, lines = text[match.end() :], match.group().count("\n")
    try:
        return parse_front_matter(match["yaml"], name), body, lines
    except ReadError:
        if strict:
            raise
        return FrontMatter(), body if _looks_like_yaml(match["yaml"]) else text, lines if _looks_like_yaml(match["yaml"]) else 0


def parse_front_matter(source: str, name: str) -> FrontMatter:
    """Read front matter from its YAML.

    Raises:
        ReadError: it is not YAML, or a key is unknown or has a wrong value.
    """
    try:
        data = load_yaml(source) or {}
    except yaml.YAMLError as error:
        raise ReadError("the front matter is not YAML", where=name, hint=str(error)) from error
    if not isinstance(data, dict):
        raise ReadError("the front matter is not a list of keys and values", where=name, hint=_HINT)
    try:
        return FrontMatter.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise ReadError(f"front matter, {key}: {first['msg']}", where=name, hint=_HINT) from error


def _looks_like_yaml(source: str) -> bool:
    try:
        return isinstance(load_yaml(source), dict)
    except yaml.YAMLError:
        return False
