"""What the evidence model is told of a sentence, with what it hangs on; and what meets a term in one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.answering.lexicon import load_lexicon
from bot.answering.pool import TOLD_BEFORE, TOLD_ITEMS, SentencePool
from bot.answering.question import QuestionReader
from bot.answering.reasons import reasons_behind
from bot.answering.select import SAME, strength_of
from bot.answering.words import words
from corpus.documents import Block, BlockKind, Document
from corpus.passages import Passage, split_passages
from tests.support.asking import fireworks, register

LEAD = "The judge may order him to:"
BARE = ("leave the home", "hand over firearms", "pay rent")
STOPPED = ("leave the home;", "hand over firearms; and", "pay rent.")
AFTER = ("Judges should give reasons.", "They should do so in writing.")


def pool_of(*lines, items=()):
    """A document of a line each; ``items`` stand in a list of the file."""
    text = "\n\n".join(lines)
    kinds = [BlockKind.LIST_ITEM if line in items else BlockKind.PARAGRAPH for line in lines]
    starts = [text.index(line) for line in lines]
    blocks = (
        tuple(Block(kind, start, start + len(line)) for kind, start, line in zip(kinds, starts, lines, strict=True))
        if items
        else ()
    )
    document = Document("orders", "Orders", text, blocks)
    passages = split_passages(document)
    pool = SentencePool({document.id: document}, passages, register(fireworks()[0]), load_lexicon(), None)
    return pool, {sentence.text: sentence for sentence in pool.candidates(passages)}


@pytest.mark.parametrize("items", [BARE, STOPPED, (*BARE[:2], "pay rent."), (*STOPPED[:2], "pay rent")])
@pytest.mark.parametrize("after", [(), AFTER, ("The police may order him to:", "stay away;", "call in weekly.")])
def test_what_the_file_lists_after_a_lead_in_is_an_enumeration(items, after):
    pool, sentences = pool_of("Courts should be open.", LEAD, *items, *after, items=items)
    for one in (LEAD, *items):
        assert tuple(s.text for s in pool.enumeration(sentences[one])) == (LEAD, *items)
    assert pool.enumeration(sentences["Courts should be open."]) == ()
    for other in after:
        assert LEAD not in [s.text for s in pool.enumeration(sentences[other])]


def test_without_a_list_in_the_file_an_enumeration_goes_on_to_a_full_stop():
    pool, sentences = pool_of(LEAD, *STOPPED, *AFTER)
    for one in (LEAD, *STOPPED):
        assert tuple(s.text for s in pool.enumeration(sentences[one])) == (LEAD, *STOPPED)
    assert pool.enumeration(sentences[AFTER[0]]) == ()


def test_an_item_is_told_with_its_lead_in_and_a_lead_in_with_its_items():
    pool, sentences = pool_of(LEAD, *STOPPED)
    assert pool.told(sentences["pay rent."]).split(" | ")[:2] == ["pay rent.", LEAD]
    assert pool.told(sentences[LEAD]).split(" | ")[:2] == [LEAD, " ".join(STOPPED)]


def test_what_a_sentence_hangs_on_is_told_in_whole_words_up_to_a_length():
    long = tuple(
        f"pay for the {word} of her children every month;"
        for word in ("schooling", "clothing", "lodging", "travel", "food", "care")
    )
    pool, sentences = pool_of(LEAD, *long, "pay rent.")
    told = pool.told(sentences[LEAD]).split(" | ")[1]
    assert len(told) <= TOLD_ITEMS
    assert " ".join(long).startswith(f"{told} ")
    before = "A judge who hears a case of this kind should " + "carefully and patiently " * 8 + "ask for the reasons."
    pool, sentences = pool_of(f"{before} He should record them.")
    told = pool.told(sentences["He should record them."]).split(" | ")[1]
    assert len(told) <= TOLD_BEFORE
    assert before.startswith(f"{told} ")


def test_a_sentence_that_hangs_on_nothing_is_told_alone():
    pool, sentences = pool_of("Courts should be open. Judges should give reasons.")
    assert pool.told(sentences["Judges should give reasons."]) == "Judges should give reasons. | Orders"


KALDOR = "In 2010, Kaldor set up courts in all of its districts."
BENCH = "Each bench has three members."


@pytest.mark.parametrize(
    ("lines", "names", "told"),
    [
        ((f"{KALDOR} {BENCH}",), (("kaldor",),), KALDOR),
        ((f"{KALDOR} {BENCH}",), (("ostmark",),), None),
        ((f"{KALDOR} {BENCH}",), (), None),
        ((f"{KALDOR} Ostmark has none. {BENCH}",), (("kaldor",),), None),
        ((f"{KALDOR} In the UK, courts differ. {BENCH}",), (("kaldor",),), None),
        ((f"{KALDOR} Judges sit daily. {BENCH}",), (("kaldor",),), KALDOR),
    ],
    ids=["the name asked for", "another name", "no name", "another name between", "capitals between", "nothing between"],
)
def test_a_sentence_without_a_name_is_told_with_the_one_that_bears_the_name_asked_for(lines, names, told):
    pool, sentences = pool_of(*lines)
    parts = pool.told(sentences[BENCH], names).split(" | ")
    assert parts[0] == BENCH
    assert (told in parts) is (told is not None)


def test_a_sentence_that_leans_is_told_with_the_name_and_with_the_one_before():
    pool, sentences = pool_of(f"{KALDOR} {BENCH} They sit daily.")
    assert pool.told(sentences["They sit daily."], (("kaldor",),)).split(" | ")[1] == f"{KALDOR} {BENCH}"


def test_a_sentence_with_a_name_of_its_own_is_told_alone():
    pool, sentences = pool_of(f"{KALDOR} Each bench in Ostmark has two members.")
    told = pool.told(sentences["Each bench in Ostmark has two members."], (("kaldor",),))
    assert KALDOR not in told


def met(asked, text, **around):
    """How far a sentence, which is the whole of its page, meets the place that is asked about."""
    pool, sentences = pool_of(text)
    (term,) = (t for t in QuestionReader(load_lexicon(), frozenset()).part(f"Is it so in the {asked} case?").terms if t.entity)
    return strength_of(term, sentences[text], replace(pool.surroundings(sentences[text]), **around))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("Kenyan", "The register of Kenya is open."),
        ("Kenya", "The Kenyan register is open."),
        ("Dutch", "The register of the Netherlands is open."),
        ("African", "The Kenyan register is open."),
        ("UK", "The British register is open."),
        ("Africa", "The African register is open."),
        ("African", "Registers in Africa are open."),
        ("Scandinavia", "The Scandinavian register is open."),
        ("Europe", "The European register is open."),
        ("South African", "The register of South Africa is open."),
        ("New Zealand", "New Zealanders keep an open register."),
        ("Kazakhstan", "The Kazakhstani register is open."),
    ],
)
def test_a_place_is_met_by_what_belongs_to_it_and_the_other_way_round(asked, text):
    assert met(asked, text) == (SAME, SAME)


def test_a_place_is_not_met_by_what_belongs_to_another():
    assert met("Kenyan", "The Nigerian register is open.") == (0, 0)


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("USA", "Each state should have a unit of its own, and these should be united in a network."),
        ("United States", "The states should be united in a network."),
        ("Indian", "In Indiana, the register is open."),
        ("New Zealand", "A new law of Zealand opened the register."),
        ("United States", "Parties should be united: states may differ."),
        ("Dominica", "The Dominican Republic keeps a register."),
    ],
)
def test_a_place_is_not_met_by_words_that_are_only_like_its_names(asked, text):
    assert met(asked, text) == (0, 0)


def test_a_heading_names_no_country_by_words_that_stand_apart():
    headed = frozenset(word.stem for word in words("How states stay united"))
    assert met("United States", "The register is open to everyone who asks for it.", labels=headed) == (0, 0)


RULE = "Drafters should require a licence for the sale of rockets."
REASON = "Without licences, inspectors cannot find the sellers."


def behind(*lines, heading=False):
    """The texts of the reasons behind the first line; with ``heading`` the second stands under another one."""
    text = "\n\n".join(lines)
    document = Document("orders", "Orders", text)
    starts = [text.index(line) for line in lines]
    passages = tuple(
        Passage(f"orders#p{at}", document.id, start, start + len(line), ("Duration",) if heading and at else ("Licences",))
        for at, (start, line) in enumerate(zip(starts, lines, strict=True))
    )
    pool = SentencePool({document.id: document}, passages, register(fireworks()[0]), load_lexicon(), None)
    return tuple(sentence.text for sentence in reasons_behind(pool.sentences(passages[0])[0], pool))


@pytest.mark.parametrize(
    ("lines", "reasons"),
    [
        ((f"{RULE} {REASON}",), (REASON,)),
        ((RULE, REASON), (REASON,)),
        ((f"{RULE} {REASON} Furthermore, buyers will not know them.",), (REASON, "Furthermore, buyers will not know them.")),
        ((f"{RULE} {REASON} Buyers will not know them.",), (REASON,)),
        ((f"{RULE} {REASON} Also, sellers should be trained.",), (REASON,)),
        ((f"{RULE} (See: Trade Act, Art. 3, 2001) {REASON}",), (REASON,)),
        ((f"{RULE} For more information, see the sub-section on Trade. {REASON}",), (REASON,)),
        ((RULE, "Why it matters:", REASON), (REASON,)),
        ((f"{RULE} Inspectors should be able to enter a shop without a warrant.",), ()),
        ((f"{RULE} Since 2005, sellers have paid for it.",), ()),
        ((f"{RULE} Sellers like it very much. {REASON}",), ()),
        ((RULE,), ()),
    ],
    ids=[
        "next",
        "in the next paragraph",
        "going on",
        "not going on",
        "going on with a rule",
        "behind a source",
        "behind a pointer",
        "behind a label",
        "a rule",
        "a report",
        "something between",
        "nothing",
    ],
)
def test_the_reason_behind_a_sentence(lines, reasons):
    assert behind(*lines) == reasons


def test_under_another_heading_stands_no_reason():
    assert behind(RULE, REASON, heading=True) == ()
