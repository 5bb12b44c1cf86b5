"""What a classifier changes in a review: a scripted one, so that nothing depends on what a real one has learnt."""

from dataclasses import replace

import pytest
from pydantic import ValidationError

from bot.reviewing import weighing
from bot.reviewing.decided import Decided
from bot.reviewing.explaining import explain
from bot.reviewing.findings import Role, Scope, Verdict
from bot.reviewing.learned import Taken
from bot.reviewing.review import Reviewer
from bot.reviewing.sentence_parts import whole_words
from bot.reviewing.weighing import BY_CLASSIFIER, Core, Weights, features, weigh, weighed
from corpus.readers import read_bytes
from corpus.register import load_register
from corpus.sources import shipped_registers
from tests.support.laws import law, lexicon, other_register
from tests.support.scripted_classifier import CLASSES, ScriptedClassifier

SALE = "1. Any person who sells personal data commits an offence.\n\n"
ODD = SALE + "2. Whoever peddles what he has learnt of another under section 1 shall answer for it.\n"
PLAIN = Weights(
    intercepts={Verdict.MET: 0.0, Verdict.PARTIAL: 4.0, Verdict.CONFLICT: 0.0, Verdict.MISSING: 0.5},
    weights={
        Verdict.MET: {"met": 8.0, "criteria met": 16.0},
        Verdict.PARTIAL: {"partial": 4.0, "narrows": 8.0, "criteria partial": 12.0},
        Verdict.CONFLICT: {"conflict": 8.0, "criteria conflict": 12.0},
        Verdict.MISSING: {"criteria missing": 1.0},
    },
    least={},
)


@pytest.fixture(autouse=True)
def plain_weights(monkeypatch):
    monkeypatch.setattr("bot.reviewing.criteria.shipped_weights", lambda: PLAIN)


def review(text, script, quoted=None):
    elements = [element.id for _, element in other_register().register.elements()]
    classifier = ScriptedClassifier("data-protection", elements, script, quoted)
    reviewer = Reviewer(other_register(), lexicon(), classifier=classifier)
    outcome = reviewer.review([read_bytes(text.encode(), "bill.txt")], scope=Scope.WHOLE, progress=lambda _: None)
    return outcome, classifier, {finding.element.id: finding for finding in outcome.findings}


def test_where_the_criteria_know_no_wording_the_classifier_decides_and_says_so():
    outcome, _, found = review(ODD, {"peddles": {"DP-02": ("met", 0.97)}})
    finding = found["DP-02"]
    assert (finding.verdict, finding.reasons) == (Verdict.MET, (BY_CLASSIFIER,))
    quote = finding.clauses[0]
    assert outcome.document.text[quote.start : quote.end].startswith("Whoever peddles")
    assert quote.role is Role.EVIDENCE
    assert "classifier" in finding.rationale
    assert "97%" in finding.rationale


def test_of_a_long_provision_the_phrases_that_decide_are_quoted():
    start = "If a person is found on a fair, on a market or in an inn with things that are not his own, "
    end = ", and the master of the fair shall enter it in his book, which lies open to everybody, and keep it for seven years"
    outcome, _, found = review(
        f"{SALE}2. {start}whoever peddles what he has learnt shall answer for it{end}.\n", {"peddles": {"DP-02": ("met", 0.97)}}
    )
    quote = found["DP-02"].clauses[0]
    words = outcome.document.text[quote.start : quote.end]
    assert "whoever peddles what he has learnt shall answer for it" in words
    assert "found on a fair" not in words
    assert "book" not in words


def test_a_quote_reaches_to_the_operative_words():
    text = f"{SALE}2. If several persons of one and the same mind peddle secrets, each of them shall answer for it, wherever they live and whatever they call themselves.\n"
    outcome, _, found = review(text, {"peddle": {"DP-02": ("met", 0.97)}})
    quote = found["DP-02"].clauses[0]
    words = outcome.document.text[quote.start : quote.end]
    assert "peddle secrets, each of them shall answer for it" in words
    assert "wherever" not in words


LONG = "2. Whoever peddles what he has learnt of another, by day or by night, in an inn, on a market or on a fair, shall answer for it.\n"


