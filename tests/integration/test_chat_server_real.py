"""The way to a chat model for real: LangChain's client, HTTP, llama.cpp, a small model. What the model says is not judged here, what becomes of it is."""

from __future__ import annotations

import threading
import time
from typing import Annotated

import pytest
from pydantic import BaseModel, ConfigDict, Field

from bot.answering.answer import Answered, Refused
from bot.chat_model import load_chat_model
from bot.errors import ChatModelError
from bot.settings import Settings
from bot.spending import Meter
from tests.support.asking import answerer
from tests.support.llama import KEY, MISSING, llama_server

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)} (make test installs them)")

QUESTION = "Should importers be fined?"


class Towns(BaseModel):
    """Towns by name."""

    model_config = ConfigDict(extra="forbid")

    # bounded: the server holds the model to the schema, and so small a model may find no end by itself
    towns: list[Annotated[str, Field(max_length=20)]] = Field(max_length=3)


class ManyTowns(BaseModel):
    """A reply that takes its time: the server holds the model to the schema."""

    model_config = ConfigDict(extra="forbid")

    towns: list[str] = Field(min_length=300)


@pytest.fixture(scope="module")
def address():
    with llama_server() as (url, _):
        yield url


def model_at(url, **more):
    # a machine that has other work to do takes minutes for what takes seconds here
    given = {"chat_api_key": KEY, "chat_timeout_s": 600, **more}
    return load_chat_model(Settings(chat_model="openai:smollm2", chat_base_url=url, **given))


def test_a_reply_streams_in_the_schemas_shape_and_is_counted(address):
    pieces, meter = [], Meter()
    reply = model_at(address).structured(
        "Name three towns in Latvia, in JSON.", Towns, meter, lambda data: pieces.append(dict(data))
    )
    assert isinstance(reply, Towns)
    assert len(pieces) > 1
    assert pieces[-1] == reply.model_dump()
    assert meter.spent.calls == 1
    assert meter.spent.tokens_out > 0


def test_whatever_it_writes_every_quote_stands_in_the_guidance(address):
    given = answerer(model_at(address, chat_timeout_s=60)).answer(QUESTION)
    assert isinstance(given.answer, Answered | Refused)
    if isinstance(given.answer, Answered):
        assert all(c.quote == c.document.text[c.start : c.end] for c in given.answer.citations)
    assert given.prompt_sha256 or given.notes


def test_a_refused_key_is_said_and_the_answer_is_composed(address):
    given = answerer(model_at(address, chat_api_key="another")).answer(QUESTION)
    assert isinstance(given.answer, Answered)
    assert "could not be used" in given.notes[0]
    assert "another" not in given.notes[0]
    assert given.prompt_sha256 is None


def test_a_slow_stream_is_given_up_as_a_whole(address):
    started = time.monotonic()
    with pytest.raises(ChatModelError, match=r"longer than|[Tt]imed out"):
        model_at(address, chat_timeout_s=2).structured("Name three hundred towns, in JSON.", ManyTowns, watch=lambda _: None)
    assert time.monotonic() - started < 60  # not the minutes that three hundred towns take


def test_a_server_that_dies_in_mid_reply_is_an_error_and_the_answer_is_composed():
    with llama_server() as (url, server):
        model = model_at(url)
        dying = threading.Timer(1.0, server.kill)
        dying.start()
        with pytest.raises(ChatModelError):
            model.structured("Name three hundred towns, in JSON.", ManyTowns, watch=lambda _: None)
        dying.join()
        given = answerer(model).answer(QUESTION)
    assert isinstance(given.answer, Answered)
    assert "composed of quotes" in given.notes[0]
