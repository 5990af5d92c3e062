"""Foreign HTML: to plain text with its lines, or cleaned to the few tags that may be shown."""

import re
from collections.abc import Iterator
from html import unescape

import nh3

_LINES = frozenset(
    {
        "br",
        "p",
        "div",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "ul",
        "ol",
        "table",
    }
)
_PARAGRAPHS = frozenset({"p", "blockquote", "pre", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset({"script", "style", "head", "title", "noscript", "template", "svg", "math"})
_MANY_LINES = re.compile(r"\n{3,}")
_SPACES = re.compile(r"[ \t\r\f\v]+")
_TAG = re.compile(r"<(/?[A-Za-z][^\s/<>]{0,40})([^<>]{0,4000})>")
_HREF = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
LONGEST = 2_000_000

TAGS = {"p", "br", "a", "blockquote", "ul", "ol", "li", "em", "strong", "b", "i", "code", "pre"}


def plain(html: str) -> str:
    """The text of foreign HTML with its line breaks; scripts and styles dropped, entities decoded, links' text kept
    (an address shown in parts is shown whole). Broken and deeply nested input takes time linear in its length."""
    if "<" not in html and "&" not in html:
        return html.strip()
    text = _Text()
    for tag, rest in _pieces(html[:LONGEST]):
        text.take(tag, rest)
    lines = (_SPACES.sub(" ", line).strip() for line in "".join(text.parts).split("\n"))
    return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


class _Text:
    """The text of a page while it is read."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self._silent = self._link = ""
        self._link_from = -1

    def take(self, tag: str, rest: str) -> None:
        """Takes one piece: text where `tag` is empty, else a tag and the rest of it."""
        if self._silent:
            self._silent = "" if tag == "/" + self._silent else self._silent
        elif not tag:
            self.parts.append(unescape(rest).replace("\n", " "))
        elif tag in _SILENT:
            self._silent = tag
        elif tag in ("a", "/a"):
            self._anchor(tag, rest)
        else:
            self._line(tag)

    def _anchor(self, tag: str, rest: str) -> None:
        if tag == "a":
            found = _HREF.search(rest)
            self._link = unescape(found[1] or found[2] or found[3] or "") if found else ""
            self._link_from = len(self.parts)
        elif self._link_from >= 0:
            # Mastodon hides parts of long links in spans; the address itself is what a person would read.
            if _is_address("".join(self.parts[self._link_from :]), self._link):
                self.parts[self._link_from :] = [self._link]
            self._link_from = -1

    def _line(self, tag: str) -> None:
        name = tag.lstrip("/")
        if name in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif tag in _LINES:
            self.parts.append("\n")


def _pieces(html: str) -> Iterator[tuple[str, str]]:
    """Tags as (name or /name in small letters, the rest of the tag), text as ("", text); comments are passed over.

    A scanner of our own: the standard library's parser takes time quadratic in the number of unclosed brackets.
    """
    at, size, ends = 0, len(html), True
    while at < size:
        opened = html.find("<", at)
        if opened < 0:
            yield "", html[at:]
            return
        if opened > at:
            yield "", html[at:opened]
        found = _TAG.match(html, opened)
        if found:
            yield found[1].lower(), found[2]
            at = found.end()
        elif html.startswith(("<!", "<?"), opened):
            close = "-->" if html.startswith("<!--", opened) else ">"
            end = html.find(close, opened) if ends else -1
            ends = end >= 0
            at = end + len(close) if ends else opened + 2
        else:
            yield "", "<"
            at = opened + 1


def safe(html: str) -> str:
    """Foreign HTML with nothing but paragraphs, breaks, links, quotes, lists and emphasis; links say nothing of us."""
    return nh3.clean(
        html, tags=TAGS, attributes={"a": {"href"}}, url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer ugc",
    )  # fmt: skip


def _is_address(shown: str, href: str) -> bool:
    """Whether a link's text is (a part of) its own address."""
    text = shown.strip().rstrip("…")
    return (
        bool(text) and " " not in text and "://" in href and not text.startswith(("@", "#")) and text in href
    )
