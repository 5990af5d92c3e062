"""Telephone numbers in their one international form (E.164, https://www.itu.int/rec/T-REC-E.164)."""

import re
from functools import lru_cache

# The gate: what a number is written with, in any script's digits. Everything else is not even looked at, which is
# what makes asking about every word of an archive cheap.
_WRITTEN = re.compile(
    r"(?:tel:)?[~\s]*(?P<number>[+(\d\uff0b][\d\s().\u2010-\u2015/\u2022\u00b7-]*)$", re.IGNORECASE
)
_DIGITS = range(6, 18)  # 15 at most, plus a written prefix


def e164(raw: str, *, region: str | None = None) -> str | None:
    """The number as +32470000000, or None where it is none or its country is not known.

    `region` (ISO 3166, two letters) reads numbers without a country code; 00 stands for + without it. Text with
    fewer than six digits, or with anything that numbers are not written with, never is one.
    """
    if len(raw) > 60:
        return None
    written = _WRITTEN.match(raw.strip().strip("\u200e\u200f\u202a\u202c"))
    if written is None or sum(one.isdigit() for one in written["number"]) not in _DIGITS:
        return None
    return _parsed(written["number"], region.upper() if region else None)


@lru_cache(maxsize=20_000)
def _parsed(number: str, region: str | None) -> str | None:
    import phonenumbers

    if region is None and number.startswith("00"):
        number = "+" + number[2:]
    try:
        read = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(read):
        return None
    return phonenumbers.format_number(read, phonenumbers.PhoneNumberFormat.E164)
