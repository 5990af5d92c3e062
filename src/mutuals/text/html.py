"""Foreign HTML: to plain text with its lines, or cleaned to the few tags that may be shown."""

import re
from html.parser import HTMLParser

import nh3

_LINES = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "table"})
_PARAGRAPHS = frozenset({"p", "blockquote", "pre", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "head", "title", "noscript", "template", "svg", "math"})
_MANY_LINES = re.compile(r"\n{3,}")
_SPACES = re.compile(r"[ \t\r\f\v]+")
_PLAIN = re.compile(r"[<&]")
LONGEST = 2_000_000

TAGS = {"p", "br", "a", "blockquote", "ul", "ol", "li", "em", "strong", "b", "i", "code", "pre"}


class _Text(HTMLParser):
    """Collects text; the parser itself never nests, so that depth costs nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent: str = ""
        self._link: str = ""
        self._link_from: int = -1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._silent:
            return
        if tag in _SILENT:
            self._silent = tag
        elif tag in _LINES:
            self.parts.append("\n\n" if tag in _PARAGRAPHS else "\n")
        elif tag == "a":
            # Mastodon hides parts of long links in spans; the address itself is what a person would read.
            self._link, self._link_from = dict(attrs).get("href") or "", len(self.parts)

    def handle_endtag(self, tag: str) -> None:
        if tag == self._silent:
            self._silent = ""
        elif tag in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag == "a" and self._link_from >= 0:
            shown = "".join(self.parts[self._link_from :])
            if _is_address(shown, self._link):
                self.parts[self._link_from :] = [self._link]
            self._link_from = -1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data.replace("\n", " "))


def plain(html: str) -> str:
    """The text of foreign HTML with its line breaks; scripts and styles dropped, entities decoded, links' text kept
    (an address shown in parts is shown whole). Broken and deeply nested input takes time linear in its length."""
    if not _PLAIN.search(html):
        return html.strip()
    parser = _Text()
    try:
        parser.feed(html[:LONGEST])
        parser.close()
    except (AssertionError, ValueError):
        # The parser gives up on a few broken declarations; what it read until then is kept.
        parser.parts.append("")
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(parser.parts).split("\n"))
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


def safe(html: str) -> str:
    """Foreign HTML with nothing but paragraphs, breaks, links, quotes, lists and emphasis; links say nothing of us."""
    return nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer ugc",
    )  # fmt: skip


def _is_address(shown: str, href: str) -> bool:
    """Whether a link's text is (a part of) its own address."""
    text = shown.strip().rstrip("…")
    return bool(text) and " " not in text and "://" in href and not text.startswith(("@", "#")) and text in href
