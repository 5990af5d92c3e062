"""What the lines of an exported WhatsApp chat say: who wrote, what kind of thing, which words were typed.

Pure. Told apart by form first (brackets, the mark U+200E, file names), by `whatsapp_words` second.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal, NamedTuple
from urllib.parse import unquote

from mutuals.as2 import Link
from mutuals.wire import whatsapp_words as words
from mutuals.wire.whatsapp_dates import MARKS, Grammar, Head

Kind = Literal["text", "media", "poll", "place", "deleted", "call", "notice"]
MARK = "\u200e"
MAX_TEXT = 131_072
MAX_NAME = 120
NAMELESS = "(no name)"
SHORT = 80

_MARKS = re.compile(f"[{MARKS}]")
_OPEN_QUOTE = re.compile("“[^”]*$|«[^»]*$|「[^」]*$|『[^』]*$|„[^“”‟]*$")
PHONE = re.compile(r"\+?[\d\s().\-\u2010\u2011/]{7,24}")
_ATTACHED_IOS = re.compile(r"<[^<>:]{2,40}: ?(?P<file>[^<>\n]+\.\w{1,5})>$")
_ATTACHED_ANDROID = re.compile(r"(?P<file>[^\n]+?\.\w{0,5}) \((?P<word>[^()]{3,40})\)$")
_ANDROID_FILE = re.compile(r"(?:IMG|VID|AUD|PTT|STK|GIF|DOC|VN)-\d{8}-WA\d{4}\.\w*$")
_OMITTED_ANDROID = re.compile(r"<[^<>:@/\d]{4,60}>")
_EDITED = re.compile(r"\s?(?P<mark>\u200e?)<(?P<word>[^<>:]{4,60})>$")
_POLL = re.compile(rf"(?:{'|'.join(words.POLLS)}):\s*(?:\n|$)", re.IGNORECASE)
_VOTES = re.compile(r"\s?\([\u200e\u200f]?\D{0,12}\d+[^()\d]*\)$")
_PLACE = re.compile(
    r"(?P<label>[^:\n]{2,40}): "
    r"(?P<url>https?://(?:maps\.google\.|www\.google\.\w+/maps|maps\.app\.goo)\S+)"
)
_DELETED, _EDITED_WORDS = frozenset(words.DELETED), frozenset(words.EDITED)
_LIVE, _ATTACHED = frozenset(words.LIVE_LOCATION), frozenset(words.ATTACHED)
_ENDS = frozenset((">", ")", ""))
_DELETED_BY = tuple(words.DELETED_BY)
_OMIT = re.compile("|".join(map(re.escape, words.OMITTED_STEMS)))
_OMIT_SURE = re.compile(
    r"\b(?:omitted|omitid[oa]|omess[oa]|weggelassen|weggelaten|absente?|dahil edilmedi|disertakan)$"
)
_FILE_END = re.compile(r"\.\w{2,4}\s*$")
_MEDIA = {kind: re.compile(stems) for kind, stems in words.MEDIA_STEMS.items()}
_CALL = re.compile("|".join(map(re.escape, words.CALL_STEMS)))
_ENCRYPTION = re.compile("|".join(map(re.escape, words.ENCRYPTION_STEMS)))


class Line(NamedTuple):
    """What stands behind a head: the sender ("" for a notice without one), the text with its marks, and
    whether the line carries the mark of iOS for what people did not type."""

    sender: str
    text: str
    marked: bool


class Said(NamedTuple):
    """A text understood: its kind, the words typed, what was attached, and the text that its id is made of,
    which leaves out what changes from one export to the next (file numbers, votes)."""

    kind: Kind
    content: str = ""
    attachment: tuple[Link, ...] = ()
    stable: str = ""


class Message(NamedTuple):
    """One message: the number of its first line, its head, sender and text, whether the mark led its line."""

    line: int
    head: Head
    rest: str
    led: bool


def plain(text: str) -> str:
    """Text without direction marks, in composed form, spaces around it removed."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFC", _MARKS.sub("", text)).strip()


def messages(lines: Iterable[str], grammar: Grammar) -> Iterator[Message | tuple[int, str]]:
    """Joins lines to messages; a line without a head goes on with the message before it.

    Lines before the first head come as (number, line): the file begins in the middle of a message.
    """
    open_: list[str] = []
    number, head, led, size = 0, None, False, 0
    for at, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n")
        found = grammar.head(line) if line and not line[0].isspace() else None
        if found is not None:
            if head is not None:
                yield Message(number, head, "\n".join(open_), led)
            number, head, led = at, found, line[0] == MARK
            open_ = [line[found.text_at :]]
            size = len(line)
        elif head is None:
            if plain(line):
                yield at, line
        elif size < MAX_TEXT:
            open_.append(line)
            size += len(line) + 1
    if head is not None:
        yield Message(number, head, "\n".join(open_), led)


