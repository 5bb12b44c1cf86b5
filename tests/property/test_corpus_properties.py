"""Rules without exceptions: canonical text is a fixed point, offsets hold, nothing is lost."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.canonical import canonical, clean
from corpus.documents import Block, BlockKind, Document
from corpus.passages import split_passages
from corpus.readers import read_bytes
from corpus.sentences import split_sentences

_LAWLIKE = st.lists(
    st.sampled_from(
        [
            "Any",
            "person",
            "who",
            "recruits",
            "is",
            "guilty.",
            "s.",
            "3(1)",
            "No.",
            "30",
            "(a)",
            "(b)",
            ";",
            ",",
            ":",
            "\u201c",
            "\u201d",
            "(",
            ")",
            "[",
            "]",
            "1.",
            "12A.",
            "Article",
            "5",
            "U.S.",
            "The",
            "\n",
            "\n\n",
            "#",
            "-",
            "e.g.",
            "\xa0",
            "\u2019",
            "|",
            "*",
            "!",
            "?",
        ]
    ),
    max_size=60,
).map(" ".join)
_TEXT = st.one_of(
    _LAWLIKE,
    st.text(max_size=200),
    st.text(alphabet="a\u0301e\u0323\u1100\u1161\u11a8 \r\n\t\u00ad\u200b\u0915\u094d\u09c7\u09be", max_size=60),
)

_PRINTABLE = st.one_of(
    _LAWLIKE, st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\r\t"), max_size=200)
)


@given(st.text(max_size=300) | st.text(alphabet=st.characters(min_codepoint=0, max_codepoint=0x10FFFF), max_size=100))
def test_canonical_is_a_fixed_point(text: str) -> None:
    once = canonical(text)
    assert canonical(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "\r" not in once
    assert "\t" not in once
    once.encode()


@given(_TEXT)
def test_offsets_of_cleaning_go_up_and_hold(text: str) -> None:
    cleaned = clean(text)
    offsets = [cleaned.offset(at) for at in range(len(cleaned.text))]
    assert offsets == sorted(offsets)
    for at, offset in enumerate(offsets):
        raw = text[offset]
        behind = text[offset + 1 : offset + 8]  # marks that were composed with it; removed characters may stand between
        assert raw == cleaned.text[at] or not raw.isascii() or raw in "\t\r\x0b\x0c" or any(map(unicodedata.combining, behind))


@given(_TEXT)
def test_sentences_lose_nothing_and_do_not_overlap(text: str) -> None:
    spans = split_sentences(text)
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text)
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@settings(deadline=None)
@given(_PRINTABLE, st.sampled_from(["a.txt", "a.md", "a.html"]))
def test_readers_give_canonical_text_with_blocks_and_segments_in_order(text: str, name: str) -> None:
    data = f"Any person. {text}".encode("utf-8", errors="ignore")
    reading = read_bytes(data, name)
    document = reading.document
    assert canonical(document.text) == document.text
    at = 0
    for block in document.blocks:
        assert not document.text[at : block.start].strip()
        assert document.text[block.start : block.end].strip()
        at = block.end
    assert at == len(document.text)
    last = 0
    for segment in reading.source_map.segments:
        assert last <= segment.start < segment.end <= len(document.text)
        assert not document.text[last : segment.start].strip()
        last = segment.end


@given(_PRINTABLE)
def test_plain_text_keeps_all_its_words(text: str) -> None:
    source = f"Any person. {text}"
    words = canonical(source.encode("utf-8", errors="ignore").decode()).split()
    kept = read_bytes(source.encode("utf-8", errors="ignore"), "a.txt").document.text.split()
    assert [word for word in kept if set(word) != {"#"}] == [word for word in words if set(word) != {"#"}]


@given(st.lists(_LAWLIKE.filter(str.strip), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_passages_cover_every_block_that_is_no_heading(parts: list[str], chance: object) -> None:
    kinds = list(BlockKind)
    text, blocks = "", []
    for index, part in enumerate(parts):
        words = " ".join(part.split())
        start = len(text)
        text += words
        blocks.append(Block(kinds[(len(part) + index) % len(kinds)], start, len(text), index % 3 + 1))
        text += "\n\n"
    document = Document("d", "D", text, tuple(blocks))
    passages = split_passages(document)
    covered = {at for passage in passages for at in range(passage.start, passage.end)}
    for block in blocks:
        if block.kind is not BlockKind.HEADING:
            assert all(at in covered for at in range(block.start, block.end) if not text[at].isspace())
    assert all(one.end <= two.start for one, two in pairwise(passages))
