"""Telephone numbers in a text: by their form where it is one of telephones alone, otherwise by the word beside them.

Sources: ITU-T E.123 (how numbers are written), E.164 (how long they are), https://github.com/google/libphonenumber
for the plan of a country that is known.
"""

import re
from collections.abc import Iterator

from mutuals.text.personal.cues import PHONE, PHONE_WORDS, either
from mutuals.text.personal.look import Look

_RUN = re.compile(
    r"(?<![\w.@#$€£=/+])(?<!\d[:.,-])(?<![\d.]-)(?P<number>(?:\+[ (]?|\()?\d(?:[ ]?\(0\)[ ]?|"
    r"[ ./()-]{0,2}\d){5,18})"
    r"(?:,?\s?(?:x|ext\.?|extension|durchwahl|poste|#)\s?\d{1,6})?(?![\d%€$£@]|\w*@)(?![.,:]\d)(?!\s?[€$£%°])"
)
_TEL = re.compile(r"(?<!\w)(?:tel:|sms:|callto:|wa\.me/)\+?\d[\d.()-]{5,20}\d", re.IGNORECASE)
_WORD = re.compile(rf"(?<![^\W_]){either(PHONE_WORDS)}(?![^\W_])")
_NUMBER = re.compile(
    r"(?<!card )(?<!account )(?<!passport )(?<!security )"
    r"(?<!licen[sc]e )(?<!id )(?<!iban )(?<!routing )(?<!insurance )"
    r"(?<!nhs )\b(?:numbers?|nummer|numéro|número|numero|numer|numaram)\b"
)
_OWN_NUMBER = re.compile(
    r"\b(?:(?:my|new|his|her|their|our|your|meine|mon|mi|mio|mijn|meu|mój|min)\s(?:\w+\s)?(?:number|"
    r"nummer|numéro|número|"
    r"numero|numer)|numaram)\b"
)
_DATE = re.compile(
    r"(?:19|20)\d\d[-./ ](?:0?[1-9]|1[0-2])[-./ ](?:0?[1-9]|[12]\d|3[01])(?:[ T-]\d{1,2})?"
    r"|(?:0?[1-9]|[12]\d|3[01])([-./ ])(?:0?[1-9]|[12]\d|3[01])\1(?:19|20)?\d\d(?:\s\d{1,2})?"
    r"|(?:19|20)\d\d\s?[-/]\s?(?:19|20)?\d\d"
)
_THOUSANDS = re.compile(r"\d{1,3}(?:([ .])\d{3})(?:\1\d{3})*")
_AFTER = re.compile(
    r"\s?(?:%|€|\$|£|usd|eur|gbp|chf|kr|zł|km|kg|mb|gb|ms|px|people|users|followers|votes|tokens|euros?|"
    r"dollars?)\b"
)
_AMERICAN = re.compile(r"(?:(?:\+|00)?1[ .-]?)?(?:\(\d{3}\)[ .-]?|\d{3}[ .-])\d{3}[ .-]?\d{4}")
_NEAR = re.compile(
    r"\W{0,4}(?:(?:is|was|ist|est|es) )?(?:(?:my|our|the|his|her|their|your|new|mobile|home|work) ){0,2}"
)
_PAIRS = re.compile(r"\d\d([ -])\d\d\1\d\d\1\d\d(?:\1\d\d)?")
_GROUPS = re.compile(r"\d+")


def linked(look: Look) -> Iterator[tuple[str, int, int]]:
    """Telephone numbers in addresses of their own (RFC 3966)."""
    yield from (("phone", *found.span()) for found in _TEL.finditer(look.plain))


def phone_at(look: Look, start: int) -> tuple[int, int]:
    """Where the telephone number, with its extension, begins and ends whose first digit stands there; (0, 0) where
    there is none."""
    plain = look.plain
    if start > 0 and plain[start - 1] in "+(":
        start -= 1
    if (start > 1 and plain[start - 2 : start] == "+ ") or plain[start - 1 : start + 1] == "+(":
        start -= 2 if plain[start - 1] == " " else 1
    found = _RUN.match(look.lower, start)
    if found is None:
        return 0, 0
    if plain[start] == "(" and ")" not in found[0]:
        start += 1
    fits = _is_phone(look, plain[start : found.end("number")], start, found.end())
    return (start, found.end()) if fits else (0, 0)


def _is_phone(look: Look, text: str, start: int, end: int) -> bool:
    groups = _GROUPS.findall(text)
    size = sum(map(len, groups))
    if not 6 <= size <= 17 or len(set("".join(groups))) < 2 or _DATE.fullmatch(text):
        return False
    if _AFTER.match(look.lower, end):
        return False
    if text.startswith("+"):
        return size >= 7 and groups[0][0] != "0"
    if look.nobody(start):
        return False
    if _formed(text, groups, size) or bool(look.region and _valid(text, look.region)):
        return True
    return _cued(look, start, end, 60 if size > 6 else 10, grouped=len(groups) > 1)


def _cued(look: Look, start: int, end: int, size: int, *, grouped: bool) -> bool:
    """Whether a word near by says that it is a telephone number."""
    before = look.before(start, size)
    line = before.rpartition("\n")[2] if before.count("\n") > 1 else before
    if ((look.flags & PHONE or not line.endswith(" ")) and _WORD.search(line)) or (
        grouped and _NUMBER.search(line)
    ):
        return True
    if _OWN_NUMBER.search(line):
        return True
    after = look.lower[end : end + 26].partition("\n")[0]
    found = _WORD.search(after)
    return found is not None and _NEAR.fullmatch(after[: found.start()]) is not None


def _formed(text: str, groups: list[str], size: int) -> bool:
    """Whether digits are grouped as nothing but telephone numbers are."""
    if len(groups) < 2 or _THOUSANDS.fullmatch(text):
        return False
    if _AMERICAN.fullmatch(text) or _PAIRS.fullmatch(text):
        return True
    if text.startswith("(") and size > 7:
        return len(groups[0]) < 6 and groups[0][:2] not in ("19", "20")
    if text.startswith("00"):
        return size > 9
    if not text.lstrip("(").startswith("0") or not 9 <= size <= 12:
        return False
    return len(groups) <= 6 and min(map(len, groups)) > 1 and ("." not in text or len(groups) > 3)


def _valid(text: str, region: str) -> bool:
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(text, region.upper()))
    except phonenumbers.NumberParseException:
        return False
