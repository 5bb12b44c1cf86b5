"""Starts the web pages: ``streamlit run`` in a process of its own, with every option given, so that no file has to be found."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import FrameType

from pydantic import SecretStr

from bot.settings import PREFIX, Settings
from ui.web import texts
from ui.web.sign_in_settings import open_to_others, read_sign_in, secret_files

APP = Path(__file__).parent / "app.py"
UPLOAD_MB = 50
INTERRUPTED = 130

THEME = {
    "theme.light.primaryColor": "#1f4e79",
    "theme.light.backgroundColor": "#ffffff",
    "theme.light.secondaryBackgroundColor": "#f4f6f8",
    "theme.light.textColor": "#1b2330",
    "theme.light.linkColor": "#1f4e79",
    "theme.dark.primaryColor": "#3a79b4",
    "theme.dark.backgroundColor": "#12171e",
    "theme.dark.secondaryBackgroundColor": "#1b222c",
    "theme.dark.textColor": "#e6eaf0",
    "theme.dark.linkColor": "#8ab8e6",
    "theme.headingFont": "serif",
    "theme.baseRadius": "small",
}
OPTIONS = {
    "server.headless": "true",
    "server.maxUploadSize": str(UPLOAD_MB),
    "server.fileWatcherType": "none",
    "server.trustedUserHeaders": "{}",  # a header could name another user than the one who has signed in
    "browser.gatherUsageStats": "false",
    "client.showErrorDetails": "none",
    "client.toolbarMode": "minimal",
    "logger.hideWelcomeMessage": "true",
    "global.developmentMode": "false",
}
QUIET = {"LANGSMITH_TRACING": "false", "LANGCHAIN_TRACING_V2": "false", "ANONYMIZED_TELEMETRY": "False"}


def launch(settings: Settings, host: str = "127.0.0.1", port: int = 8501) -> int:
    """Serve the pages until they are stopped.

    Returns:
        The exit status; 0 when a person stopped it.

    Raises:
        SettingsError: signing in is set, and cannot work as it is.
    """
    secrets = secret_files(settings.data_dir)
    if read_sign_in(secrets) is not None:
        for path in open_to_others(secrets):
            sys.stderr.write(texts.SIGN_IN.open_to_others.format(path=path) + "\n")
    sys.stderr.write(texts.SERVING.format(app=texts.APP, host=host, port=port) + "\n")
    status = _serve(command(host, port, secrets), environment(settings, os.environ))
    return 0 if status in {INTERRUPTED, -signal.SIGINT, -signal.SIGTERM} else status


def _serve(line: list[str], variables: dict[str, str]) -> int:
    """Run the server until it ends, or until somebody wants it to."""
    with subprocess.Popen(line, env=variables) as process:  # noqa: S603  (our own file)
        before = signal.signal(signal.SIGTERM, lambda _signal, _frame: _stop(process, _frame))
        try:
            return process.wait()
        except KeyboardInterrupt:
            process.wait()
            return INTERRUPTED
        finally:
            signal.signal(signal.SIGTERM, before)


def _stop(process: subprocess.Popen[bytes], _frame: FrameType | None) -> None:
    """Pass the wish to end on to the server."""
    process.terminate()


def command(host: str, port: int, secrets: Sequence[Path] = ()) -> list[str]:
    """The command line that serves the pages; ``secrets`` are the files that may set up signing in, Streamlit's own places when none is given."""
    options = [("server.address", host), ("server.port", str(port)), *OPTIONS.items(), *THEME.items()]
    options += [("secrets.files", str(path)) for path in secrets]
    return [sys.executable, "-m", "streamlit", "run", str(APP), *(f"--{name}={value}" for name, value in options)]


def environment(settings: Settings, before: Mapping[str, str]) -> dict[str, str]:
    """The server's environment: tracing and telemetry off, and the settings as they were read here."""
    return {**before, **QUIET, **_variables(settings)}


def _variables(settings: Settings) -> dict[str, str]:
    """Settings as the variables they are read from; those that are not set are left out."""
    given = {name: getattr(settings, name) for name in type(settings).model_fields}
    return {PREFIX + name.upper(): _plain(value) for name, value in given.items() if value is not None}


def _plain(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)
