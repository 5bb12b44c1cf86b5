"""A review as files of every kind, and all drafts of a session in one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from bot.exports import Exporter, exporters
from ui.web import desk, texts
from ui.web.components.draft_form import privacy
from ui.web.components.markup import plain_label
from ui.web.desk import Entry

_SEVERAL = ("xlsx", "html", "paper", "gaps", "md", "csv", "json")
"""What is offered for several drafts at once: all but the Word file, which is one drafter's own."""
_ALL = "drafts"


def draw_downloads(entry: Entry) -> None:
    """A button for each kind of file; each is made when it is first pressed."""
    st.caption(f"{plain_label(texts.REVIEW.downloads_lead)} {privacy()}")
    in_comment = st.radio(
        texts.REVIEW.gaps, [True, False], format_func=_gaps, horizontal=True, help=texts.REVIEW.gaps_help, key="gaps-in-comment"
    )
    stem = entry.name.rsplit(".", 1)[0] or entry.name
    _draw_buttons([entry.key], stem, list(exporters().values()), summary_comment=in_comment is not False)


def _gaps(in_comment: bool) -> str:
    return texts.REVIEW.gaps_comment if in_comment else texts.REVIEW.gaps_sheet


def draw_all_downloads(entries: Sequence[Entry]) -> None:
    """All drafts in one file, of the kinds that can hold several."""
    made = exporters()
    _draw_buttons([entry.key for entry in entries], _ALL, [made[name] for name in _SEVERAL])


def _draw_buttons(keys: Sequence[str], stem: str, kinds: Sequence[Exporter], *, summary_comment: bool = True) -> None:
    columns = st.columns(3)
    for index, exporter in enumerate(kinds):
        columns[index % 3].download_button(
            plain_label(exporter.label),
            data=partial(desk.exported, desk.desk(), tuple(keys), exporter.key, summary_comment=summary_comment),
            file_name=f"{stem}-review{exporter.suffix}",
            mime=exporter.media_type,
            on_click="ignore",
            icon=":material/download:",
            width="stretch",
            key=f"download-{stem if stem == _ALL else 'one'}-{exporter.key}",
        )
