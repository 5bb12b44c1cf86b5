"""Norms: the reading rules of a careful lawyer, case by case, on drafts that have nothing to do with any shipped guidance."""

from __future__ import annotations

import pytest

from bot.reviewing.norms import Norm, defined_term
from corpus.criteria import Effect, Slot
from tests.support.laws import law, norms, words

BLAME = {Effect.OFFENCE, Effect.PENALTY, Effect.PROSECUTION, Effect.AGGRAVATION}
SHIELD = {Effect.IMMUNITY, Effect.DEFENCE, Effect.DISCRETION, Effect.LATER_RELIEF}

# what the sentence does: blame somebody, shield somebody, or neither
BLAMES = [
    "A person who dumps waste commits an offence.",
    "A person who dumps waste is guilty of an offence and liable to a fine.",
    "Whoever dumps waste shall be punished with imprisonment for two years.",
    "Dumping waste is an offence.",
    "Dumping waste is punishable by a fine.",
    "It is an offence to dump waste.",
    "It is unlawful for any person to dump waste.",
    "The dumping of waste is prohibited and is a crime.",
    "The court shall punish a person who dumps waste.",
    "A person who dumps waste may be fined.",
    "A person who dumps waste shall be liable to imprisonment for a term not exceeding two years.",
    "A person who dumps waste shall, on conviction, be sentenced to imprisonment.",
    "Where a person dumps waste, that person is liable to a fine.",
    "A child who dumps waste shall be prosecuted.",
    "A person who, knowing that it is forbidden, dumps waste, commits an offence.",
    "A person who dumps waste commits an offence whether or not harm is caused.",
    # denials that deny nothing, and double denials
    "A person who dumps waste shall be sentenced to imprisonment for not less than two years.",
    "A person who dumps waste without the consent of the owner commits an offence.",
    "A person who does not notify the authority commits an offence.",
    "A person who fails to notify the authority commits an offence.",
    "A licensee shall not be exempt from punishment for dumping waste.",
    "A licensee is not immune from prosecution for dumping waste.",
    "No licensee shall be exempt from prosecution for dumping waste.",
    "A person who dumps waste shall not be relieved from punishment.",
]
SHIELDS = [
    "A person who dumps waste does not commit an offence.",
    "A person who dumps waste is not guilty of an offence.",
    "A person who dumps waste commits no offence.",
    "A person who dumps waste incurs no penalty.",
    "Dumping waste is not an offence.",
    "It is not an offence to dump waste.",
    "It is lawful for a farmer to dump waste.",
    "A licensee shall not be prosecuted for dumping waste.",
    "A licensee must not be arrested, charged or detained for dumping waste.",
    "A licensee shall not be charged with, or convicted of, dumping waste.",
    "A licensee is immune from prosecution for dumping waste.",
    "A licensee is not criminally liable for dumping waste.",
    "A licensee shall neither be detained nor prosecuted for dumping waste.",
    "A licensee cannot be punished for dumping waste.",
    "No person shall be convicted of dumping waste.",
    "No licensee is liable to a fine for dumping waste.",
    "No licensee shall be prosecuted for dumping waste.",
    "No proceedings shall be brought against a licensee for dumping waste.",
    "Nothing in this Act shall make a licensee guilty of an offence.",
    "Neither a licensee nor a farmer shall be punished for dumping waste.",
    "The prosecutor shall not prosecute a licensee for dumping waste.",
    "The police must not arrest a licensee for dumping waste.",
    "The prosecutor may refrain from prosecuting a licensee.",
    "It is a defence for a licensee to prove that the waste was harmless.",
    "A court may vacate the conviction of a licensee.",
]
NEITHER = [
    "A person who has been convicted of dumping waste shall inform the authority.",
    "A person who had been charged with dumping waste shall be heard.",
    "The Minister may make regulations.",
    "The authority shall keep a register of waste.",
    "There is established a Waste Agency.",
    "This Act is the Waste Act.",
    "This Act seeks to make the dumping of waste an offence.",
    "The purpose of this Act is to punish a person who dumps waste.",
    "“Waste” means any thing that is thrown away.",
    "The police shall help a person against whom an offence was committed.",
]


def kinds(text: str) -> set[str]:
    found = {norm.effect for norm in norms(text)}
    return {name for name, effects in (("blame", BLAME), ("shield", SHIELD)) if effects & found}


