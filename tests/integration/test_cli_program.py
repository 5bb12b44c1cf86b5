"""The command line as a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = (
    "torch",
    "streamlit",
    "chromadb",
    "sentence_transformers",
    "langchain",
    "numpy",
    "pydantic_settings",
    "sqlalchemy",
    "alembic",
)


def python(code: str, *, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        env=os.environ | (env or {}),
    )


def test_help_loads_nothing_heavy():
    code = f"""
import sys
from ui.cli.app import run
assert run(["ask", "--help"]) == 0
print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)
"""
    done = python(code)
    assert done.stderr == "[]\n"
    assert "--batch" in done.stdout


def test_what_nobody_foresaw_is_one_line_and_exit_1():
    code = """
import sys
import ui.cli.app as cli
def broken(arguments, state):
    state.debug = "--debug" in arguments
    raise ZeroDivisionError("two\\nlines")
cli.run = broken
sys.exit(cli.run_as_program(sys.argv[1:] or ["ask"]))
"""
    done = python(code)
    assert done.returncode == 1
    assert done.stderr == "ZeroDivisionError: two lines; run again with clausewise --debug ... for the details\n"
    shown = python(code.replace('or ["ask"]', 'or ["--debug", "ask"]'))
    assert shown.returncode == 1
    assert "Traceback" in shown.stderr


def test_a_reader_that_has_gone_is_no_complaint():
    code = """
import os, sys
from ui.cli import app
reader, writer = os.pipe()
os.close(reader)
os.dup2(writer, 1)
sys.exit(app.run_as_program(["corpus", "show", "sex-trafficking-overview", "--text"]))
"""
    done = python(code)
    assert done.stderr == ""
    assert done.returncode == 1


def test_output_is_utf_8_whatever_the_locale(tmp_path):
    code = "import sys; from ui.cli.app import run_as_program; sys.exit(run_as_program(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", code, "corpus", "show", "sex-trafficking-overview", "--json", "--data-dir", str(tmp_path)],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"},
    )
    shown = json.loads(done.stdout.decode("utf-8"))
    assert any("\u2019" in passage["quote"] for passage in shown["passages"])
