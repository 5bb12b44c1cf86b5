"""clausewise's side of the index bench. A program of its own, so that each figure is that of a fresh process.

    python -m evals.probe MODELS build PAGES DATA_DIR [--runtime onnx|onnx-int8|torch]    read, cut, embed and store all pages of a folder
    python -m evals.probe MODELS search DATA_DIR QUESTIONS [--seconds S] [--threads T]    the lines of a file, one after another; or for so long, by so many threads
    python -m evals.probe MODELS scale DATA_DIR PASSAGES                                  build from made-up texts and vectors

MODELS is the folder that exports of the embedding model are kept in.

Prints one JSON object.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import accumulate, cycle
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np

from corpus.documents import Block, BlockKind, Document
from corpus.sources import load_corpus
from evals.timing import folder_mb, peak_memory_mb, timed, times_json
from index.build import build_index
from index.content import gather
from index.embedders import Runtime, load_embedder
from index.embedding import Embedder, Vectors
from index.manifest import read_manifest
from index.opening import load_searcher, manifest_path
from index.search import Searcher

K: Final = 8
WORDS_A_PASSAGE: Final = 60
PASSAGES_A_DOCUMENT: Final = 200
SEED: Final = 20110125


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals.probe", description="One figure of the index, from a fresh process.")
    parser.add_argument("models", type=Path)
    commands = parser.add_subparsers(dest="command", required=True)
    build = commands.add_parser("build")
    build.add_argument("pages", type=Path)
    build.add_argument("data_dir", type=Path)
    build.add_argument("--runtime", default="onnx", choices=[one.value for one in Runtime])
    search = commands.add_parser("search")
    search.add_argument("data_dir", type=Path)
    search.add_argument("questions", type=Path)
    search.add_argument("--seconds", type=float)
    search.add_argument("--threads", type=int, default=1)
    scale = commands.add_parser("scale")
    scale.add_argument("data_dir", type=Path)
    scale.add_argument("passages", type=int)
    options = parser.parse_args(argv)
    if options.command == "build":
        embedder = load_embedder(runtime=Runtime(options.runtime), kept=options.models)
        result = {"runtime": options.runtime, **build_pages(options.pages, options.data_dir, embedder)}
    elif options.command == "scale":
        result = build_made_up(options.data_dir, options.passages, load_embedder(runtime=Runtime.ONNX, kept=options.models))
    else:
        questions = options.questions.read_text(encoding="utf-8").splitlines()
        opened, opening_s = timed(lambda: opened_index(options.data_dir, options.models))
        opened.search(questions[0], K)
        found = (
            search_each(opened, questions)
            if options.seconds is None
            else search_for(opened, questions, options.seconds, options.threads)
        )
        result = {"opening_ms": round(opening_s * 1000, 1), **found, "peak_memory_mb": peak_memory_mb()}
    sys.stdout.write(f"{json.dumps(result)}\n")
    return 0


def build_pages(pages: Path, data_dir: Path, embedder: Embedder) -> dict[str, Any]:
    """Build an index of a folder of pages; ``seconds`` begin when the model is loaded. ``bare_s`` is what embedding the same passages takes and nothing else."""
    _, loading = timed(lambda: (importlib.import_module("langchain_chroma"), embedder.embed(["one sentence"])))
    started = time.perf_counter()
    documents = load_corpus([pages])
    read = time.perf_counter()
    report = build_index(documents, data_dir, embedder)
    done = time.perf_counter()
    texts = [entry.text for entry in gather(documents)]
    _, bare = timed(lambda: embedder.embed(texts))
    again, refresh = timed(lambda: build_index(documents, data_dir, embedder))
    return {
        "seconds": round(done - started, 2),
        "reading_s": round(read - started, 2),
        "loading_s": round(loading, 2),
        "bare_s": round(bare, 2),
        "refresh_s": round(refresh, 2),
        "pieces": report.passages,
        "embedded_again": again.embedded,
        "characters": sum(len(text) for text in texts),
        "peak_memory_mb": peak_memory_mb(),
        "disk_mb": folder_mb(data_dir / "index"),
    }


def build_made_up(data_dir: Path, count: int, real: Embedder) -> dict[str, Any]:
    """Build an index of so many passages of made-up words, with made-up vectors."""
    documents = {document.id: document for document in made_up_documents(count)}
    report, seconds = timed(lambda: build_index(documents, data_dir, MadeUpVectors(real)))
    index = data_dir / "index"
    stored = sum(folder_mb(folder) for folder in index.glob("*/chroma"))
    return {
        "passages": report.passages,
        "seconds": round(seconds, 1),
        "peak_memory_mb": peak_memory_mb(),
        "disk_mb": folder_mb(index),
        "of_which_chroma_mb": round(stored, 1),
    }


def opened_index(data_dir: Path, models: Path) -> Searcher:
    """The index in a data directory, whatever it was built from; questions are embedded by the packaged model."""
    root = data_dir / "index"
    return load_searcher(root, read_manifest(manifest_path(root)), load_embedder(runtime=Runtime.ONNX, kept=models))


def search_each(opened: Searcher, questions: Sequence[str]) -> dict[str, Any]:
    """The time of each question."""
    return times_json([timed(lambda question=question: opened.search(question, K))[1] for question in questions])  # type: ignore[misc]


def search_for(opened: Searcher, questions: Sequence[str], seconds: float, threads: int) -> dict[str, Any]:
    """How many questions are answered in so many seconds by threads that share one index."""
    until = time.perf_counter() + seconds

    def work(first: int) -> int:
        asked = 0
        for question in cycle([*questions[first:], *questions[:first]]):
            if time.perf_counter() >= until:
                break
            opened.search(question, K)
            asked += 1
        return asked

    with ThreadPoolExecutor(threads) as pool:
        total = sum(pool.map(work, range(threads)))
    return {"threads": threads, "questions": total, "per_second": round(total / seconds, 1)}


class MadeUpVectors:
    """Random directions for passages, which a build embeds many at a time; a question alone goes to the real model, so that its time counts."""

    def __init__(self, real: Embedder) -> None:
        self._real = real
        self.name = "made up"
        self.sha256 = "0" * 64
        self.dimensions = real.dimensions

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed n texts: shape (n, dimensions), float32, every row of length 1."""
        if len(texts) == 1:
            return self._real.embed(texts)
        rows = np.stack([np.random.default_rng(crc32(text.encode())).standard_normal(self.dimensions) for text in texts])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def made_up_documents(count: int) -> Iterator[Document]:
    """Documents with so many passages in all, of words that are as unlike in frequency as those of a language (Zipf's law)."""
    rng = np.random.default_rng(SEED)
    for first in range(0, count, PASSAGES_A_DOCUMENT):
        texts = []
        for number in range(first, min(first + PASSAGES_A_DOCUMENT, count)):
            drawn = np.minimum(rng.zipf(1.3, WORDS_A_PASSAGE), 50_000)
            texts.append(f"Passage {number}: " + " ".join(_word(int(one)) for one in drawn) + ".")
        starts = accumulate((len(text) + 2 for text in texts), initial=0)
        blocks = tuple(Block(BlockKind.PARAGRAPH, at, at + len(text)) for at, text in zip(starts, texts, strict=False))
        yield Document(f"made-{first}", f"Made {first}", "\n\n".join(texts), blocks, cleaner="made up")


def _word(number: int) -> str:
    """A word for a number: syllables, so that words have the lengths that words have."""
    syllables = ("la", "ter", "sen", "mi", "ro", "ck", "du", "ven", "pa", "sti")
    return "".join(syllables[int(digit)] for digit in str(number))


if __name__ == "__main__":
    sys.exit(main())