def words_of(outcome, finding):
    return [outcome.document.text[quote.start : quote.end] for quote in finding.clauses]


def test_a_classifier_that_has_learnt_which_words_decide_is_heeded():
    outcome, _, found = review(
        SALE + LONG, {"peddles": {"DP-02": ("met", 0.97)}}, {"DP-02": {"peddles what he has learnt of another": 0.9}}
    )
    assert words_of(outcome, found["DP-02"]) == ["Whoever peddles what he has learnt of another"]


def test_a_quote_neither_begins_nor_ends_in_a_word():
    assert whole_words("the sale of lechery here", (5, 17)) == (4, 19)
    assert whole_words("the sale", (4, 8)) == (4, 8)
    assert whole_words("the sale", (0, 0)) == (0, 0)


def test_of_several_runs_the_shortest_that_makes_it_as_sure_is_quoted():
    """What is most likely quoted alone, "on a market or on a fair", shows nothing of the peddling."""
    quoted = {
        "DP-02": {
            "Whoever peddles what he has learnt of another, by day or by night, in an inn, ": 0.15,
            "on a market or on a fair": 0.9,
        }
    }
    outcome, _, found = review(SALE + LONG, {"peddles": {"DP-02": ("met", 0.97)}}, quoted)
    assert "peddles what he has learnt" in words_of(outcome, found["DP-02"])[0]
    outcome, _, found = review(SALE + LONG, {"market": {"DP-02": ("met", 0.97)}}, quoted)
    assert "peddles" not in words_of(outcome, found["DP-02"])[0]


LISTED = "1. Any person who, on a fair, a market, a wharf or any other place of trade, sells personal data commits an offence and pays.\n"


def test_of_what_the_criteria_count_the_words_are_quoted_that_people_would_quote():
    quoted = {"DP-01": {"sells personal data commits an offence": 0.9}}
    outcome, _, found = review(LISTED, {"sells personal data": {"DP-01": ("met", 0.97)}}, quoted)
    assert found["DP-01"].reasons == ()
    assert words_of(outcome, found["DP-01"]) == ["sells personal data commits an offence and pays."]


def test_of_what_the_classifier_takes_for_nothing_the_words_are_quoted_that_the_criteria_matched():
    quoted = {"DP-01": {"on a fair, a market, a wharf or any": 0.9}}
    outcome, _, found = review(LISTED, {}, quoted)
    (words,) = words_of(outcome, found["DP-01"])
    assert "commits an offence" in words
    assert "fair" not in words


def test_an_exception_that_people_would_quote_is_not_shown_as_the_rule():
    """What a label of ``partial`` quotes is what narrows; the rule stands beside it all the same."""
    text = "1. Any person who sells personal data commits an offence, unless he does so in the way of trade.\n"
    quoted = {"DP-01": {"unless he does so in the way of trade": 0.9}}
    outcome, _, found = review(text, {"sells": {"DP-01": ("partial", 0.97)}}, quoted)
    finding = found["DP-01"]
    assert finding.reasons == ("excepted",)
    assert [quote.role for quote in finding.clauses] == [Role.EVIDENCE, Role.EXCEPTION]
    assert "commits an offence" in words_of(outcome, finding)[0]


def test_too_few_words_are_not_quoted_alone():
    quoted = {"DP-01": {"sells personal data commits an offence": 0.15, "personal data": 0.9}}
    outcome, _, found = review(LISTED, {"sells": {"DP-01": ("met", 0.97)}}, quoted)
    assert words_of(outcome, found["DP-01"])[0].startswith("sells personal data commits an offence")


@pytest.mark.parametrize(("probability", "clauses"), [(0.85, ["2", "3"]), (0.7, ["2"])])
def test_what_is_probably_taken_for_the_same_is_quoted_beside_it(probability, clauses):
    text = ODD + "\n3. Ten years of prison for him who hawks under section 1.\n"
    script = {"peddles": {"DP-02": ("met", 0.97)}, "hawks": {"DP-02": ("met", probability)}}
    finding = review(text, script)[2]["DP-02"]
    assert [quote.clause.number for quote in finding.clauses] == clauses
    assert {quote.role for quote in finding.clauses} == {Role.EVIDENCE}


