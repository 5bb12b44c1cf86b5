"""The JSON Schema of register files, for editors that complete keys, show what they mean, and underline what is wrong.

It is made from the models in corpus/register.py and corpus/criteria.py and differs from theirs only where a file is written in a shorter way than
it is held. The shipped copy is ``register.schema.json`` beside the registers; a test holds it to what is made here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from corpus.register import Register
from corpus.sources import shipped_registers

_NAME = "register.schema.json"
_TITLE = "Register of clausewise: what guidance recommends, and how drafts are judged against it"


def schema_path() -> Path:
    """The shipped schema."""
    return shipped_registers() / _NAME


def schema_text() -> str:
    """The schema as the shipped file holds it."""
    return json.dumps(register_schema(), indent=2, ensure_ascii=False) + "\n"


def register_schema() -> dict[str, Any]:
    """The schema of a register as it is written."""
    made = Register.model_json_schema(mode="validation")
    parts: dict[str, Any] = made["$defs"]
    own: dict[str, Any] = parts["Recommendation"]["properties"]
    element: dict[str, Any] = parts["Element"]
    del made["properties"]["sha256"], element["properties"]["id"]
    element["required"] = ["name", "statement"]
    element["properties"]["name"] = {"type": "string", "description": element["properties"]["name"]["description"]}
    own |= {key: element["properties"][key] for key in ("statement", "criteria")}
    parts["Recommendation"]["required"] = ["id", "text", "force", "quotes"]
    described = {key: value for key, value in made.items() if key not in {"title", "description", "$defs"}}
    plain: dict[str, Any] = _without_titles(
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "description": _TITLE, **described, "$defs": parts}
    )
    return plain


def _without_titles(value: Any) -> Any:
    """Without the titles that are only the keys again, and without markup in descriptions."""
    if isinstance(value, list):
        return [_without_titles(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {key: each for key, each in value.items() if not (key == "title" and isinstance(each, str))}
    plain = {key: _without_titles(each) for key, each in kept.items()}
    if isinstance(plain.get("description"), str):
        plain["description"] = " ".join(plain["description"].replace("``", "").split())
    return plain
