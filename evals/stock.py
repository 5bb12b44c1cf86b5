"""What clausewise is measured against: LangChain's stock pipeline, as tutorials build it. A program of its own, so that a process holds one of the two.

    python -m evals.stock build PAGES STORE         split, embed and store all pages (.md) of a folder
    python -m evals.stock ask STORE QUESTION        find the nearest chunks for one question
    python -m evals.stock search STORE QUESTIONS    the same for the lines of a file, one after another
    python -m evals.stock retrieve CORPUS QUERIES STORE     build from a BEIR-style collection and search it: the passages for each query, best first

RecursiveCharacterTextSplitter, HuggingFaceEmbeddings with the packaged model, Chroma in a folder. Prints one JSON object. Needs the packages of the group "bench".
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from evals.retrieval import load_texts
from evals.timing import folder_mb, peak_memory_mb, timed, times_json
from index.embedding import packaged_folder

CHUNK_CHARACTERS, CHUNK_OVERLAP = 1000, 200
"""What tutorials give the splitter."""
K = 8
CHUNKS = 30
"""Asked for where passages are ranked: a passage may have several chunks among the nearest."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m evals.stock", description="LangChain's stock pipeline, to be measured.")
    commands = parser.add_subparsers(dest="command", required=True)
    for name, given in (
        ("build", ("pages", "store")),
        ("ask", ("store", "question")),
        ("search", ("store", "questions")),
        ("retrieve", ("corpus", "queries", "store")),
    ):
        command = commands.add_parser(name)
        for argument in given:
            command.add_argument(argument)
    options = parser.parse_args(argv)
    if options.command == "build":
        result = build(Path(options.pages), Path(options.store))
    elif options.command == "ask":
        result = ask(Path(options.store), options.question)
    elif options.command == "retrieve":
        result = retrieve(Path(options.corpus), Path(options.queries), Path(options.store))
    else:
        result = search(Path(options.store), Path(options.questions).read_text(encoding="utf-8").splitlines())
    sys.stdout.write(f"{json.dumps(result)}\n")
    return 0


def build(pages: Path, store: Path) -> dict[str, Any]:
    """Read, split, embed and store; ``seconds`` begin when the model is loaded."""
    started = time.perf_counter()
    from langchain_chroma import Chroma  # noqa: PLC0415 (what importing takes is measured)
    from langchain_core.documents import Document  # noqa: PLC0415
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # noqa: PLC0415

    embeddings = _embeddings()
    embeddings.embed_query("one sentence")
    loaded = time.perf_counter()
    texts = [Document(path.read_text(encoding="utf-8"), metadata={"source": path.name}) for path in sorted(pages.glob("*.md"))]
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_CHARACTERS, chunk_overlap=CHUNK_OVERLAP)
    chunks = splitter.split_documents(texts)
    Chroma.from_documents(chunks, embeddings, persist_directory=str(store))
    return {
        "seconds": round(time.perf_counter() - loaded, 2),
        "loading_s": round(loaded - started, 2),
        "pieces": len(chunks),
        "characters": sum(len(chunk.page_content) for chunk in chunks),
        "peak_memory_mb": peak_memory_mb(),
        "disk_mb": folder_mb(store),
    }


def ask(store: Path, question: str) -> dict[str, Any]:
    """The beginnings of the nearest chunks."""
    return {"found": [document.page_content[:80] for document in _opened(store).similarity_search(question, k=K)]}


def search(store: Path, questions: Sequence[str]) -> dict[str, Any]:
    """The time of each question, once the first has been asked to warm up."""
    opened = _opened(store)
    opened.similarity_search(questions[0], k=K)
    seconds = [timed(lambda question=question: opened.similarity_search(question, k=K))[1] for question in questions]  # type: ignore[misc]
    return {**times_json(seconds), "peak_memory_mb": peak_memory_mb()}


def retrieve(corpus: Path, queries: Path, store: Path) -> dict[str, Any]:
    """The ids of the passages whose chunks are nearest to each query, and the seconds that each took."""
    from langchain_chroma import Chroma  # noqa: PLC0415
    from langchain_core.documents import Document  # noqa: PLC0415
    from langchain_text_splitters import RecursiveCharacterTextSplitter  # noqa: PLC0415

    texts = [Document(text, metadata={"id": id_}) for id_, text in load_texts(corpus).items()]
    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK_CHARACTERS, chunk_overlap=CHUNK_OVERLAP)
    found = Chroma.from_documents(splitter.split_documents(texts), _embeddings(), persist_directory=str(store))
    rankings: dict[str, list[str]] = {}
    seconds = []
    for id_, text in load_texts(queries).items():
        chunks, took = timed(lambda text=text: found.similarity_search(text, k=CHUNKS))  # type: ignore[misc]
        rankings[id_] = list(dict.fromkeys(str(chunk.metadata["id"]) for chunk in chunks))
        seconds.append(took)
    return {"rankings": rankings, "seconds": seconds}


def _opened(store: Path) -> Any:
    from langchain_chroma import Chroma  # noqa: PLC0415

    return Chroma(persist_directory=str(store), embedding_function=_embeddings())


def _embeddings() -> Any:
    from langchain_huggingface import HuggingFaceEmbeddings  # noqa: PLC0415

    return HuggingFaceEmbeddings(model_name=str(packaged_folder()))


if __name__ == "__main__":
    sys.exit(main())
