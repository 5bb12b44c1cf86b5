"""What a format's reader hands back, and what it may be asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from corpus.documents import Page
from corpus.readers.building import Built, keep_all
from corpus.readers.frontmatter import NO_FRONT_MATTER, FrontMatter
from corpus.readers.limits import LIMITS, Limits


@dataclass(frozen=True, slots=True)
class Wishes:
    """How to read: ``drop`` names furniture; ``strict`` refuses front matter with a wrong key."""

    drop: Callable[[str], bool] = keep_all
    strict: bool = False
    limits: Limits = LIMITS


@dataclass(frozen=True, slots=True)
class Extracted:
    """A file's text with what its format says of it."""

    built: Built
    title: str | None = None
    pages: tuple[Page, ...] = ()
    notes: tuple[str, ...] = ()
    front: FrontMatter = NO_FRONT_MATTER