PRESENTS = "2. Nothing in this Act affects the giving of presents.\n"


@pytest.mark.parametrize(
    ("rule", "script", "reasons", "quoted"),
    [
        ("A public officer who sells personal data", {}, ("only_officials",), False),
        ("Any person who sells personal data", {"sells": {"DP-01": ("partial", 0.8)}}, ("excepted",), True),
        ("Any person who sells personal data", {}, ("excepted",), True),
        (
            "A public officer who sells personal data",
            {"presents": {"DP-01": ("narrows", 0.3)}},
            ("only_officials", "excepted"),
            True,
        ),
    ],
)
def test_a_saving_that_does_nothing_here_is_no_reason_where_another_is_left(rule, script, reasons, quoted):
    outcome, _, found = review(f"1. {rule} commits an offence.\n\n{PRESENTS}", script)
    finding = found["DP-01"]
    assert (finding.verdict, finding.reasons) == (Verdict.PARTIAL, reasons)
    assert any("presents" in words for words in words_of(outcome, finding)) is quoted
    assert ("presents" in finding.rationale) is (reasons[0] == "excepted")


TWICE = "1. Any person who sells personal data commits an offence.\n\n2. A person shall hang who sells to the Crown's foes personal data of a fort.\n"


@pytest.mark.parametrize(
    ("script", "clauses", "reasons"),
    [
        ({"Any person": {"DP-01": ("met", 0.95)}}, ["1"], ()),
        ({"shall hang": {"DP-01": ("met", 0.95)}}, ["2"], (BY_CLASSIFIER,)),
        ({"shall hang": {"DP-01": ("met", 0.85)}}, ["1", "2"], ()),
        ({"Any person": {"DP-01": ("met", 0.95)}, "shall hang": {"DP-01": ("met", 0.85)}}, ["1", "2"], ()),
        ({}, ["1"], ()),
    ],
)
def test_a_rule_that_the_classifier_takes_for_nothing_gives_way_to_one_that_it_is_sure_of(script, clauses, reasons):
    finding = review(TWICE, script)[2]["DP-01"]
    assert finding.verdict is Verdict.MET
    assert [quote.clause.number for quote in finding.clauses] == clauses
    assert finding.reasons == reasons


@pytest.mark.parametrize(
    "exempt", ["Nothing in this Act applies to the clergy.", "This Act does not apply to an agent who holds a licence."]
)
def test_an_exception_for_persons_stays_a_reason_whatever_the_classifier_makes_of_it(exempt):
    finding = review(f"1. A public officer who sells personal data commits an offence.\n\n2. {exempt}\n", {})[2]["DP-01"]
    assert finding.reasons == ("only_officials", "excepted")


def test_an_element_that_the_classifier_has_not_learnt_is_quoted_as_the_criteria_matched():
    register = other_register()
    classifier = ScriptedClassifier("data-protection", ["DP-02"], {}, {"DP-02": {"sells": 0.9}})
    outcome = Reviewer(register, lexicon(), classifier=classifier).review(
        [read_bytes(SALE.encode(), "bill.txt")], scope=Scope.WHOLE, progress=lambda _: None
    )
    assert outcome.findings[0].verdict is Verdict.MET
    assert words_of(outcome, outcome.findings[0])


def test_a_wording_that_the_draft_leaves_open_is_not_quoted_beside_one_that_stands():
    text = f"{ODD}\n3. [Whoever hawks what he has learnt under section 1 hangs.] [Whoever hawks what he has learnt under section 1 pays.]\n"
    script = {"peddles": {"DP-02": ("met", 0.97)}, "hawks": {"DP-02": ("met", 0.9)}}
    finding = review(text, script)[2]["DP-02"]
    assert finding.verdict is Verdict.MET
    assert [quote.clause.number for quote in finding.clauses] == ["2"]


