"""Where a run comes from: revision, versions, hashes."""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import subprocess
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from bot.settings import Settings
from evals.runs import Origin
from evals.suites.base import Service

GIT_TIMEOUT_S = 10.0


def origin_of(service: Service, outputs: Iterable[dict[str, Any] | None]) -> Origin:
    """What produced these outputs; the engine is the one that they name themselves."""
    engines = [output["engine"] for output in outputs if output is not None]
    register = service.register.register
    return Origin(
        git_revision=git_revision(Path(__file__).parent),
        version=package_version(),
        python=platform.python_version(),
        embedding_model=_first(engines, "embedding_model"),
        index_id=_first(engines, "index_id"),
        register_id=register.id,
        register_version=register.version,
        register_sha256=register.sha256,
        chat_model=service.settings.chat_model,
        settings_sha256=settings_sha256(service.settings),
    )


def _first(engines: list[dict[str, Any]], key: str) -> str | None:
    return next((str(engine[key]) for engine in engines if engine.get(key)), None)


def package_version() -> str:
    """The installed version; "uninstalled" for a bare checkout."""
    try:
        return version("clausewise")
    except PackageNotFoundError:
        return "uninstalled"


def settings_sha256(settings: Settings) -> str:
    """Of everything set that can change a result: neither secrets, nor where built things lie, nor who may come."""
    changes_nothing = {
        "chat_api_key",
        "data_dir",
        "database_url",
        "lock_timeout_s",
        "retention_days",
        "signin_allow",
        "signin_hours",
    }
    shown = settings.model_dump(mode="json", exclude=changes_nothing)
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()


def git_revision(folder: Path) -> str | None:
    """The commit that a source folder stands at, with "+changes" where files differ; None where git does not track the folder."""
    git = shutil.which("git")
    if git is None or not _git(git, folder, "ls-files", "--", "."):
        return None
    commit = _git(git, folder, "rev-parse", "HEAD")
    if not commit:
        return None
    return f"{commit}+changes" if _git(git, folder, "status", "--porcelain", "--untracked-files=no") else commit


def _git(git: str, folder: Path, *arguments: str) -> str:
    """What git says; nothing where it fails."""
    try:
        done = subprocess.run(  # noqa: S603  fixed arguments, git's own path, no shell
            [git, *arguments], cwd=folder, capture_output=True, text=True, timeout=GIT_TIMEOUT_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
