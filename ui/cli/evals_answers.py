"""``clausewise evals answers`` and ``clausewise evals train``: the evidence model, measured and made."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.cli.options import AsJson
from ui.cli.output import console, print_json, print_text, progress_line, say

Data = Annotated[
    list[Path] | None,
    typer.Option(
        "--data",
        metavar="DIR",
        help="Pages (NAME.md) with questions (NAME.jsonl); may be given more than once; by default those that come with clausewise.",
        show_default=False,
    ),
]


def answers(data: Data = None, as_json: AsJson = False) -> None:
    """Measure how well sentences that answer are told from others, on pages held out from training: by words, with a reranker, with the evidence model."""
    from bot.answering.lexicon import load_lexicon
    from bot.contract import SCHEMA
    from bot.models import embedder_of, reranker_of
    from bot.service import register_path
    from bot.settings import load_settings
    from corpus.register import load_register
    from evals.answers import evaluate_answers, setting_json
    from index.evidence_model import load_evidence_model

    settings = load_settings()
    with progress_line() as progress:
        found = evaluate_answers(
            data,
            register=load_register(register_path(settings)),
            embedder=embedder_of(settings),
            model=load_evidence_model(settings.evidence_model),
            reranker=reranker_of(settings),
            progress=progress,
        )
    shipped = load_lexicon().weights.with_model
    figures = {"schema": SCHEMA, "threshold": shipped.threshold, "settings": [setting_json(one, shipped) for one in found]}
    if as_json:
        print_json(figures)
    else:
        from ui.cli.tables import answers_tables

        for shown in answers_tables(figures):
            console().print(shown)


def train(
    data: Data = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="DIR", help="Where the model goes; by default in place of the shipped one.", show_default=False
        ),
    ] = None,
    base: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="DIR",
            help="An evidence model to train further; by default the packaged reranker.",
            show_default=False,
        ),
    ] = None,
    epochs: Annotated[int, typer.Option(min=1, max=20, help="How often each pair is read.")] = 3,
) -> None:
    """Train the evidence model from questions to guidance pages. Needs the extra "rerank", and three quarters of an hour on two cores."""
    from bot.answering.lexicon import load_lexicon
    from bot.models import embedder_of
    from bot.service import register_path
    from bot.settings import load_settings
    from corpus.register import load_register
    from corpus.sources import load_corpus, shipped_guidance
    from evals.evidence_training import train_from
    from evals.questions import PageReader
    from index.evidence_model import packaged_evidence_model
    from index.reranking import packaged_reranker_folder

    settings = load_settings()
    embedder = embedder_of(settings)
    beside = tuple(load_corpus([shipped_guidance()]).values())
    reader = PageReader(load_lexicon(), load_register(register_path(settings)), embedder, beside=beside)
    card = train_from(
        data, out or packaged_evidence_model(), reader, base=base or packaged_reranker_folder(), epochs=epochs, progress=say
    )
    print_text(f"trained on {card.pairs} pairs of {card.questions} questions to {card.pages} pages, sha256 {card.model_sha256}")
