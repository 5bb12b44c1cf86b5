"""The documents say what is there: every command, option, setting, target and file they name, and none is left out."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import typer.main

from bot.settings import PREFIX, Settings
from ui.cli.app import app

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
DOCUMENTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "evals/README.md")
EVERYWHERE = {"--help", "-h"}


def commands(group=None, path=()):
    """Every command by its words, without the program's name: {("index", "build"): command}."""
    group = group or typer.main.get_command(app)
    found = {}
    for name, command in group.commands.items():
        below = commands(command, (*path, name)) if hasattr(command, "commands") else {(*path, name): command}
        found |= below
    return found


COMMANDS = commands()


def options(command) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts if name.startswith("-")} - EVERYWHERE


def command_of(line: str):
    """The words of the command that a line begins with; None where it is none that exists."""
    words = line.split()[1:]
    return next((path for path in ((words[0],), tuple(words[:2])) if path in COMMANDS), None) if words else None


def synopsis() -> dict[tuple[str, ...], str]:
    """README's summary of commands: the words of each, with its lines joined."""
    block = README.split("## Command line")[1].split("\n- **")[0]
    lines = re.sub(r"\n {10,}", " ", block).splitlines()
    return {command_of(line): line for line in lines if re.match(r"    clausewise [a-z]", line)}


def written_commands() -> list[tuple[str, str]]:
    """(document, line) for every command line that the documents show, in blocks and in backticks."""
    found = []
    for name in DOCUMENTS:
        text = (ROOT / name).read_text(encoding="utf-8")
        spans = re.findall(r"`([^`\n]+)`", text) + re.findall(r"^ {4,}(.+)$", text, re.MULTILINE)
        found += [(name, match.group()) for span in spans if (match := re.search(r"(?<![\w./-])clausewise( [a-z].*)", span))]
    return found


def test_every_command_and_only_those_that_exist_are_summed_up():
    assert None not in synopsis()
    assert set(synopsis()) == set(COMMANDS)


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_option_is_documented_and_exists(path):
    assert set(re.findall(r"--?[a-z][a-z-]*", synopsis()[path])) == options(COMMANDS[path])


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_and_option_has_its_help(path):
    command = COMMANDS[path]
    assert command.help
    assert all(parameter.help for parameter in command.params if parameter.name != "help")


@pytest.mark.parametrize(("name", "line"), written_commands(), ids=lambda value: value[:50])
def test_command_lines_in_the_documents_exist(name, line):
    path = command_of(line)
    assert path, f"{name} shows {line!r}"
    shown = line.split("  ")[0].split("#")[0]
    assert set(re.findall(r"(?<!\S)\[?(--[a-z][a-z-]*)", shown)) <= options(COMMANDS[path])


def test_the_settings_table_is_the_settings():
    rows = dict(re.findall(r"^\| `(CLAUSEWISE_\w+)` \| (.+?) \|", README, re.MULTILINE))
    assert list(rows) == [PREFIX + name.upper() for name in Settings.model_fields]
    for name, field in Settings.model_fields.items():
        shown = rows[PREFIX + name.upper()].strip("`")
        if field.default_factory is None:
            assert shown == ("none" if field.default is None else str(field.default)), name


def test_variables_that_are_named_exist():
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in DOCUMENTS:
        named = set(re.findall(r"CLAUSEWISE_[A-Z_0-9]+", (ROOT / name).read_text(encoding="utf-8")))
        assert named <= known, name


def test_make_targets_and_variables_that_are_named_exist():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)[1].split())
    for name in DOCUMENTS:
        for words in re.findall(r"(?:`|^ {4})make ([a-z].*?)(?:`|  |$)", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE):
            target, *rest = words.split("#")[0].split()
            assert target in targets, f"{name}: make {target}"
            for variable in [word.split("=")[0] for word in rest if "=" in word]:
                assert f"{variable} ?=" in makefile, f"{name}: {variable}"
    assert set(re.findall(r"make ([a-z]+)", makefile.split("\n\n")[0])) == targets - {"help"}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_that_are_linked_exist(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#\s]+)\)", text):
        if "://" not in link:
            assert (ROOT / name).parent.joinpath(link).is_file(), link


def test_paths_that_are_named_exist():
    folders = "bot|corpus|index|ui|evals|tests|docs"
    for name in ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        for path in re.findall(rf"`((?:{folders})/[\w./-]+)`", text):
            assert (ROOT / path).exists(), f"{name}: {path}"


def test_the_version_is_in_the_changelog():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert re.search(rf"^## {re.escape(version)}\b", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
