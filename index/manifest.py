"""What an index was built from, written beside it and compared when it is opened."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError

from index.errors import IndexMissing, IndexStale

SCHEMA: Final = 2
BUILD: Final = "run `clausewise index build`"
_SHOWN: Final = 3


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Model(_Frozen):
    """An embedding model: two with one ``sha256`` make the same vectors, whatever they are called."""

    name: str
    sha256: str
    dimensions: int


class Sources(_Frozen):
    """All that decides what is in an index. Two indexes of equal sources answer alike."""

    schema_version: int = SCHEMA
    documents: dict[str, str]
    """Document id to the sha256 of its canonical text."""
    cleaner: str
    cut_sha256: str
    """Of what decides where the texts are cut: the documents' blocks and the splitter's version."""
    model: Model
    lexical: str

    @property
    def index_id(self) -> str:
        """A short name that is the same wherever the same index is built: 12 hex digits."""
        text = json.dumps(self.model_dump(exclude={"model": {"name"}}), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:12]

    def differences(self, now: Sources) -> tuple[str, ...]:
        """What has changed from these sources to those of ``now``, in plain words; empty where nothing has."""
        pairs = {
            f"the index format is {self.schema_version}, now {now.schema_version}": self.schema_version == now.schema_version,
            f"the texts were cleaned by version {self.cleaner}, now {now.cleaner}": self.cleaner == now.cleaner,
            f"the embedding model was {self.model.name}, now {now.model.name}": self.model.sha256 == now.model.sha256,
            f"the word index was {self.lexical}, now {now.lexical}": self.lexical == now.lexical,
        }
        found = [words for words, same in pairs.items() if not same] + _document_changes(self.documents, now.documents)
        if not found and self.cut_sha256 != now.cut_sha256:
            found.append("the texts are cut into passages in another way")
        return tuple(found)


class Manifest(_Frozen):
    """An index that was built: from what, when, and where its parts lie."""

    sources: Sources
    created_at: dt.datetime
    name: str
    """Of the folder beside the manifest that holds the parts."""
    collection: str
    """In the vector store."""
    passages: int
    server: str | None = None
    """The Chroma server that holds the vectors; None where the folder does."""


def read_manifest(path: Path) -> Manifest:
    """Read the manifest of the current index.

    Raises:
        IndexMissing: there is none.
        IndexStale: it is of another version or damaged.
    """
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except FileNotFoundError as error:
        raise IndexMissing("there is no index yet", where=str(path.parent), hint=BUILD) from error
    except (OSError, ValidationError) as error:
        raise IndexStale("the index's manifest cannot be read or is of another version", where=str(path), hint=BUILD) from error


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Put a manifest in the place of the one before, in one step: a reader sees the old or the new one."""
    beside = path.with_suffix(".tmp")
    beside.write_text(manifest.model_dump_json(indent=2), encoding="utf-8")
    beside.replace(path)


def server_name(url: str) -> str:
    """A server's URL without user and password, without a slash at its end."""
    parts = urlsplit(url)
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{parts.hostname}{port}{parts.path}".rstrip("/")


def _document_changes(then: dict[str, str], now: dict[str, str]) -> list[str]:
    groups = {
        "new": [id_ for id_ in now if id_ not in then],
        "changed": [id_ for id_ in now if id_ in then and then[id_] != now[id_]],
        "gone": [id_ for id_ in then if id_ not in now],
    }
    return [f"{_count(len(ids))} {kind} ({_listed(ids)})" for kind, ids in groups.items() if ids]


def _count(number: int) -> str:
    return "1 document is" if number == 1 else f"{number} documents are"


def _listed(ids: list[str]) -> str:
    shown = ", ".join(ids[:_SHOWN])
    return f"{shown}, ..." if len(ids) > _SHOWN else shown
