"""The mean of evidence models that come from one another, put in place of the shipped one.

    python -m evals.evidence_mean PAIRS FOLDER SHARE [FOLDER SHARE ...]

``PAIRS`` is how many pairs they have learnt from in all, ``SHARE`` how much each counts. ``index.evidence_training.mean_evidence`` says why one would.
"""

from __future__ import annotations

import sys
from pathlib import Path

from evals.questions import load_pages
from index.evidence_model import packaged_evidence_model
from index.evidence_training import EvidencePlan, mean_evidence


def main() -> None:
    """Read the arguments and put the mean in place."""
    pairs, *rest = sys.argv[1:]
    models = {Path(folder): float(share) for folder, share in zip(rest[::2], rest[1::2], strict=True)}
    pages, sha256 = load_pages()
    learnt = [page for page in pages if not page.held_out]
    plan = EvidencePlan(len(learnt), sum(len(page.questions) for page in learnt), sha256, epochs=1)
    card = mean_evidence(models, plan, int(pairs), packaged_evidence_model())
    sys.stdout.write(f"the mean of {len(models)} models, sha256 {card.model_sha256}\n")


if __name__ == "__main__":
    main()
