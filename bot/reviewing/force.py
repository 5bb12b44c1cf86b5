"""The words in which laws speak of their own force, from corpus/lexicon/effectivity.yaml, compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from bot.reviewing.phrases import Phrases, compile_phrases
from bot.reviewing.provisions import Provision
from corpus.lexicons import lexicon


def force_words() -> Mapping[str, Any]:
    """The lexicon's lists."""
    return lexicon("effectivity")


@cache
def force_phrases(kind: str) -> Phrases:
    """The phrases of one kind of rule: "appointed", "sunset", "transitional", "regulations"."""
    return compile_phrases(force_words()[kind])


@cache
def force_pattern(name: str) -> re.Pattern[str]:
    """One list of plain words ("hints", "whole", "leaving_out") as a pattern."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, force_words()[name]))})", re.IGNORECASE)


def is_transitional(provision: Provision) -> bool:
    """Whether a sentence is about what happened before a law; as an exception it narrows nothing."""
    return force_pattern("hints").search(provision.text) is not None and bool(force_phrases("transitional").find(provision.words))
