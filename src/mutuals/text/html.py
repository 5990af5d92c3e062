"""Foreign HTML: to plain text with its lines, or cleaned to the few tags that may be shown."""

import re
from collections.abc import Iterator
from html import unescape

import nh3

_PARAGRAPHS = frozenset("p blockquote pre ul ol dl table h1 h2 h3 h4 h5 h6 hr".split())
_LINES = frozenset("br div li dt dd tr section article header footer".split())
_CELLS = frozenset(("td", "th"))
# What is not shown ends at its own end tag and nowhere else, except that a page may forget to end its head.
_SILENT = {
    tag: re.compile(f"</{tag}(?![a-z0-9])" + ("|<body(?![a-z0-9])" if tag == "head" else ""), re.IGNORECASE)
    for tag in "script style head title noscript template svg math object textarea select".split()
}
_MANY_LINES = re.compile(r"\n{3,}")
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
_WHITE = re.compile(r"[ \t\r\n\f\v]+")
_OPENS = re.compile(r"<(?=[A-Za-z!?/])")
_NAME = re.compile(r"/?[A-Za-z][^\s/<>]{0,40}")
_QUOTED_TO_END = re.compile(r"""(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_HREF = re.compile(r"""(?<![\w-])href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_SCHEME = re.compile(r"(?:https?://)?(?:www\.)?", re.IGNORECASE)
_LONGEST_TAG = 8_000

TAGS = {"p", "br", "a", "blockquote", "ul", "ol", "li", "em", "strong", "b", "i", "code", "pre"}


def plain(html: str) -> str:
    """The text of foreign HTML with its lines: scripts and styles dropped, entities decoded, links by their text.

    An address that is shown shortened or in parts (as Mastodon does) is shown whole, once. Takes any input, broken
    or deeply nested, in time linear in its length.
    """
    if "<" not in html and "&" not in html:
        return html.strip()
    writer = _Writer()
    for tag, rest in _pieces(html):
        if tag:
            writer.tag(tag, rest)
        else:
            writer.text(rest)
    return writer.written()


def safe(html: str) -> str:
    """Foreign HTML with nothing but paragraphs, breaks, links, quotes, lists, emphasis and code.

    No images, styles or ids; links open only http, https and mailto and carry rel="nofollow noopener noreferrer ugc".
    """
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener noreferrer ugc",
    )


class _Writer:
    """Gathers text and line breaks; knows the link and the preformatted block that are open."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.link: tuple[str, int] | None = None
        self.preformatted = 0

    def text(self, source: str) -> None:
        text = unescape(source)
        self.parts.append(text if self.preformatted else _WHITE.sub(" ", text))

    def tag(self, tag: str, rest: str) -> None:
        name = tag.lstrip("/")
        if name == "a":
            self.link_ended()
            if tag == name:
                self.link = (_href(rest), len(self.parts))
        elif name in _PARAGRAPHS:
            self.parts.append("\n\n")
        elif name in _LINES:
            self.parts.append("\n" if name == "br" or not self.at_line_start() else "")
        elif name in _CELLS:
            self.parts.append(" ")
        if name == "pre":
            self.preformatted = max(0, self.preformatted + (1 if tag == name else -1))

    def at_line_start(self) -> bool:
        """Whether the last piece already ended a line; blocks inside blocks then add no empty one."""
        return not self.parts or self.parts[-1] == "" or self.parts[-1].endswith("\n")

    def link_ended(self) -> None:
        if self.link is None:
            return
        (href, start), self.link = self.link, None
        if _is_address("".join(self.parts[start:]), href):
            self.parts[start:] = [href]

    def written(self) -> str:
        self.link_ended()
        lines = (_SPACES.sub(" ", line).strip() for line in "".join(self.parts).split("\n"))
        return _MANY_LINES.sub("\n\n", "\n".join(lines)).strip()


def _pieces(html: str) -> Iterator[tuple[str, str]]:
    """Tags as (name or /name in small letters, the rest of the tag), text as ("", text); comments are passed over.

    A scanner of our own: the standard library's parser takes time quadratic in the number of unclosed brackets.
    """
    at = begun = 0
    while opened := _OPENS.search(html, at):
        at, name = opened.start(), _NAME.match(html, opened.end())
        end = _end_of_tag(html, name.end()) if name else _behind_comment(html, at)
        if end < 0:
            at += 1  # a bracket that opens nothing is text
            continue
        if at > begun:
            yield "", html[begun:at]
        tag = name[0].lower() if name else ""
        if name and tag not in _SILENT:
            yield tag, html[name.end() : end - 1]
        at = begun = _behind(_SILENT[tag], html, end) if tag in _SILENT else end
    if begun < len(html):
        yield "", html[begun:]


def _end_of_tag(html: str, at: int) -> int:
    """The place behind a tag's closing bracket, brackets in quotes passed over; -1 if there is none near."""
    limit = at + _LONGEST_TAG
    end = html.find(">", at, limit)
    if end >= 0 and (html.count('"', at, end) % 2 or html.count("'", at, end) % 2):
        quoted = _QUOTED_TO_END.match(html, at, limit)
        return quoted.end() if quoted else end + 1
    return end + 1 if end >= 0 else -1


def _behind(end_tag: re.Pattern[str], html: str, at: int) -> int:
    """The place of the end tag of something that is not shown, or the end of the text."""
    found = end_tag.search(html, at)
    return found.start() if found else len(html)


def _behind_comment(html: str, at: int) -> int:
    """The place behind a comment or another declaration; a comment without an end runs to the end of the text."""
    if html.startswith("<!--", at):
        end = html.find("-->", at + 2)
        return end + 3 if end >= 0 else len(html)
    end = html.find(">", at + 2, at + _LONGEST_TAG)
    return end + 1 if end >= 0 else at + 2


def _href(rest: str) -> str:
    found = _HREF.search(rest)
    return unescape(found[1] or found[2] or found[3] or "").strip() if found else ""


def _is_address(shown: str, href: str) -> bool:
    """Whether a link's text is its own address, perhaps without its scheme or its end."""
    text = shown.strip()
    bare, whole = _bare(text.rstrip("…").removesuffix("...")), _bare(href)
    return "." in bare and "://" in href and not text.startswith(("@", "#")) and whole.startswith(bare)


def _bare(address: str) -> str:
    return address[_SCHEME.match(address).end() :]  # type: ignore[union-attr]