def test_what_narrows_a_rule_is_not_quoted_as_evidence_beside_it():
    text = "1. Any person who sells personal data commits an offence.\n\n2. Section 1 does not apply to a physician.\n"
    finding = review(text, {"sells": {"DP-01": ("partial", 0.9)}, "physician": {"DP-01": ("partial", 0.85)}})[2]["DP-01"]
    assert [(quote.clause.number, quote.role) for quote in finding.clauses] == [("1", Role.EVIDENCE), ("2", Role.EXCEPTION)]


@pytest.mark.parametrize(
    ("rule", "run", "quoted"),
    [
        (
            "No person who is a clerk, being sworn or unsworn, whatever his rank, shall be asked what he has learnt of another",
            "shall be asked what he has learnt of another",
            "No person who is a clerk",
        ),
        (
            "Without prejudice to section 1, in any town, any man peddling secrets of another",
            "any man peddling secrets of another",
            "any man",
        ),
        (
            "In a trial for any offence other than a grave crime it is a defence that he peddled secrets",
            "crime it is a defence that he peddled secrets",
            "other than a grave crime",
        ),
    ],
)
def test_a_quote_takes_in_what_denies_it_and_the_whole_of_an_exception_that_it_cuts(rule, run, quoted):
    outcome, _, found = review(f"{SALE}2. {rule}.\n", {run: {"DP-02": ("met", 0.97)}}, {"DP-02": {run: 0.9}})
    (words,) = words_of(outcome, found["DP-02"])
    assert words.startswith(quoted)
    assert words.rstrip(".").endswith(run)


def test_of_a_quote_in_pieces_the_one_that_says_most_comes_first_and_none_says_a_word_or_two():
    text = "1. Any person who\n(a) sells personal data of one who is living or dead; or\n(b) hides\ncommits an offence.\n"
    quoted = {
        "DP-01": {"Any person who": 0.9, "sells personal data of one who is living or dead": 0.9, "commits an offence": 0.9}
    }
    outcome, _, found = review(text, {"sells": {"DP-01": ("met", 0.97)}}, quoted)
    words = words_of(outcome, found["DP-01"])
    assert "sells personal data" in words[0]
    assert all(len(one.split()) >= 3 for one in words)


def test_where_the_criteria_come_to_the_same_by_other_words_it_is_said_so():
    finding = review(TWICE, {"shall hang": {"DP-01": ("met", 0.95)}})[2]["DP-01"]
    assert finding.rationale.endswith("(95% sure); the criteria say so of other words.")


def test_where_both_agree_the_finding_is_that_of_the_criteria():
    alone = review(SALE, {})[2]["DP-01"]
    both = review(SALE, {"sells personal data": {"DP-01": ("met", 0.99)}})[2]["DP-01"]
    assert alone == both
    assert both.verdict is Verdict.MET


def test_what_it_reads_says_what_references_point_to():
    _, classifier, _ = review(ODD, {})
    assert any("under section 1 (sale of data)" in text for text in classifier.read)


def test_a_provision_that_narrows_stands_beside_the_rule():
    text = SALE + "2. In this Act, personal data is what stands in a register of the State.\n"
    finding = review(text, {"register of the State": {"DP-01": ("narrows", 0.98)}})[2]["DP-01"]
    assert finding.verdict is Verdict.PARTIAL
    assert [quote.role for quote in finding.clauses] == [Role.EVIDENCE, Role.EXCEPTION]


@pytest.mark.parametrize("silent", ["2. (repealed)", "2. In the Data Act, after section 7 insert “7A. Peddlers pay a fee.”."])
def test_a_remark_and_an_instruction_are_taken_for_nothing(silent):
    """A classifier takes them for something now and then; what is inserted it reads where it is inserted."""
    _, classifier, found = review(f"{SALE}{silent}\n", {"repealed": {"DP-02": ("met", 0.97)}, "insert": {"DP-02": ("met", 0.97)}})
    assert any("repealed" in text or "insert" in text for text in classifier.read)
    assert found["DP-02"].verdict is Verdict.MISSING


