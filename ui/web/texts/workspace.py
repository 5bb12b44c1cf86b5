"""Texts of signing in and of the page on what is kept."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignInTexts:
    """The page before all others, and the account beside them."""

    title: str = "Sign in"
    lead: str = (
        "This app answers questions from drafting guidance, every sentence tied to a quote, and reviews draft laws against it, clause by clause. "
        "Please sign in to use it."
    )
    kept: str = (
        "What you ask and upload is kept for you alone: other users cannot see it, and you can delete it at any time. "
        "Those who run the server can read what lies on it."
    )
    button: str = "Sign in"
    button_named: str = "Sign in with {provider}"
    signed_in: str = "Signed in as {name}"
    sign_out: str = "Sign out"
    open_to_others: str = "{path}: other users of this machine can read it, and it holds secrets; chmod 600 closes it"


@dataclass(frozen=True, slots=True)
class WorkspaceTexts:
    """The page on what is kept."""

    nav: str = "Your workspace"
    title: str = "Your workspace"
    lead: str = "What is kept of your work, where, and for how long. You can delete it here."
    conversations: str = "Conversations"
    reviews: str = "Reviews"
    files: str = "Files"
    size: str = "{count}, {size} in all"
    where: str = "Where"
    on_server: str = "On the server of this app. Other users cannot see it; those who run the server can."
    how_long: str = "For how long"
    for_ever: str = "Until you delete it."
    for_days: str = "Conversations and reviews go {days} after they were last used, files with their last review."
    known_as: str = "Known as"
    known_as_id: str = "{id} (by this name, those who run the server find what is yours)"
    unkept: str = "Nothing of your work is kept. It is gone when you close or reload this window."
    unkept_shared: str = "This app is reached from other machines, and nobody signs in. It could not tell one person from another, so it keeps nothing."
    not_kept: str = "Nothing is kept"
    delete: str = "Delete everything"
    delete_lead: str = (
        "This deletes all your conversations, reviews, files and what you said of findings, and empties this window. It cannot be undone. "
        "Files you have downloaded and cases you have added to a suite stay where they are."
    )
    replies: str = (
        "Replies of the chat model to drafts quote them, and are kept apart from this, without a name, in the data directory. "
        "CLAUSEWISE_CHAT_CACHE=false keeps none."
    )
    word: str = "delete"
    confirm: str = "To go on, type the word {word}"
    mistyped: str = "Nothing was deleted: the word typed is not {word}."
    button: str = "Delete everything I keep"
    deleted: str = "Everything that was kept of your work has been deleted."


SIGN_IN = SignInTexts()
WORKSPACE = WorkspaceTexts()
