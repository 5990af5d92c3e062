"""Bytes of a mail to text: charsets that are missing, misspelt or lie, and encoded words in heads.

Sources: RFC 2045 (transfer encodings), RFC 2047 (encoded words), RFC 2231 (parameters),
https://encoding.spec.whatwg.org/#names-and-labels (which superset a label means in practice).
"""

import binascii
import codecs
import re
from collections.abc import Iterator
from functools import lru_cache

from mutuals.text.folding import clean

SUPERSETS = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "big5": "big5hkscs",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "iso-8859-8-i": "iso-8859-8",
    "utf8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
}
"""Labels on mail and the codec that reads what senders really write under them."""

_NO_CHARSETS = (
    "rot-13",
    "base64",
    "bz2",
    "hex",
    "quopri",
    "uu",
    "zlib",
    "undefined",
    "idna",
    "punycode",
    "mbcs",
    "oem",
)
"""Codecs of Python that are no charsets, or none that mail may name."""

_WORD = re.compile(r"=\?([\w.:+-]+)(?:\*[\w-]*)?\?([bBqQ])\?([^?\r\n]*)(?:\?=|$)")
_BETWEEN = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


def text_of(data: bytes, charset: str = "") -> str:
    """Decodes `data` by its declared charset, or by what it is where the label is missing, unknown or a lie.

    A single-byte label on bytes that are valid UTF-8 is taken for UTF-8: by chance that happens practically never.
    """
    if data.isascii() and not _shifts(charset):
        return data.decode("ascii")
    codec = _codec(charset)
    for one in ("utf-8", codec) if _single_byte(codec) else (codec, "utf-8"):
        try:
            return data.decode(one)
        except (LookupError, ValueError):
            continue
    return data.decode(_lenient(codec, data), "replace")


def head_of(data: bytes) -> str:
    """Text of a raw head: 8-bit bytes as UTF-8 or Windows-1252; encoded words stay as they are."""
    text = data.decode("ascii") if data.isascii() else text_of(data)
    return text.replace("\0", "") if "\0" in text else text


def words_of(value: str) -> str:
    """Decodes the encoded words of a head (RFC 2047), tolerant of words cut inside a character, blanks inside a
    word, a missing end and bad padding; white space is folded to single blanks."""
    if "=?" not in value:
        return " ".join(value.split())
    joined = _BETWEEN.sub(r"\1", value)
    # An encoded word may hold what no raw head can: NUL, or in UTF-7 half a surrogate pair.
    return " ".join(clean("".join(_runs(joined))).split())


@lru_cache(4_096)
def param_of(value: str, name: str) -> str:
    """A parameter of a structured head (`charset`, `boundary`, `filename`), quoted, continued (`name*0`) or encoded
    (`name*=utf-8''...`, RFC 2231); "" when missing."""
    found = _params(name).findall(value)
    if not found:
        return ""
    plain = [quoted or bare for star, quoted, bare in found if not star]
    if plain:
        return words_of(plain[0].replace('\\"', '"')).strip()
    text = "".join(quoted or bare for _, quoted, bare in sorted(found, key=lambda one: _order(one[0])))
    return _extended(text) if any(star.endswith("*") for star, _, _ in found) else text


def base64_of(data: bytes) -> bytes:
    """Decodes base64 with stray characters, wrong padding or a cut end: what can be read is."""
    clean = _BASE64.sub(b"", data.split(b"=", 1)[0] if data.count(b"=") <= 2 else data)
    clean = clean[: len(clean) - 1] if len(clean) % 4 == 1 else clean
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def _runs(value: str) -> Iterator[str]:
    """Plain stretches and decoded words; words of one charset in a row are decoded together, so that a character
    that was cut between two of them is whole again."""
    held: list[tuple[str, str]] = []
    codec, end = "", 0
    for match in _WORD.finditer(value):
        plain = value[end : match.start()]
        charset = match[1].lower()
        if held and (plain or charset != codec):
            yield text_of(_payload(held), codec)
            held = []
        yield plain
        held.append((match[2].lower(), match[3]))
        codec, end = charset, match.end()
    if held:
        yield text_of(_payload(held), codec)
    yield value[end:]


def _payload(words: list[tuple[str, str]]) -> bytes:
    """The bytes of adjacent words; base64 that was cut within four characters is joined before it is decoded."""
    whole = all(kind == "q" or text.endswith("=") or len(text) % 4 == 0 for kind, text in words[:-1])
    if not whole and all(kind == "b" for kind, _ in words):
        words = [("b", "".join(text for _, text in words))]
    return b"".join(_bytes(kind, text.encode("utf-8", "replace")) for kind, text in words)


def _bytes(kind: str, data: bytes) -> bytes:
    return base64_of(data) if kind == "b" else binascii.a2b_qp(data.replace(b" ", b"_"), header=True)


@lru_cache(256)
def _codec(charset: str) -> str:
    """A codec that Python knows for a label; "utf-8" when there is none."""
    label = charset.strip(" \t\"'<>").lower()
    label = SUPERSETS.get(label, label)
    for one in (
        label,
        label.replace("_", "-"),
        label.split(";")[0].strip(),
        _windows(label),
    ):
        try:
            found = codecs.lookup(one or "utf-8")
            if found.name not in _NO_CHARSETS:
                return found.name
        except (LookupError, ValueError):
            continue
    return "utf-8"


def _windows(label: str) -> str:
    """`windows-1252http-equiv`, `cp-1251`, `win1250`: the code page hidden in a mangled label."""
    match = re.search(r"(125[0-8]|874|866)", label)
    return f"cp{match[1]}" if match else "unknown"


def _single_byte(codec: str) -> bool:
    return codec.startswith(("cp125", "iso8859", "koi8", "mac", "cp874", "cp866", "cp437", "cp850"))


def _shifts(charset: str) -> bool:
    """Charsets whose bytes are all ASCII though their text is not."""
    return charset[:4].lower() in (
        "iso-",
        "utf-",
        "hz-g",
        "hz",
        "csis",
    ) and charset.lower().startswith(("iso-2022", "utf-7", "hz", "csiso2022", "utf-16"))


def _lenient(codec: str, data: bytes) -> str:
    """For bytes that fit no candidate: their own codec if it is multi-byte, else Windows-1252; UTF-8 when most of it
    still is."""
    if codec != "utf-8":
        return "cp1252" if _single_byte(codec) else codec
    damage = data.decode("utf-8", "replace").count("\ufffd")
    high = sum(byte > 127 for byte in data[:20_000])
    return "cp1252" if damage * 2 > high else "utf-8"


@lru_cache(64)
def _params(name: str) -> "re.Pattern[str]":
    return re.compile(
        rf"(?:^|[;\s]){name}((?:\*\d*)*)\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"?|([^;\s]*))",
        re.IGNORECASE,
    )


def _order(star: str) -> int:
    digits = star.strip("*")
    return int(digits) if digits.isdigit() else 0


def _extended(text: str) -> str:
    charset, _, rest = text.partition("'")
    coded = rest.partition("'")[2] if rest else text
    data = re.sub(
        rb"%([0-9A-Fa-f]{2})",
        lambda m: bytes([int(m[1], 16)]),
        coded.encode("utf-8", "replace"),
    )
    return text_of(data, charset)