@pytest.mark.parametrize(
    ("provision", "verdict"),
    [
        ("Nobody who did not encrypt his files is punished.", Verdict.MISSING),
        ("No public official who did not encrypt his files is punished.", Verdict.CONFLICT),
        ("Nobody who did not lock his files up is punished.", Verdict.CONFLICT),
    ],
)
def test_what_the_register_knows_for_innocent_is_no_opposite_whatever_the_classifier_takes_it_for(provision, verdict):
    found = review(f"{SALE}2. {provision}\n", {"his files": {"DP-02": ("conflict", 0.97)}})[2]["DP-02"]
    assert found.verdict is verdict


def test_what_the_criteria_call_the_opposite_stays_so_however_innocent_it_looks(monkeypatch):
    doubted = PLAIN.weights | {Verdict.CONFLICT: {"conflict": 8.0, "criteria conflict": 4.0}}
    monkeypatch.setattr("bot.reviewing.criteria.shipped_weights", lambda: PLAIN.model_copy(update={"weights": doubted}))
    text = "1. A person who sells personal data that he did not encrypt commits no offence.\n"
    found = [review(text, script)[2]["DP-01"].verdict for script in ({"encrypt": {"DP-01": ("conflict", 0.97)}}, {})]
    assert found == [Verdict.CONFLICT, Verdict.MISSING]  # where the classifier sees nothing, it is heard, too


def test_explaining_names_what_each_provision_is_taken_for():
    outcome, _, found = review(ODD, {"peddles": {"DP-02": ("met", 0.97)}})
    explanation = explain(found["DP-02"], outcome.judge, outcome.copy)
    met = next(one for one in explanation.classified if one.label == "met")
    assert (met.clause, met.probability) == ("2", 0.97)
    assert outcome.document.text[met.start : met.end].startswith("Whoever peddles")
    assert explanation.verdict == "missing"


def test_explaining_says_what_was_held_innocent():
    script = {"his files": {"DP-02": ("conflict", 0.97)}}
    outcome, _, found = review(f"{SALE}2. Nobody who did not encrypt his files is punished.\n", script)
    (held,) = [one for one in explain(found["DP-02"], outcome.judge, outcome.copy).classified if one.innocent]
    assert (held.label, held.clause, held.probability) == ("conflict", "2", 0.97)
    outcome, _, found = review(f"{SALE}2. Nobody who did not lock his files up is punished.\n", script)
    assert not any(one.innocent for one in explain(found["DP-02"], outcome.judge, outcome.copy).classified)


def taken(**odds):
    provision = law(SALE).provisions[0]
    return {label: Taken(provision, label, odds.get(label, 0.01), "DP-01") for label in CLASSES[1:]}


def test_what_the_criteria_leave_to_a_person_stays_with_a_person():
    undecided = Decided(Verdict.NEEDS_REVIEW, (), ("law_not_supplied",))
    assert weighed("DP-01", undecided, taken(met=0.99), PLAIN) is undecided


def test_an_element_the_classifier_does_not_know_is_the_criterias():
    missing = Decided(Verdict.MISSING, ())
    assert weighed("DP-01", missing, {}, PLAIN) is missing


@pytest.mark.parametrize(("least", "verdict"), [(0.5, Verdict.MET), (0.99, Verdict.PARTIAL)])
def test_what_the_criteria_found_to_be_narrowed_is_called_met_only_where_that_is_surer(least, verdict):
    partial = Decided(Verdict.PARTIAL, (), ("only_health",))
    weights = PLAIN.model_copy(
        update={"weights": {**PLAIN.weights, Verdict.PARTIAL: {}}, "least": {"met": 0.5, "met beside partial": least}}
    )
    assert weighed("DP-01", partial, taken(met=0.97), weights).verdict is verdict
    assert weighed("DP-01", Decided(Verdict.MISSING, ()), taken(met=0.97), weights).verdict is Verdict.MET