@pytest.mark.parametrize("sentence", BLAMES)
def test_rules_that_blame(sentence: str) -> None:
    assert kinds(f"1. {sentence}") == {"blame"}


@pytest.mark.parametrize("sentence", SHIELDS)
def test_rules_that_shield(sentence: str) -> None:
    assert kinds(f"1. {sentence}") == {"shield"}


@pytest.mark.parametrize("sentence", NEITHER)
def test_sentences_that_do_neither(sentence: str) -> None:
    assert kinds(f"1. {sentence}") == set()


@pytest.mark.parametrize(
    ("sentence", "effect"),
    [
        ("A person who dumps waste commits an offence.", Effect.OFFENCE),
        ("A person who dumps waste is liable to a fine.", Effect.PENALTY),
        ("The penalty is doubled where the waste is toxic.", Effect.AGGRAVATION),
        ("A licensee shall be arrested.", Effect.PROSECUTION),
        ("It is immaterial that the licensee was misled.", Effect.NO_EXCUSE),
        ("It shall be no defence that the licensee was misled.", Effect.NO_EXCUSE),
        ("That he was misled does not affect the licensee's liability.", Effect.NO_EXCUSE),
        ("The watch keeps such a person under lock.", Effect.PROSECUTION),
        ("A licensee shall not be prosecuted.", Effect.IMMUNITY),
        ("It is a defence to prove that the waste was harmless.", Effect.DEFENCE),
        ("The prosecutor may refrain from prosecuting a licensee.", Effect.DISCRETION),
        ("A court may vacate the conviction of a licensee.", Effect.LATER_RELIEF),
        ("The authority must keep a register.", Effect.DUTY),
        ("The authority may keep a register.", Effect.POWER),
        ("A person must not dump waste.", Effect.PROHIBITION),
        ("No person shall dump waste.", Effect.PROHIBITION),
        ("No person may dump waste.", Effect.PROHIBITION),
        ("“Waste” means any thing that is thrown away.", Effect.DEFINITION),
        ("Section 4 does not apply to farmers.", Effect.EXCEPTION),
        ("Nothing in section 4 applies to farmers.", Effect.EXCEPTION),
        ("Sections 21 to 24 of the Code apply to an offence under this Act.", Effect.APPLICATION),
        ("Section 4 is repealed.", Effect.REPEAL),
    ],
)
def test_effects(sentence: str, effect: Effect) -> None:
    assert norms(f"1. {sentence}", effect)


def only(text: str, effect: Effect) -> Norm:
    found = norms(text, effect)
    assert found
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "effect", "bearer"),
    [
        ("A farmer who dumps waste on the land of a child commits an offence.", Effect.OFFENCE, "farmer"),
        ("A farmer shall not be prosecuted for dumping waste.", Effect.IMMUNITY, "farmer"),
        ("No proceedings shall be brought against a farmer.", Effect.IMMUNITY, "farmer"),
        ("No farmer shall be liable to a fine.", Effect.IMMUNITY, "farmer"),
        ("The prosecutor shall not prosecute a farmer.", Effect.IMMUNITY, "farmer"),
        ("A farmer shall notify the authority.", Effect.DUTY, "farmer"),
    ],
)
def test_who_bears_a_rule(sentence: str, effect: Effect, bearer: str) -> None:
    norm = only(f"1. {sentence}", effect)
    assert bearer in words(norm, norm.regions(Slot.BEARER))


def test_the_victim_of_an_offence_does_not_bear_it() -> None:
    norm = only("1. A farmer who poisons a child commits an offence.", Effect.OFFENCE)
    assert "child" not in words(norm, norm.regions(Slot.BEARER))
    assert "poisons a child" in words(norm, norm.regions(Slot.ACTS))


def test_a_pronoun_takes_the_bearer_of_the_sentence_before() -> None:
    norm = next(n for n in norms("1. A farmer shall notify the authority. He shall not be prosecuted.", Effect.IMMUNITY))
    assert norm.stands_for
    mention = norm.stands_for[0]
    assert "farmer" in mention.provision.text[slice(*mention.region)]


@pytest.mark.parametrize(
    ("sentence", "condition"),
    [
        ("Where waste is toxic, a person who dumps it commits an offence.", "toxic"),
        ("If a farmer dumps waste, the farmer is liable to a fine.", "dumps waste"),
        ("A person who dumps waste commits an offence if the waste is toxic.", "toxic"),
    ],
)
def test_the_case_a_rule_is_for(sentence: str, condition: str) -> None:
    norm = norms(f"1. {sentence}", *BLAME)[0]
    assert condition in words(norm, norm.regions(Slot.CONDITIONS))


