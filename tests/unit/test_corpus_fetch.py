"""Fetching from a real server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from corpus import fetch
from corpus.errors import ReadError
from corpus.fetch import fetch_list, read_list
from corpus.sources import load_corpus

PAGE = b"<html><body><h1>Overview</h1><p>Drafters should act.</p></body></html>"


class Site(BaseHTTPRequestHandler):
    """A small site: two pages, one forbidden, one that redirects away, one picture."""

    asked: ClassVar[list[str]] = []
    robots: ClassVar[tuple[int, bytes]] = (200, b"User-agent: *\nDisallow: /private\nCrawl-delay: 3\n")

    def do_GET(self) -> None:
        self.asked.append(self.path)
        bodies = {
            "/robots.txt": self.robots,
            "/a": (200, PAGE),
            "/b": (200, PAGE),
            "/private": (200, PAGE),
            "/big": (200, b"x" * 3000),
        }
        code, body = bodies.get(self.path, (404, b"none"))
        if self.path in {"/away", "/moved"}:
            code, body = 302, b""
        self.send_response(code)
        if code == 302:
            self.send_header("Location", "http://example.invalid/x" if self.path == "/away" else "/a")
        self.send_header(
            "Content-Type",
            "text/plain" if self.path == "/robots.txt" else "image/png" if self.path == "/big2" else "text/html; charset=utf-8",
        )
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Stay silent."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "*")
    Site.asked = []
    Site.robots = (200, b"User-agent: *\nDisallow: /private\nCrawl-delay: 3\n")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def listed(folder: Path, *entries: str) -> Path:
    path = folder / "LIST.toml"
    path.write_text("\n".join(f"[[page]]\n{entry}" for entry in entries), encoding="utf-8")
    return path


def test_pages_are_fetched_politely_and_only_once(site: str, tmp_path: Path) -> None:
    toml = listed(
        tmp_path,
        f'url = "{site}/a"\ntitle = "Page A"\nlast_edited = 2020-01-02',
        f'url = "{site}/private"',
        f'url = "{site}/b"\nid = "b"',
    )
    pauses: list[float] = []
    report = fetch_list(toml, tmp_path / "out", pause=pauses.append)
    assert [path.name for path in report.fetched] == ["page-a.html", "b.html"]
    assert report.failed == ((f"{site}/private", "robots.txt does not allow it"),)
    assert Site.asked == ["/robots.txt", "/a", "/b"]
    assert pauses == [3.0, 3.0]

    documents = load_corpus([tmp_path / "out"])
    assert documents["page-a"].text == "Overview\n\nDrafters should act."
    assert (documents["page-a"].title, documents["b"].source_url) == ("Page A", f"{site}/b")

    again = fetch_list(toml, tmp_path / "out", pause=pauses.append)
    assert (len(again.fetched), len(again.cached)) == (0, 2)
    assert Site.asked.count("/a") == 1


def test_one_page_that_fails_does_not_stop_the_others(site: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MAX_PAGE_BYTES", 1000)
    toml = listed(tmp_path, *(f'url = "{site}/{name}"' for name in ("none", "away", "big", "big2", "moved")))
    said: list[str] = []
    report = fetch_list(toml, tmp_path / "out", pause=lambda _seconds: None, progress=said.append)
    assert [path.name for path in report.fetched] == ["moved.html"]
    reasons = [reason for _, reason in report.failed]
    assert [word in reason for word, reason in zip(["404", "another site", "more than", "404"], reasons, strict=True)] == [
        True
    ] * 4
    assert len(said) == 5


@pytest.mark.parametrize(("robots", "allowed"), [((404, b""), True), ((500, b""), False), ((403, b""), False)])
def test_without_rules_all_is_allowed_and_with_unknown_rules_nothing(
    site: str, tmp_path: Path, robots: tuple[int, bytes], *, allowed: bool
) -> None:
    Site.robots = robots
    report = fetch_list(listed(tmp_path, f'url = "{site}/a"'), tmp_path / "out", pause=lambda _seconds: None)
    assert bool(report.fetched) is allowed


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ('url = "file:///etc/passwd"', "http"),
        ('url = "http://x.org/a"\ntitel = "x"', "titel"),
        ('url = "http://x.org/a"\nid = "../x"', "id"),
        ("url = ", "cannot be read"),
        ('url = "http://x.org/a"\n[[page]]\nurl = "http://y.org/a"', "two pages"),
    ],
)
def test_lists_that_are_wrong(tmp_path: Path, entry: str, said: str) -> None:
    with pytest.raises(ReadError, match=said) as caught:
        read_list(listed(tmp_path, entry))
    assert caught.value.where.endswith("LIST.toml")
