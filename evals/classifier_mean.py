"""The mean of classifiers that come from one another, put in place of the one of the register that is set.

    python -m evals.classifier_mean FOLDER SHARE [FOLDER SHARE ...]

``SHARE`` is how much each counts; the last is the newest. ``index.training.mean_classifier`` says why one would.
"""

from __future__ import annotations

import sys
from pathlib import Path

from bot.service import register_path
from bot.settings import load_settings
from index.classifier import OnnxClassifier, classifier_folder
from index.encoders import encoder_of
from index.training import mean_classifier


def main() -> None:
    """Read the arguments and put the mean in place."""
    folders, shares = sys.argv[1::2], sys.argv[2::2]
    if not shares or len(folders) != len(shares):
        raise SystemExit(
            "name folders of classifiers, each with its share: python -m evals.classifier_mean FOLDER SHARE [FOLDER SHARE ...]"
        )
    models = [(OnnxClassifier(Path(folder)), float(share)) for folder, share in zip(folders, shares, strict=True)]
    base = encoder_of(models[-1][0].card.base)
    card = mean_classifier(models, base, classifier_folder(register_path(load_settings())))
    sys.stdout.write(f"the mean of {len(models)} classifiers, sha256 {card.model_sha256}\n")


if __name__ == "__main__":
    main()