@pytest.mark.parametrize(
    "sentence",
    [
        "A person who dumps waste commits an offence, except a farmer.",
        "A person who dumps waste commits an offence, other than a farmer.",
        "A person who dumps waste commits an offence unless that person is a farmer.",
        "A person who dumps waste commits an offence, provided that this does not bind a farmer.",
    ],
)
def test_exceptions_in_the_sentence(sentence: str) -> None:
    norm = only(f"1. {sentence}", Effect.OFFENCE)
    assert "farmer" in words(norm, norm.regions(Slot.EXCEPTIONS))


RULE = "3. A person who dumps waste commits an offence."


@pytest.mark.parametrize(
    ("exception", "reached"),
    [
        ("Section 3 does not apply to farmers.", True),
        ("Sections 1 to 5 do not apply to farmers.", True),
        ("Nothing in section 3 applies to farmers.", True),
        ("Nothing in this Act shall apply to farmers.", True),
        ("This Act does not apply to farmers.", True),
        ("Section Three does not apply to farmers.", True),
        ("Article Three of the Penal Code does not apply to farmers.", False),
        ("In proving an offence under section 3, the consent of a neighbour is left out of account.", False),
        ("Section 13 does not apply to farmers.", False),
        ("Section 3 of the Fisheries Act does not apply to farmers.", False),
        ("Section 3 applies to farmers.", False),
    ],
)
def test_exceptions_elsewhere(exception: str, reached: bool) -> None:
    norm = next(n for n in norms(f"{RULE}\n\n4. {exception}", Effect.OFFENCE) if n.clause.number == "3")
    assert bool(norm.excepted_by) is reached


@pytest.mark.parametrize("numbered", ["ARTICLE {} . {}", "ARTICLE {}\n{}", "Section {}. {}"])
def test_exceptions_to_a_section_numbered_in_words_or_roman(numbered: str) -> None:
    for third, fourth in (("Three", "Four"), ("III", "IV")):
        unit = numbered.split(maxsplit=1)[0].title()
        rule = numbered.format(third, "A person who dumps waste commits an offence.")
        exception = numbered.format(fourth, f"On farms {unit} {third} is not of application.")
        (norm,) = norms(f"{rule}\n\n{exception}", Effect.OFFENCE)
        assert [other.provision.text[:8] for other in norm.excepted_by] == ["On farms"]


@pytest.mark.parametrize("name", ["Exception.—", "Exception 2.—", "Exception II.— "])
def test_an_exception_under_its_rule(name: str) -> None:
    text = f"{RULE}\n\n{name}It is not dumping where a farmer leaves manure on his field."
    norm = norms(text, Effect.OFFENCE)[0]
    assert [other.provision.text[:9] for other in norm.excepted_by] == ["Exception"]


def test_an_exception_to_a_subsection_leaves_the_others() -> None:
    text = "3. (1) A person who dumps waste commits an offence.\n\n(2) A person who burns waste commits an offence.\n\n4. Section 3(1) does not apply to farmers."
    reached = {norm.clause.number: bool(norm.excepted_by) for norm in norms(text, Effect.OFFENCE)}
    assert reached == {"3(1)": True, "3(2)": False}


def test_an_exception_in_a_part_stays_in_it() -> None:
    text = "PART I\n\n1. A person who dumps waste commits an offence.\n\n2. This Part does not apply to farmers.\n\nPART II\n\n3. A person who burns waste commits an offence."
    reached = {norm.clause.number: bool(norm.excepted_by) for norm in norms(text, Effect.OFFENCE)}
    assert reached == {"1": True, "3": False}


@pytest.mark.parametrize(
    ("breach", "punished"),
    [
        ("A person who contravenes section 3 commits an offence.", True),
        ("A person who contravenes this Part commits an offence.", False),  # there is no Part
        ("Contravention of section 3 is an offence.", True),
        ("A person who fails to comply with section 3 is guilty of an offence.", True),
        ("A person who violates sections 1 to 3 commits an offence.", True),
        ("A person who contravenes section 30 commits an offence.", False),
    ],
)
def test_a_prohibition_that_another_section_punishes_is_an_offence(breach: str, punished: bool) -> None:
    text = f"3. A person must not dump waste.\n\n4. {breach}"
    assert any(norm.clause.number == "3" for norm in norms(text, Effect.OFFENCE)) is punished


