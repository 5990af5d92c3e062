"""A post in plain words, as a model of sentences knows them: emoji by name, tags taken apart, handles alike."""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

# One pass over the text; each group is one thing that a post has and a sentence of a book has not.
ODD = re.compile(
    r"(?P<link>https?://\S+|www\.\S+)"
    r"|(?P<user>(?<!\w)@\w+(?:[.@-]*\w+)*)"
    r"|(?P<tag>#\w+)"
    r"|(?P<code>\\u[0-9a-fA-F]{4})"
    r"|(?P<face>(?<!\w)(?:[:;=][-o^']?[()\[\]dDpP/\\|*]|[xX]D|<3+|\^[_.]?\^|[-><][_.][-><]|:'-?\()(?!\w))"
    r"|(?P<again>(?:([^\W\d_])\7{2,}))"
    r"|(?P<emoji>[\u203c-\u3299\U0001f000-\U0001faff][\ufe0f\u200d\U0001f3fb-\U0001f3ff\u2640\u2642]*)"
)
HUMP = re.compile(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_+|(?<=[^\W\d])(?=\d)")
SPACES = re.compile(r"\s+")
USERS = re.compile(r"(?:@user\s+){3,}")
GLAD, SAD, WRY, LOVE, WINK = "smiling face", "sad face", "confused face", "red heart", "winking face"
LAUGH, TIRED = "laughing face", "annoyed face"
WHOLE = {
    "^^": GLAD,
    "^_^": GLAD,
    "^.^": GLAD,
    "-_-": TIRED,
    "-.-": TIRED,
    ">_<": TIRED,
    ">.<": TIRED,
    "<_<": TIRED,
}


def plainly(text: str) -> str:
    """The text as a sentence of plain words, for a tokenizer that lowers case; never longer than about four times."""
    return USERS.sub("@user @user ", SPACES.sub(" ", ODD.sub(_said, text))).strip()


def _said(match: re.Match[str]) -> str:
    return SAID[match.lastgroup or ""](match[0])


@lru_cache(maxsize=4096)
def _named(char: str) -> str:
    """What Unicode calls an emoji, without the words that say nothing of what is meant."""
    if not unicodedata.category(char).startswith("S"):
        return char
    return unicodedata.name(char, char).lower().replace("-", " ").removesuffix(" sign")


@lru_cache(maxsize=4096)
def _face(drawn: str) -> str:
    """What a face drawn with marks is called."""
    if drawn in WHOLE:
        return WHOLE[drawn]
    if drawn.startswith("<3"):
        return LOVE
    mouth = drawn[-1].lower()
    if mouth in "([":
        return SAD
    if mouth in "/\\|":
        return WRY
    if mouth == "d":
        return LAUGH
    return WINK if drawn[0] == ";" else GLAD


def _decoded(code: str) -> str:
    """The character of which only the escape arrived ("\\u2019"); a space for one that cannot be seen."""
    char = chr(int(code[2:], 16))
    return char if char.isprintable() else " "


SAID: dict[str, Callable[[str], str]] = {
    "link": lambda _: "http",
    "user": lambda _: "@user",
    "tag": lambda tag: "# " + HUMP.sub(" ", tag[1:]),
    "code": _decoded,
    "face": lambda drawn: f" {_face(drawn)} ",
    "again": lambda letters: letters[0] * 2,
    "emoji": lambda emoji: f" {_named(emoji[0])} ",
}
