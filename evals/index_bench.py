"""Building, opening and searching the index beside LangChain's stock pipeline: each figure from a process of its own, both on the same texts with the same model.

The texts are the guidance pages of many subjects in ``datasets/evidence``, the questions theirs; both come with the project. Peers (the dependency group "bench") are installed for this alone;
without them their figures are skipped with the reason.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from evals.cases import datasets
from evals.questions import PAGES, load_pages
from evals.statistics import percentile
from evals.timing import ratio, timed, times_json
from index.errors import DataError

PEERS: Final = ("langchain_text_splitters", "langchain_huggingface")
SIZES: Final = (1, 1_000, 13_000, 100_000)
THREADS, PROCESSES, SECONDS = 8, 4, 5.0
QUESTIONS: Final = 200
COLD: Final = 5
"""Cold starts of each program, taken in turn."""

Json = dict[str, Any]


class Programs:
    """Runs the two programs, each call in a process of its own."""

    def __init__(self, folder: Path) -> None:
        """``folder``: for everything that is built; it is made, and empty at first."""
        folder.mkdir(parents=True)
        self.folder = folder
        self.models = folder / "models"
        self.pages = datasets() / PAGES
        self.questions = folder / "questions.txt"
        asked = [" ".join(one.question.split()) for page in load_pages([self.pages])[0] for one in page.questions]
        self.questions.write_text("\n".join(asked[:: max(len(asked) // QUESTIONS, 1)][:QUESTIONS]), encoding="utf-8")

    def ours(self, *arguments: object) -> Json:
        """What ``evals.probe`` prints."""
        return _run("evals.probe", self.models, *arguments)

    def stock(self, *arguments: object) -> Json:
        """What ``evals.stock`` prints.

        Raises:
            DataError: the peers are not installed.
        """
        missing = [name for name in PEERS if importlib.util.find_spec(name) is None]
        if missing:
            raise DataError(f"not installed: {', '.join(missing)}", where="evals.stock", hint="pip install --group bench")
        return _run("evals.stock", *arguments)


def build_figures(programs: Programs, or_reason: Callable[[Callable[[], Json]], Json]) -> Json:
    """Building from the same pages, with each runtime and by the stock pipeline; the seconds begin when the model is loaded."""
    result: Json = {
        runtime: programs.ours("build", programs.pages, programs.folder / runtime, "--runtime", runtime)
        for runtime in ("onnx", "onnx-int8", "torch")
    }
    for figures in result.values():
        figures["passages_per_second"] = round(figures["pieces"] / figures["seconds"], 1)
        figures["share_of_bare_model"] = ratio(figures["bare_s"], figures["seconds"])
    stock = or_reason(lambda: programs.stock("build", programs.pages, programs.folder / "stock"))
    if "seconds" in stock:
        ratios = {f"{name}_times_faster": ratio(stock["seconds"], figures["seconds"]) for name, figures in result.items()}
        result |= {"ratios": ratios}
    return result | {"stock_pipeline": stock}


def cold_figures(programs: Programs, or_reason: Callable[[Callable[[], Json]], Json]) -> Json:
    """A first question from a cold shell: ``clausewise ask`` with its answer, ``clausewise search``, and a bare search of the stock pipeline."""
    question = programs.questions.read_text(encoding="utf-8").splitlines()[0]
    data_dir = programs.folder / "shipped"
    ask = [sys.executable, "-m", "ui.cli", "ask", question, "--json", "--data-dir", str(data_dir)]
    search = [*ask[:3], "search", *ask[4:]]
    _, first = timed(lambda: _called(ask))  # exports the model and builds the index
    result: Json = {"first_ever_s": round(first, 2)}
    commands = {"ask": ask, "search": search}
    peer = or_reason(lambda: programs.stock("ask", programs.folder / "stock", question))
    if "found" in peer:
        commands["stock_pipeline"] = [sys.executable, "-m", "evals.stock", "ask", str(programs.folder / "stock"), question]
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(COLD):
        for name, command in commands.items():
            seconds[name].append(timed(lambda command=command: _called(command))[1])  # type: ignore[misc]
    result |= {name: times_json(taken) for name, taken in seconds.items()}
    if "stock_pipeline" not in seconds:
        return result | {"stock_pipeline": peer}
    middle = {name: percentile(taken, 50) for name, taken in seconds.items()}
    return result | {
        "ratios": {f"{name}_times_faster": ratio(middle["stock_pipeline"], middle[name]) for name in ("ask", "search")}
    }


def warm_figures(programs: Programs, or_reason: Callable[[Callable[[], Json]], Json]) -> Json:
    """Warm questions to the index of the same pages, one after another."""
    ours = programs.ours("search", programs.folder / "onnx", programs.questions)
    stock = or_reason(lambda: programs.stock("search", programs.folder / "stock", programs.questions))
    result: Json = {"fused": ours, "stock_pipeline": stock}
    if "p50_ms" in stock:
        result["ratios"] = {"fused_times_faster": ratio(stock["p50_ms"], ours["p50_ms"])}
    return result


def scale_figures(programs: Programs, sizes: Sequence[int] = SIZES) -> Json:
    """Building (with made-up vectors, so that the store and not the model is measured), opening and searching by the number of passages."""
    return {str(size): _scale(programs, size) for size in sizes}


def _scale(programs: Programs, size: int) -> Json:
    data_dir = programs.folder / f"made-up-{size}"
    built = programs.ours("scale", data_dir, size)
    alone = programs.ours("search", data_dir, programs.questions)
    rate = ("search", data_dir, programs.questions, "--seconds", SECONDS)
    one, threads = (programs.ours(*rate, "--threads", count) for count in (1, THREADS))
    return {
        "build": built,
        "search": alone,
        "per_second": {
            "1 thread": one["per_second"],
            f"{THREADS} threads": threads["per_second"],
            f"{PROCESSES} processes": _many(programs, rate),
        },
    }


def _many(programs: Programs, arguments: Sequence[object]) -> float:
    """Questions a second of several processes that search one index at once."""
    command = _command("evals.probe", programs.models, *arguments)
    running = [_started(command) for _ in range(PROCESSES)]
    total = 0.0
    for one in running:
        out, errors = one.communicate()
        total += float(_parsed(out, errors, one.returncode)["per_second"])
    return round(total, 1)


def _started(command: Sequence[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603 (our own program)


def _run(module: str, *arguments: object) -> Json:
    return _called(_command(module, *arguments))


def _command(module: str, *arguments: object) -> list[str]:
    return [sys.executable, "-m", module, *map(str, arguments)]


def _called(command: Sequence[str]) -> Json:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (our own programs)
    return _parsed(done.stdout, done.stderr, done.returncode)


def _parsed(out: str, errors: str, code: int) -> Json:
    if code != 0:
        last = errors.strip().splitlines()[-1] if errors.strip() else f"exit code {code}"
        raise DataError(f"a measured program failed ({last})", where="evals.index_bench")
    found: Json = json.loads(out)
    return found
