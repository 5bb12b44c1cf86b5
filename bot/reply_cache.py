"""Replies of a chat model, kept on the disk by what was asked: the same question to the same model is paid for once.

A reply is one JSON file named by the sha256 of model and prompt. Files are readable by their owner alone, since they hold words of
drafts. A file that cannot be read or does not fit is as good as none; a folder that cannot be written keeps nothing and stops nothing.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from bot.chat_model import ChatModel, Reply, Watch
from bot.spending import Meter
from corpus.whole_files import write_whole

FOLDER: Final = "replies"
"""Below the data directory."""
KEPT: Final = 2000
"""Replies; a review takes about five. The oldest go first."""


class RememberingModel:
    """A chat model that is asked only what it has not been asked before. Failures are not kept."""

    def __init__(self, model: ChatModel, folder: Path, *, source: str = "", kept: int = KEPT) -> None:
        """Keep replies in a folder, which is made when the first one comes.

        Args:
            model: the model to ask.
            folder: where the replies lie.
            source: what beside the name tells this model from others, such as its address.
            kept: how many replies are kept.
        """
        self.name = model.name
        self._model = model
        self._folder = folder
        self._source = source
        self._kept = kept

    def structured(self, prompt: str, schema: type[Reply], meter: Meter | None = None, watch: Watch | None = None) -> Reply:
        """The kept reply, or a new one; see ``ChatModel``."""
        path = self._folder / f"{self._key(prompt, schema)}.json"
        known = _read(path, schema)
        if known is not None:
            if meter is not None:
                meter.add(cached=1)
            return known
        reply = self._model.structured(prompt, schema, meter, watch)
        with suppress(OSError):  # the reply is there, only not for the next time
            write_whole(path, reply.model_dump_json().encode())
            self._let_go()
        return reply

    def _key(self, prompt: str, schema: type[Reply]) -> str:
        asked = [self.name, self._source, schema.model_json_schema(), prompt]
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()

    def _let_go(self) -> None:
        files = [path for path in self._folder.iterdir() if path.suffix == ".json"]
        if len(files) > self._kept:
            for path in sorted(files, key=lambda file: file.stat().st_mtime)[: len(files) - self._kept]:
                path.unlink(missing_ok=True)


def _read(path: Path, schema: type[Reply]) -> Reply | None:
    try:
        return schema.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        return None
