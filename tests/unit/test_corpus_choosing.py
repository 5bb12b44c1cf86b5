import datetime as dt

import pytest

from corpus.choosing import Choice, chosen
from corpus.documents import Document
from corpus.errors import UnknownDocument


def document(id_, module=None, edited=None):
    return Document(id_, id_.title(), "Text.", module=module, last_edited=edited)


DOCUMENTS = {
    one.id: one
    for one in (
        document("old", "legislation", dt.date(2011, 1, 25)),
        document("new", "legislation", dt.date(2020, 6, 1)),
        document("other", "police", dt.date(2020, 6, 2)),
        document("undated", "police"),
    )
}


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice(), None),
        (Choice(ids=frozenset({"old", "undated"})), {"old", "undated"}),
        (Choice(modules=frozenset({"legislation"})), {"old", "new"}),
        (Choice(since=dt.date(2020, 6, 1)), {"new", "other"}),
        (Choice(until=dt.date(2020, 6, 1)), {"old", "new"}),
        (Choice(since=dt.date(2020, 6, 1), until=dt.date(2020, 6, 1)), {"new"}),
        (Choice(modules=frozenset({"police"}), since=dt.date(2000, 1, 1)), {"other"}),
        (Choice(ids=frozenset({"old"}), modules=frozenset({"police"})), set()),
    ],
)
def test_documents_meet_all_that_is_set(choice, expected):
    assert chosen(DOCUMENTS, choice) == expected


def test_what_no_document_has_is_an_error_that_names_what_there_is():
    with pytest.raises(UnknownDocument, match=r"older: there is no such document.*new, old, other, undated"):
        chosen(DOCUMENTS, Choice(ids=frozenset({"old", "older"})))
    with pytest.raises(UnknownDocument, match=r"Police: there is no such module.*legislation, police"):
        chosen(DOCUMENTS, Choice(modules=frozenset({"Police"})))
    with pytest.raises(UnknownDocument, match="no document names its module"):
        chosen({"x": document("x")}, Choice(modules=frozenset({"a"})))
