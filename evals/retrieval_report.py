"""What was measured of the index, as a page with tables and a plot: ``evals/RETRIEVAL.md``, made by the bench and never by hand."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from index.errors import DataError

Json = dict[str, Any]
Row = Sequence[object]

WAYS: Final = {
    "plain bm25s": "BM25 as its library gives it (the baseline)",
    "stock": "LangChain's stock pipeline (the other baseline)",
    "lexical": "BM25 over words",
    "dense": "vectors",
    "fused": "**fused: words, pairs of words, vectors (the default)**",
    "reranked": "fused, the first 20 read again by the reranker",
}
RUNTIMES: Final = {
    "onnx": "clausewise, `onnx` (the default)",
    "onnx-int8": "clausewise, `onnx-int8`",
    "torch": "clausewise, `torch`",
}
STOCK: Final = "LangChain's stock pipeline"


def write_report(result: Json, path: Path) -> None:
    """Write the page, and beside it the plot (same name, ``.svg``).

    Raises:
        DataError: matplotlib is not installed.
    """
    plotted = path.with_suffix(".svg")
    path.write_text(report(result, plotted.name), encoding="utf-8")
    _plot(result, plotted)


def report(result: Json, plot: str) -> str:
    """The page as Markdown; what was not measured is left out, or says why."""
    machine = result["machine"]
    head = [
        "# Finding passages: quality and speed",
        _made_by(machine),
        f"![Quality and time of each way of searching, and time by the number of passages]({plot})",
    ]
    parts = [_quality(result), _build(result), _cold(result), _warm(result), _scale(result)]
    return "\n\n".join([*head, *(part for part in parts if part)]) + "\n"


def _made_by(machine: Json) -> str:
    return (
        "Made by `python -m evals.bench --bench FOLDER --report evals/RETRIEVAL.md`; not to be edited by hand. "
        f"Version {machine['version']}, revision {(machine['git_revision'] or 'unknown')[:10]}, Python {machine['python']}, "
        f'{machine["cores"]} cores, no GPU. Where it says "times faster", both were measured in this run.'
    )


def _quality(result: Json) -> str:
    found = result.get("retrieval")
    if found is None or _is_left_out(found):
        return _left_out("Quality", found)
    rows = [
        [WAYS[way], *(_estimate(figures[name]) for name in ("recall", "map", "ndcg")), *_times(figures["latency"])]
        for way, figures in found["settings"].items()
    ]
    base, best = found["settings"]["plain bm25s"], found["settings"]["fused"]
    gains = ", ".join(
        f"{word} {best[name]['value'] - base[name]['value']:+.3f}" for word, name in (("Recall@10", "recall"), ("MAP@10", "map"))
    )
    eight = result.get("retrieval_int8", {}).get("settings")
    loss = (
        ""
        if not eight
        else "\n\nWith vectors of 8 bits (`CLAUSEWISE_EMBEDDING_RUNTIME=onnx-int8`): "
        + "; ".join(f"{way} {_plain(eight[way]['recall'])} and {_plain(eight[way]['map'])}" for way in ("dense", "fused"))
        + " (Recall@10 and MAP@10)."
    )
    return (
        "## Quality\n\n"
        f"ObliQA, development half: {found['queries']:,} questions to {found['passages']:,} passages of financial regulation, "
        "95% intervals, one question after another, the question's embedding included.\n\n"
        + _table(["", "Recall@10", "MAP@10", "nDCG@10", "p50 ms", "p95 ms"], rows)
        + f"\n\nThe default against plain BM25: {gains}. It is the default because nothing else is as good at its price: reading the first twenty again "
        "costs many times the whole search and moves the measures by less than a point. Answers have a reader of their own anyway (the evidence model), "
        "so a reranker is used where a person looks through a list: `clausewise search --rerank`, and clauses that are near to an element without criteria."
        + loss
    )


def _build(result: Json) -> str:
    found = result.get("build")
    if found is None or _is_left_out(found):
        return _left_out("Building", found)
    stock = found["stock_pipeline"]
    rows: list[Row] = [
        [
            RUNTIMES[name],
            f"{found[name]['seconds']:.1f}",
            found[name]["pieces"],
            found[name]["passages_per_second"],
            f"{found[name]['share_of_bare_model']:.0%}" if found[name]["share_of_bare_model"] else "",
            found[name]["peak_memory_mb"],
            found[name]["disk_mb"],
            found.get("ratios", {}).get(f"{name}_times_faster", ""),
        ]
        for name in RUNTIMES
    ]
    if "seconds" in stock:
        rate = round(stock["pieces"] / stock["seconds"], 1)
        rows.append([STOCK, f"{stock['seconds']:.1f}", stock["pieces"], rate, "", stock["peak_memory_mb"], stock["disk_mb"], 1])
    return (
        "## Building\n\n"
        "92 pages of guidance, from files to an index that was read back; the seconds begin when the model is loaded. Pieces differ: passages follow the text's structure, "
        'the stock splitter cuts every 1,000 characters with 200 of overlap. "Of the bare model": the time that embedding the same passages takes and nothing else, by the time of the build.\n\n'
        + _table(["", "seconds", "pieces", "pieces/s", "of the bare model", "memory MB", "disk MB", "times faster"], rows)
        + f"\n\nA build in which nothing changed: {found['onnx']['refresh_s']:.2f} s."
        + _why_not(stock)
    )


def _cold(result: Json) -> str:
    found = result.get("cold_start")
    if found is None or _is_left_out(found):
        return _left_out("Cold start", found)
    names = {
        "ask": "`clausewise ask`, with its answer",
        "search": "`clausewise search`",
        "stock_pipeline": f"{STOCK}, a bare search",
    }
    rows = [
        [words, *_times(found[name]), found[name]["n"], found.get("ratios", {}).get(f"{name}_times_faster", 1)]
        for name, words in names.items()
        if "p50_ms" in found[name]
    ]
    return (
        "## Cold start\n\nFrom the shell to the last line of output, in a new process, the index being built.\n\n"
        + _table(["", "p50 ms", "p95 ms", "n", "times faster"], rows)
        + f"\n\nThe very first question on a machine, with the export of the model and the building of the index: {found['first_ever_s']:.1f} s."
        + _why_not(found["stock_pipeline"])
    )


def _warm(result: Json) -> str:
    found = result.get("warm_search")
    if found is None or _is_left_out(found):
        return _left_out("Warm search", found)
    ours, stock = found["fused"], found["stock_pipeline"]
    rows: list[Row] = [["clausewise, fused", *_times(ours), ours["n"], found.get("ratios", {}).get("fused_times_faster", "")]]
    if "p50_ms" in stock:
        rows.append([STOCK, *_times(stock), stock["n"], 1])
    return "## Warm search\n\nThe same pages, one question after another.\n\n" + _table(
        ["", "p50 ms", "p95 ms", "n", "times faster"], rows
    )


def _scale(result: Json) -> str:
    found = result.get("scale")
    if found is None or _is_left_out(found):
        return _left_out("By size", found)
    rows = [
        [
            f"{int(size):,}",
            f"{one['build']['seconds']:.1f}",
            one["build"]["peak_memory_mb"],
            one["build"]["disk_mb"],
            one["search"]["opening_ms"],
            *_times(one["search"]),
            *one["per_second"].values(),
        ]
        for size, one in found.items()
    ]
    rates = list(next(iter(found.values()))["per_second"])
    heads = [
        "passages",
        "build s",
        "memory MB",
        "disk MB",
        "opening ms",
        "p50 ms",
        "p95 ms",
        *(f"queries/s, {rate}" for rate in rates),
    ]
    return (
        "## By size\n\nMade-up passages of 60 words with made-up vectors, so that all but the model is measured when building; questions are embedded by the real model. Memory is the most "
        "that the building process held.\n\n" + _table(heads, rows)
    )


def _plot(result: Json, path: Path) -> None:
    if importlib.util.find_spec("matplotlib") is None:
        raise DataError("matplotlib is not installed", where=str(path), hint="pip install --group bench")
    matplotlib = importlib.import_module("matplotlib")
    figure_module = importlib.import_module("matplotlib.figure")
    with matplotlib.rc_context({"svg.hashsalt": "clausewise", "font.size": 9}):
        figure = figure_module.Figure(figsize=(9, 3.4), layout="constrained")
        left, right = figure.subplots(1, 2)
        for way, figures in result.get("retrieval", {}).get("settings", {}).items():
            x, y = figures["latency"]["p50_ms"], figures["recall"]["value"]
            left.plot(x, y, "o", color="#1f4e79")
            left.annotate(way, (x, y), xytext=(5, 4), textcoords="offset points")
        left.set(
            xscale="log", xlabel="milliseconds a question (median)", ylabel="Recall@10", title="Quality and time, ObliQA dev"
        )
        left.margins(x=0.3, y=0.15)
        sizes = {int(size): one["search"] for size, one in result.get("scale", {}).items() if size.isdigit()}
        for name, words, style in (("p50_ms", "median", "o-"), ("p95_ms", "95th percentile", "s--")):
            right.plot(list(sizes), [one[name] for one in sizes.values()], style, label=words, color="#1f4e79")
        right.set(xscale="log", xlabel="passages", ylabel="milliseconds a question", title="Time by size", ylim=(0, None))
        right.legend()
        figure.savefig(path, metadata={"Date": None})


def _is_left_out(found: Json) -> bool:
    """Whether a stage has a reason in the place of figures; retrieval lists ways that were left out under the same name."""
    return isinstance(found.get("skipped"), str)


def _left_out(title: str, found: Json | None) -> str:
    return "" if found is None else f"## {title}\n\nNot measured: {found['skipped']}."


def _why_not(stock: Json) -> str:
    return f"\n\nThe stock pipeline was not measured: {stock['skipped']}." if _is_left_out(stock) else ""


def _times(times: Json) -> list[str]:
    return [f"{times['p50_ms']:.1f}", f"{times['p95_ms']:.1f}"]


def _plain(estimate: Json) -> str:
    return f"{estimate['value']:.3f}"


def _estimate(estimate: Json) -> str:
    return f"{estimate['value']:.3f} ({estimate['low']:.3f} to {estimate['high']:.3f})"


def _table(heads: Sequence[str], rows: Iterable[Row]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
