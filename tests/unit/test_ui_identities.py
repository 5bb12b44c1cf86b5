"""Who somebody is: the same person always, nobody else ever, and never the local user."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.settings import Settings
from bot.workspace.limits import checked_user
from bot.workspace.values import LOCAL_USER
from ui.web.identities import Admission, NotLetIn, admission_of, person_of, user_id

ISSUER = "https://id.ministry.example"
NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
EVERYBODY = Admission(dt.timedelta(hours=12))
ADA = {
    "iss": ISSUER,
    "sub": "1001",
    "iat": NOW.timestamp() - 60,
    "name": "Ada",
    "email": "Ada@Ministry.example",
    "email_verified": True,
}


def allowing(*addresses: str) -> Admission:
    return Admission(EVERYBODY.stay, frozenset(addresses))


def refusal(claims, admission=EVERYBODY, now=NOW) -> str:
    with pytest.raises(NotLetIn) as caught:
        person_of(claims, admission, now)
    return str(caught.value)


def test_a_person_is_issuer_and_subject_and_is_called_by_name():
    person = person_of(ADA, EVERYBODY, NOW)
    assert (person.id, person.name) == (f"{ISSUER} 1001", "Ada")
    assert person_of(ADA | {"name": "Countess", "email": "new@example.org"}, EVERYBODY, NOW).id == person.id


def test_without_a_name_what_else_the_provider_said_is_shown():
    assert person_of(ADA | {"name": " "}, EVERYBODY, NOW).name == "Ada@Ministry.example"
    assert person_of({key: ADA[key] for key in ("iss", "sub", "iat")}, EVERYBODY, NOW).name == "1001"


def test_the_same_subject_at_two_issuers_is_two_people():
    ids = {user_id(issuer, "1001") for issuer in (ISSUER, f"{ISSUER}/", ISSUER.upper(), "https://other.example")}
    assert len(ids) == 4


def test_the_same_address_at_one_issuer_is_two_people_where_subjects_differ():
    assert person_of(ADA | {"sub": "1002"}, EVERYBODY, NOW).id != person_of(ADA, EVERYBODY, NOW).id


TEXTS = st.text(alphabet=["a", "b", " ", "\t", ":", "\N{NO-BREAK SPACE}", "\0", "\ud800"], min_size=1, max_size=8).filter(
    str.strip
)
PAIRS = st.tuples(
    TEXTS | st.just(LOCAL_USER) | st.just("sha256"), TEXTS | st.just(LOCAL_USER) | TEXTS.map(lambda text: text * 60)
)


@given(PAIRS, PAIRS)
def test_two_identities_are_never_one_user_and_none_is_the_local_one(one, other):
    assert (user_id(*one) == user_id(*other)) == (one == other)
    assert user_id(*one) != LOCAL_USER
    assert checked_user(user_id(*one)) == user_id(*one), "the workspace takes it"


def test_what_is_too_long_to_keep_is_told_apart_all_the_same():
    long = "x" * 300
    assert user_id(ISSUER, long) != user_id(ISSUER, f"{long}y")
    assert user_id(ISSUER, long) == user_id(ISSUER, long)


@pytest.mark.parametrize("claim", ["iss", "sub"])
@pytest.mark.parametrize("value", [None, "", "  ", 7, True, ["1001"], {"is": "1001"}])
def test_who_is_not_named_is_not_let_in(claim, value):
    assert "did not say who you are" in refusal(ADA | {claim: value})


def test_a_missing_claim_is_not_let_in():
    assert "did not say who you are" in refusal({key: value for key, value in ADA.items() if key != "sub"})


@pytest.mark.parametrize("hours", [12, 12.5, 24 * 30])
def test_a_sign_in_ends(hours):
    age = dt.timedelta(hours=hours)
    counts = ADA | {"iat": (NOW - age).timestamp()}
    if hours <= 12:
        assert person_of(counts, EVERYBODY, NOW)
    else:
        assert "sign in again" in refusal(counts)


@pytest.mark.parametrize("issued", [10**400, -(10**400), float("nan"), float("inf"), (NOW + dt.timedelta(hours=1)).timestamp()])
def test_a_time_that_cannot_be_is_not_let_in(issued):
    assert "does not count" in refusal(ADA | {"iat": issued})


@pytest.mark.parametrize("issued", [None, "now", True])
def test_no_time_is_not_let_in(issued):
    assert "did not say when" in refusal(ADA | {"iat": issued})


def test_a_clock_that_is_a_little_ahead_does_no_harm():
    assert person_of(ADA | {"iat": NOW.timestamp() + 120}, EVERYBODY, NOW)


def test_an_address_or_its_domain_lets_in_and_no_other():
    assert person_of(ADA, allowing("ministry.example"), NOW)
    assert person_of(ADA, allowing("ada@ministry.example"), NOW)
    assert "ada@ministry.example is not among" in refusal(ADA, allowing("ben@ministry.example", "example", "ry.example"))


@pytest.mark.parametrize("verified", [None, False, "true", 1])
def test_an_address_that_is_not_verified_does_not_count(verified):
    assert "did not confirm" in refusal(ADA | {"email_verified": verified}, allowing("ministry.example"))
    assert person_of(ADA | {"email_verified": verified}, EVERYBODY, NOW), "where no list is set it is not asked for"


def test_no_address_is_not_let_in_where_a_list_is_set():
    assert "did not confirm" in refusal(ADA | {"email": None}, allowing("ministry.example"))


@pytest.mark.parametrize(
    "email", ["ada@evil.example@ministry.example.evil", "ministry.example@evil.example", "ministry.example.evil"]
)
def test_a_domain_is_what_stands_last(email):
    assert "is not among" in refusal(ADA | {"email": email}, allowing("ministry.example"))


def test_the_list_is_read_as_people_write_it():
    settings = Settings(signin_allow="Ada@Example.org, @Ministry.Example", signin_hours=2)
    assert admission_of(settings) == Admission(dt.timedelta(hours=2), frozenset({"ada@example.org", "ministry.example"}))
    assert admission_of(Settings()).allow is None


@pytest.mark.parametrize("given", ["", " , "])
def test_a_list_that_is_set_and_empty_lets_nobody_in(given):
    assert "is not among" in refusal(ADA, admission_of(Settings(signin_allow=given)))
    assert refusal(ADA | {"email": "@"}, admission_of(Settings(signin_allow=given)))
