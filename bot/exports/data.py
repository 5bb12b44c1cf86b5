"""The JSON file: what the command line prints, one object for one review, a list for several."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from bot.contract import review_json
from bot.exports.report import at_least_one
from bot.reviewing.findings import Review


class JsonExporter:
    """Everything, for other programs (schema "clausewise/1")."""

    key = "json"
    suffix = ".json"
    media_type = "application/json"
    label = "JSON"

    def export(self, reviews: Sequence[Review], originals: Mapping[str, bytes] | None = None) -> bytes:  # noqa: ARG002 - only Word uses them
        """One object, or a list of several, in the contract's order of fields."""
        shown = [review_json(review) for review in at_least_one(reviews)]
        return (json.dumps(shown[0] if len(shown) == 1 else shown, ensure_ascii=False, indent=2) + "\n").encode()
