"""Fetching the guidance pages of a list (corpus/page_lists.py) from the web, politely: as robots.txt allows, one at a time, with a pause, and never twice.

Each page is written as it came, beside a file of the same name ending in .yaml that holds its front matter, so that the folder can
be loaded as a corpus; one that could not be read there is not written. A page that is there already is not fetched again, unless that is
asked for; an interrupted run goes on where it stopped.
"""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import yaml

from corpus.errors import ReadError
from corpus.page_lists import ListedPage, read_list
from corpus.readers.frontmatter import FrontMatter
from corpus.sources import SIDECAR_SUFFIX, PageFile, read_page

USER_AGENT = "clausewise"
MAX_PAGE_BYTES = 10 * 1024 * 1024
MAX_ROBOTS_BYTES = 512 * 1024
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
}
_ENDINGS = tuple(dict.fromkeys(_SUFFIXES.values()))


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What was done: files written, ids of pages that were there already, and for each page that failed its address and why."""

    fetched: tuple[Path, ...]
    cached: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]


@dataclass
class _Visit:
    """A run's manners: the pause between two requests, and each site's robots.txt."""

    delay_s: float
    timeout_s: float
    pause: Callable[[float], None]
    robots: dict[str, RobotFileParser] = field(default_factory=dict)
    has_asked: bool = False

    def get(self, url: str, limit: int) -> tuple[bytes, str]:
        """The body and media type of a page; waits first where something was asked before."""
        if self.has_asked:
            self.pause(self.wait(url))
        self.has_asked = True
        request = urllib.request.Request(url, headers={"User-Agent": USER_AGENT})  # noqa: S310 - ListedPage lets only http(s) through
        with _opener().open(request, timeout=self.timeout_s) as answer:
            body: bytes = answer.read(limit + 1)
            if len(body) > limit:
                raise ValueError(f"it has more than {limit / 1024**2:.1f} MB")
            return body, answer.headers.get_content_type()

    def wait(self, url: str) -> float:
        """Seconds: our own, or longer where the site asks for it."""
        rules = self.robots.get(_site(url))
        asked = rules.crawl_delay(USER_AGENT) if rules is not None else None
        return max(self.delay_s, float(asked or 0))

    def may_fetch(self, url: str) -> bool:
        """What the site's robots.txt says; everything where it has none, nothing where it cannot be had."""
        site = _site(url)
        if site not in self.robots:
            self.robots[site] = self._rules(site)
        return self.robots[site].can_fetch(USER_AGENT, url)

    def _rules(self, site: str) -> RobotFileParser:
        rules = RobotFileParser(f"{site}/robots.txt")
        try:
            body, _ = self.get(f"{site}/robots.txt", MAX_ROBOTS_BYTES)
            rules.parse(body.decode("utf-8", errors="replace").splitlines())
        except urllib.error.HTTPError as error:
            error.close()
            rules.parse([] if 400 <= error.code < 500 and error.code not in {401, 403, 429} else ["User-agent: *", "Disallow: /"])  # noqa: PLR2004 - HTTP
        return rules


def fetch_list(
    toml_path: Path,
    out_dir: Path,
    *,
    elsewhere: Collection[str] = (),
    again: bool = False,
    delay_s: float = 2.0,
    timeout_s: float = 30.0,
    progress: Callable[[str], None] = lambda _line: None,
    pause: Callable[[float], None] = time.sleep,
) -> FetchReport:
    """Fetch the pages of a list into a folder.

    Args:
        toml_path: the list.
        out_dir: the folder; made where it is not there.
        elsewhere: ids of pages that are loaded from other folders; they are never fetched, for no two pages may have one id.
        again: fetch what is in the folder already, too; where that fails, what was there stays.
        delay_s: seconds between two requests; a longer delay in robots.txt wins.
        timeout_s: seconds to wait for an answer.
        progress: told one line for each page.
        pause: waits; replaced in tests.

    Returns:
        What was fetched, what was there already, and what failed: one page that fails does not stop the others.

    Raises:
        ReadError: the list is wrong.
    """
    pages = read_list(toml_path)
    out_dir.mkdir(parents=True, exist_ok=True)
    visit = _Visit(delay_s, timeout_s, pause)
    fetched, cached, failed = [], [], []
    for page in pages:
        if page.stem in elsewhere or (there(page, out_dir) and not again):
            cached.append(page.stem)
            progress(f"{page.url}: there already")
            continue
        try:
            fetched.append(_fetch(page, out_dir, visit))
            progress(f"{page.url}: fetched")
        except (OSError, HTTPException, ValueError, ReadError) as error:
            if isinstance(error, urllib.error.HTTPError):
                error.close()
            failed.append((page.url, str(error)))
            progress(f"{page.url}: {error}")
    return FetchReport(tuple(fetched), tuple(cached), tuple(failed))


def there(page: ListedPage, out_dir: Path) -> Path | None:
    """The page's file, where an earlier run has finished it: the front matter is written first, the page last."""
    paths = (out_dir / f"{page.stem}{suffix}" for suffix in _ENDINGS)
    return next((path for path in paths if path.is_file()), None)


def _fetch(page: ListedPage, out_dir: Path, visit: _Visit) -> Path:
    if not visit.may_fetch(page.url):
        raise ValueError("robots.txt does not allow it")
    body, media_type = visit.get(page.url, MAX_PAGE_BYTES)
    if media_type not in _SUFFIXES:
        raise ValueError(f"it is {media_type}, not a page of text")
    path = out_dir / f"{page.stem}{_SUFFIXES[media_type]}"
    sidecar = _front_matter(page)
    read_page(PageFile(path, body, sidecar))
    before = there(page, out_dir)
    _write(path.with_suffix(SIDECAR_SUFFIX), sidecar)
    _write(path, body)
    if before is not None and before != path:
        before.unlink()
    return path


def _front_matter(page: ListedPage) -> bytes:
    front = FrontMatter(
        title=page.title, module=page.module, source_url=page.url, last_edited=page.last_edited, publisher=page.publisher
    )
    return yaml.safe_dump(front.model_dump(exclude_none=True), allow_unicode=True, sort_keys=False).encode()


def _write(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(data)
    part.replace(path)


class _SameKindOnly(urllib.request.HTTPRedirectHandler):
    """Follows redirects on one site only: another site has rules of its own, which were not asked."""

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0917 - as in the standard library
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        if new.scheme not in {"http", "https"} or (old.hostname, old.port or 0) != (new.hostname, new.port or 0):
            raise urllib.error.URLError(f"it redirects to another site, {newurl}; list that address")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    """An opener for http and https alone."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        _SameKindOnly(),
    ):
        opener.add_handler(handler)
    return opener


def _site(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