def test_a_prohibition_that_another_subsection_punishes() -> None:
    text = "3. (1) No person shall dump waste.\n\n(2) A person who contravenes subsection (1) commits an offence."
    assert any(norm.clause.number == "3(1)" for norm in norms(text, Effect.OFFENCE))


ITEMS = "2. Any person who—\n\n(a) dumps waste; or\n\n(b) burns waste,\n\ncommits an offence."


def test_lead_in_items_and_tail_make_a_rule_of_each_item() -> None:
    found = {norm.clause.number: norm for norm in norms(ITEMS, Effect.OFFENCE)}
    assert {"2(a)", "2(b)"} <= set(found)
    assert "dumps waste" in found["2(a)"].provision.text
    assert "burns" not in found["2(a)"].provision.text
    acts = words(found["2(b)"], found["2(b)"].regions(Slot.ACTS))
    assert "burns waste" in acts
    assert "dumps" not in acts


def test_items_under_a_duty_and_under_a_shield() -> None:
    assert {n.clause.number for n in norms("1. The authority must—\n\n(a) keep a register;\n\n(b) publish it.", Effect.DUTY)} >= {
        "1(a)",
        "1(b)",
    }
    shield = "1. A licensee shall not—\n\n(a) be arrested;\n\n(b) be prosecuted; or\n\n(c) be detained,\n\nfor dumping waste."
    assert {n.clause.number for n in norms(shield, Effect.IMMUNITY)} >= {"1(a)", "1(b)", "1(c)"}
    assert not norms(shield, *BLAME)


def test_definitions_are_tied_to_the_rules_that_use_the_term() -> None:
    text = "1. In this Act—\n\n“waste” means any thing that is thrown away;\n\n“park” means a green place.\n\n2. A person who dumps waste commits an offence."
    norm = next(n for n in norms(text, Effect.OFFENCE))
    assert ["thrown away" in d.provision.text for d in norm.definitions] == [True]


@pytest.mark.parametrize(
    "frame", ["", "In this Act, ", "In this Act, a ", "For the purposes of this section, ", "Under this law the term "]
)
def test_a_term_without_quotation_marks_is_defined_behind_its_frame(frame: str) -> None:
    """In a Word file the term is bold, and nothing else."""
    found = norms(f"{frame}waste means what was thrown away.", Effect.DEFINITION)
    assert "waste" in map(defined_term, found)


@pytest.mark.parametrize(
    "text",
    [
        "For the purposes of this Part, a farmer is a person who owns more than two cows.",
        "In this Act a farmer is only one who keeps cows.",
        "In this Act a “farmer” is any natural person who keeps cows.",
        "In this section a farmer is a child.",
        "References in this Act to a farmer are to be read as references to a person who owns more than two cows.",
        "A reference to a farmer is a reference to an owner of cows.",
        "For the purposes of this Act, a reference to a farmer is a reference to an owner of cows.",
    ],
)
def test_a_term_is_defined_in_a_roundabout_way(text: str) -> None:
    assert list(map(defined_term, norms(text, Effect.DEFINITION))) == ["farmer"]


@pytest.mark.parametrize(
    ("text", "effect"),
    [
        ("For the purposes of this Part, a farmer is guilty of an offence if he sells milk.", Effect.OFFENCE),
        ("In this Act a person who owns a cow is a farmer.", Effect.STATEMENT),
        ("In this case the court is a court of first instance.", Effect.STATEMENT),
        ("In this section the penalties are those in section 3.", Effect.STATEMENT),
        ("References to this section are references to the Schedule.", Effect.STATEMENT),
        (
            "A reference in this Act to a farmer is a reference to a person who owns cows, and a person who sells milk commits an offence.",
            Effect.OFFENCE,
        ),
    ],
)
def test_what_is_said_of_somebody_defines_no_term(text: str, effect: Effect) -> None:
    assert norms(text, effect)
    assert not any(map(defined_term, norms(text, Effect.DEFINITION)))


def test_definitions_by_section() -> None:
    text = "1. For the purposes of section 2, a thing is waste if it means harm.\n\n2. A person who dumps it commits an offence.\n\n3. A person who burns it commits an offence."
    used = {n.clause.number: bool(n.definitions) for n in norms(text, Effect.OFFENCE)}
    assert used == {"2": True, "3": False}


