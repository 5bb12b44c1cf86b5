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
    tab_add: str = "Add"
    none: str = "No guidance is loaded. `clausewise corpus add FILE` adds a document."

    # reading
    document: str = "Document"
    part: str = "Part of the text (1 to {total})"
    contents: str = "Contents"
    recommendations: str = "What it recommends"
    recommendations_hint: str = (
        "Highlighted words are those that a recommendation of the register rests on; ids lead from one to the other."
    )
    to_list: str = "{id}, to the list of recommendations"
    to_words: str = "{id}, to its words in the text"
    twin: str = "Says the same as a passage elsewhere, with small changes"
    pointers: str = "Pages it refers to"
    pointer_loaded: str = "loaded: {titles}"
    pointer_listed: str = "not loaded; it is in the list of pages to fetch"
    pointer_missing: str = "not loaded"
    pointers_hint: str = (
        "Answers and verdicts know nothing of a page that is not loaded. To load one, add its file, or put its address into the list of pages to fetch; "
        "both are under Add."
    )
    pointers_hint_shared: str = (
        "Answers and verdicts know nothing of a page that is not loaded. Whoever runs this app can add it."
    )

    # the reader
    reader: str = "In the guidance"
    reader_text: str = "Text of the guidance"
    read_quote: str = "Read it in its page"
    left_out: str = "… The page goes on; the whole of it is on the Guidance page."

    # the register
    quotes: str = "In the words of the guidance"
    show_words: str = "Show in the text"
    advice: str = "What would make it met"
    criteria: str = "How a draft is judged"
    criteria_detail: str = "In detail: the order of decision, the rules and the words it looks for"
    no_criteria: str = "No criteria: a draft gets ranked candidates, and a person decides."
    looks_for: str = "Rules it looks for"
    narrowed: str = "What makes a rule cover less"
    decided: str = "The first of these that holds decides; else the verdict is missing"
    concepts: str = "Words it looks for"
    register_of: str = "Register {id}, version {version}: {recommendations}, {elements}."
    does_it: str = "The draft has a rule that does this."
    does_it_whole: str = "The draft has a rule that does this, and nothing makes it cover less."
    covers_less: str = "The draft has such a rule, but it covers less:"
    does_part: str = "The draft has only a rule that does a part of it:"
    does_opposite: str = "The draft does the opposite:"
    unclear: str = "The draft has a rule that a person has to weigh:"
    none_of_these: str = "The draft has none of these rules."

    # searching
    search: str = "Find passages"
    search_hint: str = "what is recommended about penalties"
    nothing_found: str = "Nothing found."

    # adding and removing
    add: str = "Add documents"
    add_lead: str = "A document that you add is read, cut into passages and indexed. Questions are answered from it at once; drafts are judged by the register, which stays as it is."
    uploader: str = "Markdown, HTML, PDF, Word or text; several at once, up to 50 MB each"
    about: str = "What the file does not say of itself (optional)"
    about_title: str = "Title"
    about_title_help: str = "For one file. Left empty, the title is taken from the file."
    about_source: str = "Address of the page on the web"
    about_date: str = "Date on which it was last edited"
    about_publisher: str = "Publisher"
    about_module: str = "Module or series"
    about_module_help: str = "Pages of one module refer to each other by title."
    submit: str = "Add to the guidance"
    nothing_chosen: str = "Choose a file first."
    one_title: str = "A title is for one file: leave it empty, or add the files one by one."
    bad_source: str = "The address has to begin with http:// or https://."
    not_added: str = "Nothing was added"
    not_done: str = "The guidance is as it was"
    not_finished: str = "It stopped before it was done; the program's log says why."
    added: str = "Added “{title}”: {characters}, {passages}."
    replaced: str = "Replaced “{title}”: {characters}, {passages}."
    unchanged: str = "“{title}” was there already, word for word: {characters}, {passages}."
    found_at_once: str = "Questions find this from now on."
    own: str = "Added by you"
    own_none: str = "Nothing yet. What ships with clausewise is not listed here and cannot be removed."
    read: str = "Read"
    remove: str = "Remove"
    remove_sure: str = "It is deleted from this computer and from the index. Answers that quote it keep their quotes."
    remove_now: str = "Remove for good"
    removed: str = "Removed “{title}”."
    waiting: str = "{documents} on this computer not loaded yet: {names}."
    refresh: str = "Load and index"
    refreshed: str = "The guidance is loaded and indexed as it lies on this computer."
    shared: str = "This app is used by others as well, so its pages leave the guidance as it is. Whoever runs it adds guidance at the command line and starts it again:"
    shared_commands: str = "clausewise corpus add FILE...\nclausewise corpus fetch\nclausewise index build"

    # fetching
    fetch: str = "Fetch pages from the web"
    fetch_lead: str = "A list names pages with their addresses. They are fetched one at a time, with pauses, as each site's robots.txt allows, and never twice."
    page_loaded: str = "loaded"
    page_there: str = "fetched, not loaded yet"
    page_missing: str = "not fetched"
    fetch_now: str = "Fetch what is missing ({count})"
    fetch_again: str = "Fetch again what was fetched"
    fetched: str = "{fetched} fetched, {cached} there already."
    not_fetched: str = "Could not be fetched:"
    edit: str = "Edit the list"
    edit_label: str = "The list, in TOML"
    save: str = "Save the list"
    not_saved: str = "The list was not saved"


GUIDANCE = GuidanceTexts()