def test_a_part_in_the_whole_rule_itself_is_told_from_one_that_stands_elsewhere():
    here, there = law(SALE + "2. A person who sells lists of names pays a fee.\n").provisions
    read = taken(met=0.9, partial=0.6)
    for partial, inside, elsewhere in (
        (Taken(here, "partial", 0.6, "DP-01", second=0.1), 0.6, 0.1),
        (Taken(there, "partial", 0.6, "DP-01", second=0.2), 0.2, 0.6),
    ):
        read["partial"] = partial
        read["met"] = Taken(here, "met", 0.9, "DP-01", rivals={"partial": inside})
        found = features("DP-01", Verdict.MET, read)
        assert (found["partial in met beside met"], found["partial elsewhere beside met"]) == (inside, elsewhere)
        assert (found["partial elsewhere"] > 0) is (elsewhere > 0.5)


def test_an_element_is_weighed_with_the_one_it_hangs_on():
    outcome, _, _ = review(NARROW, {"hawks": {"DP-01": ("narrows", 0.97)}, "makes ready": {"DP-02": ("met", 0.96)}})
    judge = outcome.judge
    assert judge.core_of("DP-01") is None
    core = judge.core_of("DP-02")
    assert core.taken["narrows"].probability == pytest.approx(0.97)
    found = features("DP-02", Verdict.MISSING, judge.learned.taken("DP-02"), core)
    assert found[f"core criteria {core.verdict.value} at DP-02"] == 1
    assert found["core narrows"] == found["core narrows at DP-02"] > 0 > found["core met"]


def test_what_else_a_provision_is_taken_for_is_told():
    script = {"peddles": {"DP-02": ("met", 0.9), "DP-05": ("met", 0.7)}, "sells": {"DP-02": ("met", 0.4)}}
    outcome, _, _ = review(ODD, script)
    met = outcome.judge.learned.taken("DP-02")["met"]
    assert met.provision.text.startswith("Whoever peddles")
    assert (met.probability, met.second, met.also["DP-05"]) == pytest.approx((0.9, 0.4, 0.7))
    assert sum(met.rivals.values()) == pytest.approx(0.1, abs=1e-6)
    assert set(met.rivals) == set(CLASSES) - {"met"}


@pytest.mark.parametrize(
    ("reason", "read", "verdict"),
    [
        ("both", {"conflict": 0.9}, Verdict.CONFLICT),
        ("both", {"met": 0.95}, Verdict.MET),
        ("both", {"met": 0.85}, Verdict.NEEDS_REVIEW),
        ("both", {"partial": 0.85}, Verdict.PARTIAL),
        ("both", {"met": 0.9, "partial": 0.5}, Verdict.PARTIAL),
        ("both", {"met": 0.95, "conflict": 0.9}, Verdict.NEEDS_REVIEW),
        ("both", {"met": 0.95, "narrows": 0.95}, Verdict.PARTIAL),
        ("law_not_supplied", {"met": 0.99}, Verdict.NEEDS_REVIEW),
    ],
)
def test_of_two_opposite_rules_the_classifier_settles_which_it_sees_alone(reason, read, verdict):
    weights = PLAIN.model_copy(update={"opposed": frozenset({"both at DP-01"})})
    left = Decided(Verdict.NEEDS_REVIEW, (), (reason,))
    assert weighed("DP-01", left, taken(**read), weights).verdict is verdict


def test_a_verdict_below_its_least_probability_gives_way_to_the_next():
    found = features("DP-01", Verdict.MISSING, taken(met=0.99, partial=0.95, narrows=0.5))
    assert weigh(Verdict.MISSING, found, PLAIN) is Verdict.MET
    assert weigh(Verdict.MISSING, found, PLAIN.model_copy(update={"least": {"met": 0.999}})) is Verdict.PARTIAL


def test_a_least_probability_of_no_verdict_is_refused():
    with pytest.raises(ValidationError, match="met besides partial"):
        Weights.model_validate(PLAIN.model_dump() | {"least": {"met besides partial": 0.7}})


def test_the_classifier_can_find_that_the_criteria_were_wrong():
    strong = PLAIN.model_copy(update={"weights": {**PLAIN.weights, Verdict.MET: {}}})
    found = weighed("DP-01", Decided(Verdict.MET, ()), taken(), strong)
    assert (found.verdict, found.reasons, found.norms) == (Verdict.MISSING, (BY_CLASSIFIER,), ())