@pytest.mark.parametrize(
    "text",
    [
        "5. Offence of dumping waste",
        "5. Punishment for dumping waste\n\n6. Immunity of farmers",
        "OFFENCES AND PENALTIES",
        "EXPLANATORY MEMORANDUM\n\nA person who dumps waste will commit an offence.",
        "PREAMBLE\n\nWhereas whoever dumps waste shall be punished;",
        "An Act to make the dumping of waste an offence and to punish offenders.",
        "1. This Act seeks to punish whoever dumps waste.",
        "ARRANGEMENT OF SECTIONS\n\n1. Dumping is an offence\n\n2. Punishment of farmers",
    ],
)
def test_headings_preambles_and_promises_are_no_rules(text: str) -> None:
    assert not norms(text, *BLAME, *SHIELD)


@pytest.mark.parametrize("word", ["Notwithstanding", "Despite"])
def test_what_outranks_says_so(word: str) -> None:
    norm = norms(f"1. {word} section 3, a person who dumps waste does not commit an offence.", Effect.IMMUNITY)[0]
    assert norm.overriding
    assert not norms("1. A person who dumps waste does not commit an offence.", Effect.IMMUNITY)[0].overriding


@pytest.mark.parametrize(
    "text", [ITEMS, f"{RULE}\n\n4. Section 3 does not apply to farmers.", *(f"1. {s}" for s in BLAMES + SHIELDS)]
)
def test_every_region_lies_in_its_sentence(text: str) -> None:
    for norm in law(text).norms:
        for slot in Slot:
            assert all(0 <= low <= high <= len(norm.provision.text) for low, high in norm.regions(slot))


@pytest.mark.parametrize("word", ["only where", "only if", "only when"])
def test_what_limits_a_penalty_defines_nothing(word: str) -> None:
    text = f"1. Dumping waste is punishable {word} it was done for reward."
    assert norms(text, Effect.PENALTY)
    assert not norms(text, Effect.DEFINITION)


OTHER_PREDICATES = [
    ("To dump waste is itself an offence.", Effect.OFFENCE),
    ("Liability for the dumping of waste arises under the same section.", Effect.OFFENCE),
    ("Responsibility for dumping falls not only on the driver but also on the owner.", Effect.OFFENCE),
    ("Each of those who dumped the waste answers for the whole of it.", Effect.OFFENCE),
    ("Whoever helped is deemed to have taken part in the dumping.", Effect.OFFENCE),
    ("Dumping waste is equally criminal.", Effect.OFFENCE),
    ("Whoever dumps waste answers with a fine.", Effect.PENALTY),
    ("Whoever dumps waste gets half of the punishment.", Effect.PENALTY),
    ("No liability under this Act arises for one who dumps waste.", Effect.IMMUNITY),
    ("The farmer is not pursued under this law.", Effect.IMMUNITY),
    ("A farmer who dumps waste shall not by reason thereof be guilty of any offence.", Effect.IMMUNITY),
    ("Section 9 of the Code (burning) is applicable to the offence.", Effect.APPLICATION),
    ("Section 9 of the Code (burning) is not applicable to the offence.", Effect.EXCEPTION),
    ("Section 9 of the Code (burning) has effect in relation to the offence.", Effect.APPLICATION),
]


@pytest.mark.parametrize(("sentence", "effect"), OTHER_PREDICATES)
def test_other_ways_to_say_it(sentence: str, effect: Effect) -> None:
    assert norms(f"1. {sentence}", effect)


def test_an_exception_in_the_opening_case_ends_with_it() -> None:
    text = (
        "1. Where a load is lost, by accident or for a cause other than the weather, the carrier shall be punished with a fine."
    )
    norm = norms(text, Effect.PENALTY)[0]
    assert "carrier" in words(norm, norm.regions(Slot.BEARER))
    assert "carrier" not in words(norm, norm.exceptions)


def test_persons_other_than_one_are_the_subject_of_the_rule() -> None:
    assert norms("1. Carriers other than the owner shall incur no liability.", Effect.IMMUNITY)


@pytest.mark.parametrize("subject", ["This", "But this rule"])
def test_this_takes_out_of_the_rule_before_it(subject: str) -> None:
    norm = norms(
        f"1. A person who dumps waste commits an offence. {subject} does not apply to farmers.\n\n2. A person who fishes commits an offence.",
        Effect.OFFENCE,
    )
    assert [bool(n.excepted_by) for n in norm] == [True, False]
