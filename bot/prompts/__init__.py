"""Prompts: packaged text files, one each, with the variables they need checked on loading and on filling."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from importlib.resources import files
from string import Template

from bot.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt with places for ``variables``; ``sha256`` is of the file's bytes."""

    name: str
    text: str
    variables: frozenset[str]
    sha256: str

    def fill(self, **values: str) -> str:
        """The text with its variables replaced. What is put in is not looked at for variables again.

        Raises:
            ValueError: a variable is missing, or a value has no place.
        """
        if values.keys() != self.variables:
            raise ValueError(f"the prompt {self.name} takes {sorted(self.variables)}, not {sorted(values)}")
        return Template(self.text).substitute(values)


def load_prompt(name: str, variables: Collection[str]) -> Prompt:
    """Read a packaged prompt.

    Args:
        name: the file's name without ``.md``.
        variables: what the caller will put in; the file must have places for exactly these, written ``$name``.

    Raises:
        SettingsError: there is no such file, or its variables are others.
    """
    place = f"prompts/{name}.md"
    try:
        raw = (files("bot") / "prompts" / f"{name}.md").read_bytes()
    except OSError as error:
        raise SettingsError("the prompt cannot be read", where=place, hint="install the package again") from error
    text = raw.decode("utf-8")
    template = Template(text)
    if not template.is_valid():
        raise SettingsError("a $ that opens no variable", where=place, hint="write $$ for a dollar sign")
    found = frozenset(template.get_identifiers())
    if found != frozenset(variables):
        raise SettingsError(f"the variables are {sorted(found)}, expected {sorted(variables)}", where=place)
    return Prompt(name, text, found, hashlib.sha256(raw).hexdigest())
