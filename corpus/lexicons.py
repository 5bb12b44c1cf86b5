"""Reading the lexicon: data files that ship beside the code."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from corpus.errors import LexiconError
from corpus.yaml_text import load_yaml


@cache
def lexicon(name: str) -> Mapping[str, Any]:
    """One file of corpus/lexicon, by its name without ``.yaml``.

    Raises:
        LexiconError: there is none, or it is not a mapping in YAML.
    """
    resource = files("corpus") / "lexicon" / f"{name}.yaml"
    try:
        data = load_yaml(resource.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise LexiconError("the lexicon file cannot be read", where=f"lexicon/{name}.yaml", hint=str(error)) from error
    if not isinstance(data, dict):
        raise LexiconError("a lexicon file is a mapping", where=f"lexicon/{name}.yaml")
    return data
