"""Telephone numbers in their one international form (E.164, https://www.itu.int/rec/T-REC-E.164)."""

import re
from functools import lru_cache

from mutuals.text.phone_plans import EITHER, ONE, SEVERAL, plan_of

# The gate: what a number is written with, in any script's digits. Everything else is not even looked at, which is
# what makes asking about every word of an archive cheap.
_WRITTEN = re.compile(
    r"(?:tel:)?[~\s]*(?P<number>[+(\d\uff0b][\d\s().\u2010-\u2015/\u2022\u00b7-]*)$", re.IGNORECASE
)
_PLAIN = re.compile(r"\+[0-9 ().-]+")
_SIGNS = str.maketrans("", "", "+ ().-")
_DIGITS = range(6, 18)  # 15 at most, plus a written prefix


def e164(raw: str, *, region: str | None = None) -> str | None:
    """The number as +32470000000, or None where it is none or its country is not known.

    `region` (ISO 3166, two letters) reads numbers without a country code; 00 stands for + without it. Text with
    fewer than six digits, or with anything that numbers are not written with, never is one.
    """
    if len(raw) > 60:
        return None
    if known := _plainly(raw):
        return known
    written = _WRITTEN.match(raw.strip().strip("\u200e\u200f\u202a\u202c"))
    if written is None or sum(map(str.isdigit, written["number"])) not in _DIGITS:
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


def _plainly(number: str) -> str:
    """What phonenumbers makes of a number with a country code, as long as its country's plan counts such digits and
    none of them is dialled only within it; "" for one that it must look at. Fifteen times as fast."""
    if not _PLAIN.fullmatch(number):
        return ""
    digits = number.translate(_SIGNS)
    plan = plan_of(digits[:3])
    if plan is None or len(digits) - plan.size not in plan.lengths or len(digits) not in _DIGITS:
        return ""
    return "" if plan.prefix and plan.prefix.match(digits, plan.size) else f"+{digits}"


@lru_cache(20_000)
def stands_for(number: str) -> str:
    """Whom an E.164 number stands for by its country's plan: ONE person (a mobile phone), SEVERAL (a household's or an
    office's line), or EITHER where the plan does not tell, as in North America."""
    digits = number[1:]
    plan = plan_of(digits[:3]) if digits.isdecimal() and digits.isascii() else None
    if (
        plan
        and 1 < len(digits) - plan.size < 18
        and not (plan.prefix and plan.prefix.match(digits, plan.size))
    ):
        return plan.stands_for(digits[plan.size :])
    return _looked_up(number)


def _looked_up(number: str) -> str:
    """What phonenumbers itself says of a number."""
    from phonenumbers import NumberParseException, PhoneNumberType, number_type, parse

    try:
        found = number_type(parse(number))
    except NumberParseException:
        return EITHER
    if found in (PhoneNumberType.MOBILE, PhoneNumberType.PERSONAL_NUMBER, PhoneNumberType.PAGER):
        return ONE
    unsure = (PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.VOIP, PhoneNumberType.UNKNOWN)
    return EITHER if found in unsure else SEVERAL
