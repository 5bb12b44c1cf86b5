"""A chat-completions server on this machine, with the faults that real ones have. Standard library only."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Json = dict[str, Any]
TOKENS = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}


@dataclass(frozen=True, slots=True)
class Served:
    """What the server does with one request.

    ``content`` is the message's text; with a status other than 200, the error's. ``raw`` is sent instead of a completion. ``tool``: the content
    goes into a call of the tool that was offered. ``refusal``: the model's refusal instead of content. ``cut``: the connection is closed after
    that many bytes of the body. ``finish`` is why the model stopped. ``delay`` is in seconds.
    """

    content: str = ""
    status: int = 200
    raw: bytes | None = None
    tool: bool = False
    refusal: str | None = None
    cut: int | None = None
    finish: str = "stop"
    delay: float = 0.0


@dataclass(slots=True)
class Traffic:
    """Where the server listens, and the bodies of the requests that came."""

    url: str
    requests: list[Json] = field(default_factory=list)

    def prompts(self) -> list[str]:
        """The last message of each request."""
        return [request["messages"][-1]["content"] for request in self.requests]


@contextmanager
def chat_server(answer: Callable[[Json, int], Served]) -> Iterator[Traffic]:
    """Serve; ``answer`` is given a request's body and its number, from 1."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            traffic.requests.append(body)
            self._serve(answer(body, len(traffic.requests)), body)

        def _serve(self, served: Served, body: Json) -> None:
            time.sleep(served.delay)
            data = served.raw if served.raw is not None else json.dumps(_completion(served, body)).encode()
            self.send_response(served.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data[: served.cut])
            if served.cut is not None:
                self.wfile.flush()
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True

        def log_message(self, *_args: object) -> None:
            """Nothing is logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_args: None  # type: ignore[method-assign]  # a client that gave up is what some tests are about
    traffic = Traffic(f"http://127.0.0.1:{server.server_port}/v1")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield traffic
    finally:
        server.shutdown()
        server.server_close()
        thread.join(2)


def _completion(served: Served, body: Json) -> Json:
    if served.status != 200:
        return {"error": {"message": served.content}}
    message: Json = {"role": "assistant", "content": served.content}
    if served.refusal is not None:
        message = {"role": "assistant", "content": None, "refusal": served.refusal}
    if served.tool and body.get("tools"):
        called = {"name": body["tools"][0]["function"]["name"], "arguments": served.content}
        message = {"role": "assistant", "content": None, "tool_calls": [{"id": "call-1", "type": "function", "function": called}]}
    choice = {"index": 0, "message": message, "finish_reason": "tool_calls" if served.tool else served.finish}
    return {"id": "1", "object": "chat.completion", "created": 1, "model": body["model"], "choices": [choice], "usage": TOKENS}