def split(rest: str, led: bool, bracket: bool) -> Line:
    """Parts sender and text; `led`: the line began with the mark; `bracket`: it is an iOS line."""
    first = rest.partition("\n")[0]
    if bracket and rest.startswith(MARK) and not _begins_with_number(first):
        return Line("", rest, True)
    at = first.find(": ")
    if at < 0 and first.rstrip().endswith(":"):
        at = len(first.rstrip()) - 1
    sender = rest[:at] if 0 <= at <= MAX_NAME else ""
    if not sender or not is_sender(sender):
        return Line("", rest, True)
    text = rest[at + 1 :].removeprefix(" ")
    return Line(sender, text, bracket and (led or text.startswith(MARK)))


def _begins_with_number(first: str) -> bool:
    return bool(PHONE.fullmatch(_MARKS.sub("", first).partition(": ")[0])) and ": " in first


@lru_cache(8192)
def is_sender(text: str) -> bool:
    """Whether what stands before the first colon can be a name, and not a notice that quotes a colon."""
    return not text.count('"') % 2 and not _OPEN_QUOTE.search(text)


@lru_cache(8192)
def name_of(sender: str) -> tuple[str, bool]:
    """The name of a sender, and whether that person chose it (`~`: not in the address book)."""
    name = re.sub(r"\s+", " ", plain(sender))
    if name.startswith("~"):
        return name[1:].strip() or "~", True
    return name or NAMELESS, False


class _Text(NamedTuple):
    text: str
    bare: str
    lowered: str
    line: Line
    bracket: bool
    early: bool


def understand(line: Line, *, bracket: bool, early: bool = False) -> Said:
    """Tells the kind of a line; `early` marks the first lines of a file, where the first notice stands."""
    if not line.sender:
        return Said("call" if _is_call(line.text) else "notice")
    if not (early or line.marked) and (content := _plainly(line.text, bracket)):
        return Said("text", content, (), content)
    text = _without_edited(line.text)
    bare = text.strip(MARK + " ") if MARK in text else text.strip()
    lowered = plain(bare).rstrip(".。").lower() if len(bare) < 200 else ""
    known = _Text(text, bare, lowered, line, bracket, early)
    for reader in (_deleted, _attached, _omitted, _poll, _place, _notice):
        if found := reader(known):
            return found
    content = plain(text)
    return Said("text", content, (), content)


def _plainly(text: str, bracket: bool) -> str:
    """The text of a message that has no sign of being anything else, or ""; most are such."""
    if text[-1:] in _ENDS or ":" in text or MARK in text or text[:1] == "<":
        return ""
    content = plain(text)
    if len(content) < SHORT:
        lowered = content.rstrip(".。").lower()
        if lowered in _DELETED or lowered in _LIVE or lowered.startswith(_DELETED_BY):
            return ""
        if bracket and _OMIT_SURE.search(lowered):
            return ""
    return content


def _deleted(known: _Text) -> Said | None:
    gone = known.lowered in _DELETED or known.lowered.startswith(_DELETED_BY)
    return Said("deleted") if gone else None


def _notice(known: _Text) -> Said | None:
    if not known.bracket:
        return None
    if known.text.startswith(MARK):
        return Said("call" if _is_call(known.text) else "notice")
    first = known.early and len(known.bare) > 40 and _ENCRYPTION.search(known.bare.lower())
    return Said("notice") if first else None


def _place(known: _Text) -> Said | None:
    if known.lowered in _LIVE:
        return Said("place", "", (Link("", "Link", plain(known.bare)),), "\0place")
    match = _PLACE.match(known.bare)
    if match is None or (known.bracket and not known.line.marked):
        return None
    return Said("place", "", (Link(match["url"], "Link", plain(match["label"])),), match["url"])


def _is_call(text: str) -> bool:
    lowered = text.lower()
    return (
        len(text) < 100
        and '"' not in text
        and bool(_CALL.search(lowered) and not _ENCRYPTION.search(lowered))
    )


def _without_edited(text: str) -> str:
    if not text.endswith(">"):
        return text
    match = _EDITED.search(text)
    if match is None or not match.start():
        return text
    known = plain(match["word"]).rstrip(".").lower() in _EDITED_WORDS
    left_out = _OMIT.search(match["word"].lower())
    return text[: match.start()] if known or (match["mark"] and not left_out) else text


def _attached(known: _Text) -> Said | None:
    bare = known.bare
    if known.bracket:
        match = _ATTACHED_IOS.search(bare) if bare.endswith(">") else None
        return _media(match["file"], _caption(bare[: match.start()], match["file"])) if match else None
    first, _, caption = bare.partition("\n")
    match = _ATTACHED_ANDROID.match(first) if first.endswith(")") else None
    if match is None:
        return None
    name = plain(match["file"])
    sure = known.text.startswith(MARK) or _ANDROID_FILE.match(name) or match["word"].lower() in _ATTACHED
    return _media(name, plain(caption)) if sure else None


