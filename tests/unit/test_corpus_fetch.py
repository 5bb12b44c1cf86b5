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
from corpus.fetch import fetch_list
from corpus.page_lists import read_list
from corpus.sources import load_corpus, page_paths, shipped_guidance, shipped_lists

PAGE = b"<html><body><h1>Overview</h1><p>Drafters should act.</p></body></html>"


class Site(BaseHTTPRequestHandler):
    """A small site: two pages, one forbidden, one that redirects away, one picture."""

    asked: ClassVar[list[str]] = []
    body: ClassVar[bytes] = PAGE
    broken: ClassVar[set[str]] = set()
    robots: ClassVar[tuple[int, bytes]] = (200, b"User-agent: *\nDisallow: /private\nCrawl-delay: 3\n")

    def do_GET(self) -> None:
        self.asked.append(self.path)
        bodies = {
            "/robots.txt": self.robots,
            "/a": (200, self.body),
            "/b": (200, PAGE),
            "/blank": (200, b"<html><body><script>render()</script></body></html>"),
            "/notes.txt": (200, b"Drafters should act."),
            "/private": (200, PAGE),
            "/big": (200, b"x" * 3000),
        }
        code, body = (500, b"broken") if self.path in self.broken else bodies.get(self.path, (404, b"none"))
        if self.path in {"/away", "/moved"}:
            code, body = 302, b""
        self.send_response(code)
        if code == 302:
            self.send_header("Location", "http://example.invalid/x" if self.path == "/away" else "/a")
        self.send_header(
            "Content-Type",
            "text/plain" if self.path.endswith(".txt") else "image/png" if self.path == "/big2" else "text/html; charset=utf-8",
        )
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Stay silent."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "*")
    Site.asked, Site.body, Site.broken = [], PAGE, set()
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


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def quickly(toml: Path, folder: Path, **options: object) -> fetch.FetchReport:
    return fetch_list(toml, folder, pause=lambda _seconds: None, **options)


def test_a_run_goes_on_where_one_before_it_stopped(site: str, tmp_path: Path) -> None:
    toml, out = listed(tmp_path, f'url = "{site}/a"', f'url = "{site}/b"'), tmp_path / "out"
    Site.broken = {"/b"}
    first = quickly(toml, out)
    assert ([path.name for path in first.fetched], len(first.failed)) == (["a.html"], 1)
    (out / ".b.html.part").write_bytes(PAGE[:20])  # written by a run that was killed
    Site.broken = set()
    second = quickly(toml, out)
    assert ([path.name for path in second.fetched], second.cached) == (["b.html"], ("a",))
    assert set(load_corpus([out])) == {"a", "b"}


def test_a_page_that_is_loaded_from_elsewhere_is_never_fetched(site: str, tmp_path: Path) -> None:
    toml = listed(tmp_path, f'url = "{site}/a"')
    report = quickly(toml, tmp_path / "out", elsewhere={"a"}, again=True)
    assert (report.cached, Site.asked) == (("a",), [])


def test_a_page_that_could_not_be_loaded_is_not_written(site: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    report = quickly(listed(tmp_path, f'url = "{site}/blank"'), out)
    assert report.failed[0][0] == f"{site}/blank"
    assert names(out) == []


def test_what_was_fetched_is_fetched_again_on_demand(site: str, tmp_path: Path) -> None:
    toml, out = listed(tmp_path, f'url = "{site}/a"'), tmp_path / "out"
    quickly(toml, out)
    Site.body = PAGE.replace(b"act", b"wait")
    assert quickly(toml, out).cached == ("a",)
    assert len(quickly(toml, out, again=True).fetched) == 1
    assert load_corpus([out])["a"].text == "Overview\n\nDrafters should wait."
    Site.broken = {"/a"}
    assert len(quickly(toml, out, again=True).failed) == 1
    assert load_corpus([out])["a"].text == "Overview\n\nDrafters should wait."


def test_a_page_that_comes_in_another_form_takes_the_place_of_the_old_one(site: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    quickly(listed(tmp_path, f'url = "{site}/a"\nid = "notes"'), out)
    quickly(listed(tmp_path, f'url = "{site}/notes.txt"\nid = "notes"'), out, again=True)
    assert names(out) == ["notes.txt", "notes.yaml"]


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


def test_the_lists_that_ship_can_be_read_and_name_the_shipped_page() -> None:
    stems = {page.stem for path in shipped_lists().glob("*.toml") for page in read_list(path)}
    assert set(page_paths([shipped_guidance()])) <= stems
