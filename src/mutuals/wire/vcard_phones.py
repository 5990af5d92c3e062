"""Which telephone numbers stand for one person: mobile ones do, a household's or an office's line does not.

Two people who share a landline stand in two address books that never meet, so the book alone cannot tell. What a
number is comes from the numbering plans (phonenumbers, after https://www.itu.int/rec/T-REC-E.164); where a plan does
not part mobile from fixed, as in North America, what the card calls the number decides.
"""

from collections.abc import Set

from mutuals.text.phone_plans import EITHER, ONE
from mutuals.text.phones import stands_for

_MOBILE = frozenset(("cell", "mobile", "iphone", "pager"))
_SHARED = frozenset(
    ("home", "work", "main", "company", "school", "office", "fax", "homefax", "workfax", "isdn")
)


def personal(number: str, called: Set[str]) -> bool:
    """Whether an E.164 number is one person's; `called` is how the card calls it, in lower case."""
    kind = stands_for(number)
    if kind == EITHER:
        return bool(called & _MOBILE) or not called & _SHARED
    return kind == ONE
