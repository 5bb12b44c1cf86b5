"""Texts of the Guidance page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GuidanceTexts:
    """The Guidance page."""

    nav: str = "Guidance"
    title: str = "Guidance"
    lead: str = "What answers quote and drafts are judged against: the texts as they were read, and the register drawn from them."
    tab_read: str = "Read"
    tab_register: str = "Register"
    tab_search: str = "Search"
    document: str = "Document"
    none: str = "No guidance is loaded. `clausewise corpus add FILE` adds a document."
    twin: str = "Says the same as a passage elsewhere, with small changes"
    quotes: str = "Words of the guidance it rests on"
    criteria: str = "How a draft is judged"
    no_criteria: str = "No criteria: a draft gets ranked candidates, and a person decides."
    looks_for: str = "Rules it looks for"
    narrowed: str = "What makes a rule cover less"
    decided: str = "The first of these that holds decides; else the verdict is missing"
    concepts: str = "Words it looks for"
    register_of: str = "Register {id}, version {version}: {recommendations}, {elements}."
    search: str = "Find passages"
    search_hint: str = "what is recommended about penalties"
    nothing_found: str = "Nothing found."


GUIDANCE = GuidanceTexts()