def _caption(text: str, file: str) -> str:
    """iOS writes "name • 2 pages" before a document; that is its name and not what a person said."""
    caption = plain(text)
    name = re.sub(r"^\d{8}-", "", file)
    stem = name.rsplit(".", 1)[0]
    return "" if caption in (name, stem) or caption.startswith((f"{stem} •", f"{name} •")) else caption


def _media(file: str, caption: str) -> Said:
    name = plain(file)
    kind, media_type = words.KINDS.get(name.rsplit(".", 1)[-1].lower(), ("Document", ""))
    if name.startswith(("AUD-", "PTT-")):
        kind = "Audio"
    return Said("media", caption, (Link("", kind, name, media_type),), f"\0media\n{caption}")


def _omitted(known: _Text) -> Said | None:
    return _omitted_ios(known) if known.bracket else _omitted_android(known.bare)


def _omitted_android(bare: str) -> Said | None:
    match = _OMITTED_ANDROID.match(bare)
    if match is None or bare[match.end() : match.end() + 1] not in ("", "\n"):
        return None
    inside = match[0].lower()
    if not _OMIT.search(inside) and not _kind(inside):
        return None
    caption = plain(bare[match.end() :])
    return Said("media", caption, (Link("", "Document"),), f"\0media\n{caption}")


def _omitted_ios(known: _Text) -> Said | None:
    before, mark, last = known.bare.rpartition(MARK)
    short = plain(last).rstrip(".").lower()
    if not 4 <= len(short) <= 60:
        return None
    certain = mark or known.line.marked
    if not (_OMIT.search(short) if certain else len(short.split()) <= 4 and _OMIT_SURE.search(short)):
        return None
    kind = _kind(short)
    caption = "" if "•" in before or _FILE_END.search(before) else plain(before)
    return Said("media", caption, (Link("", kind),), f"\0media\n{caption}") if kind else None


def _kind(short: str) -> str:
    return next((kind for kind, stems in _MEDIA.items() if stems.search(short)), "")


def _poll(known: _Text) -> Said | None:
    if not _POLL.match(known.bare):
        return None
    lines = [plain(line) for line in known.bare.split("\n")[1:]]
    options = [_VOTES.sub("", line.partition(": ")[2] or line) for line in lines[1:] if line]
    content = "\n".join((lines[0] if lines else "", *(f"- {option}" for option in options)))
    return Said("poll", content, (), f"\0poll\n{content}")


def title_of(path: str) -> str:
    """The chat that a file, folder or ZIP is named after, in many languages; "" when it names none.

    `path` is one path component, "WhatsApp Chat with Ola.txt" or "WhatsApp Chat - Ola.zip".
    """
    stem = re.sub(r"\.(?:txt|zip|text)$", "", path.strip(), flags=re.IGNORECASE)
    stem = unquote(stem) if "%" in stem else stem
    stem = stem.replace("_", " ") if " " not in stem else stem
    stem = re.sub(r"\s+", " ", words.COPY.sub("", words.PREFIX_COPY.sub("", plain(stem))))
    found = (match["name"] for pattern in _TITLES if (match := pattern.search(stem)))
    return next((name_of(name)[0] for name in found if plain(name)), "")


_WITH = "|".join(sorted(words.WITH, key=len, reverse=True))
_TITLES = (
    *(re.compile(pattern, re.IGNORECASE) for pattern in words.AFTER),
    re.compile(rf"{words.BRAND}\S*(?:\s[^\s\-–]+)?\s[-–]\s(?P<name>.+)$", re.IGNORECASE),
    re.compile(
        rf"{words.BRAND}\S*(?:\s\S+)??\s(?:{_WITH}):?\s(?P<name>.+)$",
        re.IGNORECASE,
    ),
)


def alike(one: str, other: str) -> bool:
    """Whether two names are one: the same letters and digits, or, without any, the same signs."""
    return _letters(one) == _letters(other)


@lru_cache(8192)
def _letters(name: str) -> str:
    folded = unicodedata.normalize("NFKC", plain(name)).casefold().lstrip("~ ")
    return "".join(sign for sign in folded if sign.isalnum()) or folded


def came(text: str) -> list[str]:
    """The names of people that a notice of a group speaks of as coming, going, added or removed."""
    bare = plain(text).rstrip(".")
    if len(bare) > 400:
        return []
    for pattern in words.CAME:
        match = pattern.match(bare) or pattern.match(bare[:1].lower() + bare[1:])
        if match:
            names = (name_of(one)[0] for one in words.LISTS.split(match["who"]))
            return [
                one
                for one in names
                if one and one.lower() not in words.YOU and not words.NOT_A_NAME.search(one)
            ]
    return []


def created(text: str) -> bool:
    """Whether a notice tells that a group was made."""
    return words.CREATED.search(plain(text).lower()) is not None