def test_the_shipped_weights_name_features_that_exist():
    weights = weighing.shipped_weights()
    elements = [element.id for _, element in load_register(shipped_registers() / "sex-trafficking.yaml").elements()]
    also = dict.fromkeys(elements, 0.01)
    read = {label: replace(one, rivals=dict.fromkeys(CLASSES, 0.01), also=also) for label, one in taken().items()}
    known = {
        name for element in elements for verdict in Verdict for name in features(element, verdict, read, Core(verdict, read))
    }
    for verdict in weights.intercepts:
        assert set(weights.weights[verdict]) <= known
    assert set(weights.least) == {"met", "met beside partial", "conflict"}


def test_of_a_draft_on_another_subject_the_classifier_knows_nothing():
    text = "1. A person who parks on the grass commits an offence.\n\n2. The council shall keep a list of cars.\n"
    found = review(text, {"list of cars": {"DP-02": ("conflict", 0.99)}})[2]["DP-02"]
    assert (found.verdict, found.reasons) == (Verdict.MISSING, ())


def test_a_draft_whose_anchor_only_the_classifier_sees_is_on_the_subject():
    text = "1. Whoever hawks secrets about others hangs.\n\n2. The council shall keep a list of cars.\n"
    script = {"hawks": {"DP-01": ("met", 0.99)}, "list of cars": {"DP-02": ("conflict", 0.99)}}
    found = review(text, script)[2]
    assert (found["DP-01"].verdict, found["DP-02"].verdict) == (Verdict.MET, Verdict.CONFLICT)


NARROW = "1. Whoever hawks secrets of the sick hangs.\n\n2. Whoever makes ready to do so hangs beside him.\n"


@pytest.mark.parametrize(
    ("core", "verdict", "reasons"),
    [("met", Verdict.MET, (BY_CLASSIFIER,)), ("narrows", Verdict.PARTIAL, ("sale_narrowed", BY_CLASSIFIER))],
)
def test_what_hangs_on_an_offence_that_the_classifier_finds_narrow_is_as_narrow(core, verdict, reasons):
    finding = review(NARROW, {"hawks": {"DP-01": (core, 0.97)}, "makes ready": {"DP-02": ("met", 0.96)}})[2]["DP-02"]
    assert (finding.verdict, finding.reasons) == (verdict, reasons)


def test_who_found_the_offence_narrow_is_said_and_the_offence_quoted():
    outcome, _, found = review(NARROW, {"hawks": {"DP-01": ("narrows", 0.97)}, "makes ready": {"DP-02": ("met", 0.96)}})
    finding = found["DP-02"]
    assert (
        "does part of it: the offence itself is narrower. Clause 1 is read so by the register's classifier (97% sure)"
        in finding.rationale
    )
    assert finding.advice == "Widen the offence."
    quotes = [(quote.role, outcome.document.text[quote.start : quote.end]) for quote in finding.clauses]
    assert [role for role, _ in quotes] == [Role.EVIDENCE, Role.EXCEPTION]
    assert [text.split()[1] for _, text in quotes] == ["makes", "hawks"]


def test_a_rule_that_is_no_offence_narrows_nothing():
    """DP-01 is partial here, as a mere prohibition: there is no offence that could be narrow."""
    text = "1. No person shall sell personal data.\n\n2. Whoever attempts to sell personal data commits an offence.\n"
    found = review(text, {"No person": {"DP-01": ("partial", 0.97)}, "attempts": {"DP-02": ("met", 0.97)}})[2]
    assert (found["DP-01"].verdict, found["DP-02"].verdict) == (Verdict.PARTIAL, Verdict.MET)


def test_a_draft_is_on_the_subject_where_the_classifier_is_sure_of_several_elements():
    text = "1. A person who parks on the grass commits an offence.\n\n2. The council shall keep a list of cars.\n"
    one, two = {"DP-02": ("conflict", 0.95)}, {"DP-02": ("conflict", 0.95), "DP-05": ("conflict", 0.95)}
    for labels, verdict in ((one, Verdict.MISSING), (two, Verdict.CONFLICT)):
        assert review(text, {"list of cars": labels})[2]["DP-02"].verdict is verdict
