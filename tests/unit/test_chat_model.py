"""The chat model's edge: settings, structured output, JSON in text, failures; against a server on this machine, never a real one."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from pydantic import BaseModel

from bot.chat_model import LangChainModel, ScriptedChatModel, load_chat_model
from bot.errors import ChatModelError, SettingsError
from bot.prompts import Prompt, load_prompt
from bot.settings import Settings


class Town(BaseModel):
    name: str
    people: int


GOOD = '{"name": "Riga", "people": 5}'


@contextmanager
def endpoint(*answers, delay=0.0):
    """An OpenAI-compatible server; each answer is (status, content); the last one repeats. Yields its URL and the requests."""
    seen: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            seen.append(
                {
                    "body": json.loads(self.rfile.read(int(self.headers["Content-Length"]))),
                    "key": self.headers.get("Authorization"),
                }
            )
            status, content = answers[min(len(seen), len(answers)) - 1]
            time.sleep(delay)
            message = {"role": "assistant", "content": content}
            whole = {
                "id": "1",
                "object": "chat.completion",
                "created": 1,
                "model": "m",
                "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
            }
            data = json.dumps(whole if status == 200 else {"error": {"message": content}}).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *_args: None  # a client that gave up is what some tests are about
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", seen
    finally:
        server.shutdown()
        server.server_close()
        thread.join(2)


def model_at(url, **more):
    return load_chat_model(Settings(chat_model="openai:gpt-test", chat_base_url=url, chat_api_key="secret-key", **more))


def test_no_name_no_model():
    assert load_chat_model(Settings(chat_model=None)) is None


def test_structured_output_over_the_settings_url_and_key():
    with endpoint((200, GOOD)) as (url, seen):
        assert model_at(url).structured("Which town?", Town) == Town(name="Riga", people=5)
    assert seen[0]["key"] == "Bearer secret-key"
    assert "response_format" in seen[0]["body"] or "tools" in seen[0]["body"]


def test_a_server_without_structured_output_is_asked_for_json_in_text():
    with endpoint((400, "response_format is not supported"), (200, GOOD)) as (url, seen):
        assert model_at(url).structured("Which town?", Town).people == 5
    assert "JSON schema" in seen[1]["body"]["messages"][0]["content"]


@pytest.mark.parametrize("status", [401, 403, 429, 500])
def test_a_refusal_is_reported_at_once_without_the_key(status):
    with endpoint((status, "no")) as (url, seen), pytest.raises(ChatModelError) as caught:
        model_at(url).structured("Which town?", Town)
    assert len(seen) == 1
    assert caught.value.where == "openai:gpt-test"
    assert "secret-key" not in str(caught.value)


@pytest.mark.parametrize("content", ["I think it is Riga.", '{"name": "Riga"}', '{"name": "Riga", "people": 5', ""])
def test_garbage_is_an_error_and_is_not_mended(content):
    with endpoint((200, content)) as (url, _), pytest.raises(ChatModelError):
        model_at(url).structured("Which town?", Town)


def test_a_slow_server_is_given_up():
    started = time.monotonic()
    with endpoint((200, GOOD), delay=1.5) as (url, _), pytest.raises(ChatModelError):
        model_at(url, chat_timeout_s=0.3).structured("Which town?", Town)
    assert time.monotonic() - started < 4


def test_a_dead_server_is_an_error():
    with pytest.raises(ChatModelError, match="CLAUSEWISE_CHAT_BASE_URL"):
        model_at("http://127.0.0.1:9/v1", chat_timeout_s=1).structured("Which town?", Town)


def test_an_unknown_provider_is_an_error():
    with pytest.raises(ChatModelError, match="nobody:model"):
        load_chat_model(Settings(chat_model="nobody:model"))


def test_a_langchain_model_without_structured_output_gives_json_in_text():
    fenced = f"```json\n{GOOD}\n```"
    model = LangChainModel("fake", FakeListChatModel(responses=[GOOD, fenced]))
    assert model.structured("Which town?", Town) == model.structured("Which town?", Town)


def test_the_scripted_model_replies_in_order_and_keeps_the_prompts():
    model = ScriptedChatModel(
        [GOOD, {"name": "Tartu", "people": 3}, Town(name="Oslo", people=1), ChatModelError("tired"), {"name": 1}]
    )
    assert [model.structured(q, Town).name for q in ("a", "b", "c")] == ["Riga", "Tartu", "Oslo"]
    for expected in ("tired", "does not fit", "at its end"):
        with pytest.raises(ChatModelError, match=expected):
            model.structured("d", Town)
    assert model.prompts[:3] == ["a", "b", "c"]


def test_a_prompt_states_its_variables_and_its_sha256():
    prompt = load_prompt("answer", {"passages", "history", "question"})
    assert len(prompt.sha256) == 64
    filled = prompt.fill(passages="$question ${x}", history="h", question="q")
    assert "$question ${x}" in filled
    with pytest.raises(ValueError, match="takes"):
        prompt.fill(passages="p")


@pytest.mark.parametrize(("name", "variables"), [("answer", {"passages"}), ("no_such_prompt", set())])
def test_a_prompt_that_does_not_fit_is_an_error(name, variables):
    with pytest.raises(SettingsError):
        load_prompt(name, variables)


def test_a_prompt_is_filled_whole():
    with pytest.raises(ValueError, match="takes"):
        Prompt("p", "a $b", frozenset({"b"}), "").fill(b="1", c="2")
