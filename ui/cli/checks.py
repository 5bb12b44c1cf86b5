"""What ``clausewise doctor`` looks at. Each check is a function that finds out one thing and changes nothing."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from bot.guidance import settings_with_folder
from bot.models import embedder_of
from bot.service import Clausewise, open_service
from bot.settings import PREFIX, Settings, load_settings
from corpus.errors import ClausewiseError
from index.opening import IndexState
from index.vectors import open_store
from ui.cli.wording import plural

PACKAGES = ("clausewise", "chromadb", "langchain", "sentence-transformers", "torch", "streamlit", "pydantic", "typer")
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
OLDEST, NEWEST = (3, 11), (3, 13)


class Outcome(StrEnum):
    """How a check came out; only ``failed`` makes the command fail."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what was found, and what to do where it is not well."""

    name: str
    outcome: Outcome
    found: str
    hint: str = ""


def run_checks(environment: Mapping[str, str], data_dir: Path | None) -> Iterator[Check]:
    """All checks, in the order in which one thing rests on another."""
    yield python_check(sys.version_info[:3])
    yield packages_check(PACKAGES)
    yield unknown_settings_check(environment)
    try:
        settings = settings_with_folder(load_settings(data_dir=data_dir))
    except ClausewiseError as error:
        yield _failed("settings", error)
        return
    yield data_dir_check(settings.data_dir)
    yield _guarded("embedding model", lambda: _embedding_model(settings))
    yield _guarded("vector store", lambda: _vector_store(settings))
    yield _guarded("chat model", lambda: _chat_model(settings))
    try:
        service = open_service(settings, keep=False)
    except ClausewiseError as error:
        yield _failed("guidance", error)
    else:
        yield guidance_check(service)
        yield _guarded("classifier", lambda: classifier_check(service))
        yield _guarded("evidence model", lambda: evidence_check(service))
        yield index_check(service)
    yield browser_check(shutil.which)


def python_check(running: tuple[int, ...]) -> Check:
    """Whether this Python, (major, minor, micro), is one that clausewise is tested with."""
    found = ".".join(map(str, running))
    if OLDEST <= running[:2] <= NEWEST:
        return Check("python", Outcome.OK, found)
    return Check("python", Outcome.FAILED, found, "install Python 3.11, 3.12 or 3.13")


def packages_check(names: Iterable[str]) -> Check:
    """The installed versions of the packages that matter most in a report of a fault."""
    found, absent = [], []
    for name in names:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            absent.append(name)
    if absent:
        return Check("packages", Outcome.FAILED, f"not installed: {', '.join(absent)}", "pip install clausewise")
    return Check("packages", Outcome.OK, ", ".join(found))


def unknown_settings_check(environment: Mapping[str, str]) -> Check:
    """Variables that look like settings and are none: a misspelt one would otherwise go unnoticed."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    unknown = sorted(name for name in environment if name.upper().startswith(PREFIX) and name.upper() not in known)
    if unknown:
        return Check("settings", Outcome.WARNING, f"not settings: {', '.join(unknown)}", "see the README's list of settings")
    used = sorted(name for name in environment if name.upper() in known)
    return Check("settings", Outcome.OK, f"from the environment: {', '.join(used)}" if used else "all as shipped")


def data_dir_check(data_dir: Path) -> Check:
    """Whether the data directory, or the folder that it will be made in, can be written."""
    nearest = next(folder for folder in (data_dir, *data_dir.absolute().parents) if folder.exists())
    if nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK):
        return Check(
            "data directory", Outcome.OK, f"{data_dir}" if nearest == data_dir else f"{data_dir} (made when it is needed)"
        )
    return Check("data directory", Outcome.FAILED, f"{nearest} cannot be written", "set --data-dir or CLAUSEWISE_DATA_DIR")


def guidance_check(service: Clausewise) -> Check:
    """The guidance and the register, whose quotes have all been found in it by now."""
    register = service.register.register
    elements = sum(1 for _ in register.elements())
    return Check(
        "guidance",
        Outcome.OK,
        f"{plural(len(service.documents), 'document')}; register {register.id} {register.version}, {elements} elements",
    )


def index_check(service: Clausewise) -> Check:
    """Whether the index is there and fits."""
    status = service.index_status()
    if status.state is IndexState.READY:
        return Check("index", Outcome.OK, f"{status.index_id}, {status.passages} passages")
    hint = (
        "built at the first question, or by clausewise index build"
        if status.state is IndexState.MISSING
        else "run clausewise index build"
    )
    return Check("index", Outcome.WARNING, status.state.value if status.state is IndexState.MISSING else status.detail, hint)


def evidence_check(service: Clausewise) -> Check:
    """Whether there is an evidence model, and whether it can be run.

    Raises:
        ModelError: it cannot.
    """
    model = service.evidence_model
    if model is None:
        return Check("evidence model", Outcome.OK, "none: words and embeddings alone choose the sentences that answer")
    model.read("Is this the Fisheries Act?", ["This Act is the Fisheries Act."])
    return Check("evidence model", Outcome.OK, f"sha256 {model.sha256}")


def classifier_check(service: Clausewise) -> Check:
    """Whether the register has a classifier, and whether it can be run.

    Raises:
        ModelError: it cannot be loaded, or is another one than its card says.
    """
    classifier = service.classifier
    if classifier is None:
        return Check("classifier", Outcome.OK, "none: the criteria alone judge drafts")
    classifier.classify(["This Act is the Fisheries Act."])
    return Check("classifier", Outcome.OK, f"trained on {classifier.card.examples} examples, sha256 {classifier.sha256}")


def browser_check(which: Callable[[str], str | None]) -> Check:
    """Whether there is a browser for the end-to-end tests; nobody else needs one."""
    found = next((path for name in BROWSERS if (path := which(name))), None)
    return Check("chromium", Outcome.OK, found or "none; only the browser tests need it")


def _embedding_model(settings: Settings) -> Check:
    embedder = embedder_of(settings)
    return Check("embedding model", Outcome.OK, f"{embedder.name}, sha256 {embedder.sha256}, run by {settings.embedding_runtime}")


def _vector_store(settings: Settings) -> Check:
    if settings.chroma_url is None:
        return Check("vector store", Outcome.OK, "Chroma in the data directory")
    with open_store(settings.data_dir, str(settings.chroma_url)):
        return Check("vector store", Outcome.OK, f"Chroma at {settings.chroma_url} answers")


def _chat_model(settings: Settings) -> Check:
    from bot.chat_model import load_chat_model

    if settings.chat_model is None:
        return Check("chat model", Outcome.OK, "none: answers are composed of quotes, verdicts follow the criteria")
    load_chat_model(settings)
    return Check("chat model", Outcome.OK, f"{settings.chat_model} can be loaded (it was not called)")


def _guarded(name: str, look: Callable[[], Check]) -> Check:
    try:
        return look()
    except ClausewiseError as error:
        return _failed(name, error)


def _failed(name: str, error: ClausewiseError) -> Check:
    where = f"{error.where}: " if error.where else ""
    return Check(name, Outcome.FAILED, f"{where}{error.what}", error.hint)
