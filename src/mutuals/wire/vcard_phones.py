"""Which telephone numbers stand for one person: mobile ones do, a household's or an office's line does not.

Two people who share a landline stand in two address books that never meet, so the book alone cannot tell. What a
number is comes from the numbering plans (phonenumbers, after https://www.itu.int/rec/T-REC-E.164); where a plan does
not part mobile from fixed, as in North America, what the card calls the number decides.
"""

from collections.abc import Set
from functools import lru_cache

ONE, SEVERAL, EITHER = "one", "several", "either"
_MOBILE = frozenset(("cell", "mobile", "iphone", "pager"))
_SHARED = frozenset(
    ("home", "work", "main", "company", "school", "office", "fax", "homefax", "workfax", "isdn")
)


def personal(number: str, called: Set[str]) -> bool:
    """Whether an E.164 number is one person's; `called` is how the card calls it, in lower case."""
    kind = _kind(number)
    if kind is EITHER:
        return bool(called & _MOBILE) or not called & _SHARED
    return kind is ONE


@lru_cache(20_000)
def _kind(number: str) -> str:
    from phonenumbers import NumberParseException, PhoneNumberType, number_type, parse

    try:
        found = number_type(parse(number))
    except NumberParseException:
        return EITHER
    if found in (PhoneNumberType.MOBILE, PhoneNumberType.PERSONAL_NUMBER, PhoneNumberType.PAGER):
        return ONE
    unsure = (PhoneNumberType.FIXED_LINE_OR_MOBILE, PhoneNumberType.VOIP, PhoneNumberType.UNKNOWN)
    return EITHER if found in unsure else SEVERAL
