"""Numbering plans of countries, as far as telling what a number is needs them: read once from phonenumbers.

Sources: https://www.itu.int/rec/T-REC-E.164 and the metadata of https://github.com/google/libphonenumber, whose
order of questions is kept here so that both always say the same.
"""

import re
from collections.abc import Container
from functools import lru_cache
from typing import Any, NamedTuple

ONE, SEVERAL, EITHER = "one", "several", "either"
_SPECIAL = (
    *(("premium_rate", SEVERAL), ("toll_free", SEVERAL), ("shared_cost", SEVERAL), ("voip", EITHER)),
    *(("personal_number", ONE), ("pager", ONE), ("uan", SEVERAL), ("voicemail", SEVERAL)),
)


class Numbers(NamedTuple):
    """Numbers of one sort: how long they are (any length if empty), and what they look like."""

    lengths: Container[int]
    looks: re.Pattern[str] | None

    def hold(self, national: str) -> bool:
        """Whether a national number is one of them."""
        fits = not self.lengths or len(national) in self.lengths
        return fits and self.looks is not None and self.looks.fullmatch(national) is not None


class Region(NamedTuple):
    """The numbers of one region: those `leading` digits are all its own, where it shares its country code."""

    leading: re.Pattern[str] | None
    general: Numbers
    special: tuple[tuple[Numbers, str], ...]
    fixed: Numbers
    mobile: Numbers
    alike: bool

    def stands_for(self, national: str) -> str:
        """Whom a number stands for: ONE, SEVERAL or EITHER; "" when it is none of this region."""
        if not self.general.hold(national):
            return ""
        for numbers, kind in self.special:
            if numbers.hold(national):
                return kind
        if self.fixed.hold(national):
            return EITHER if self.alike or self.mobile.hold(national) else SEVERAL
        return ONE if not self.alike and self.mobile.hold(national) else ""


class Plan(NamedTuple):
    """The plan behind a country code of `size` digits: how many follow, and what is dialled before them at home."""

    size: int
    lengths: frozenset[int]
    prefix: re.Pattern[str] | None
    regions: tuple[Region, ...]

    def stands_for(self, national: str) -> str:
        """Whom a national number stands for: ONE, SEVERAL or EITHER."""
        if len(self.regions) == 1:
            return self.regions[0].stands_for(national) or EITHER
        for region in self.regions:
            if region.leading is None and (found := region.stands_for(national)):
                return found
            if region.leading is not None and region.leading.match(national):
                return region.stands_for(national) or EITHER
        return EITHER


@lru_cache(1_024)
def plan_of(digits: str) -> Plan | None:
    """The plan of the country whose code the first three digits of a number begin with; None where there is none."""
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

    for size in (1, 2, 3):
        regions = COUNTRY_CODE_TO_REGION_CODE.get(int(digits[:size])) if digits[:1] > "0" else None
        if regions:
            told: list[Any] = [
                PhoneMetadata.metadata_for_region_or_calling_code(int(digits[:size]), one) for one in regions
            ]
            general, prefix = told[0].general_desc, told[0].national_prefix_for_parsing
            lengths = frozenset(general.possible_length) - frozenset(general.possible_length_local_only)
            return Plan(size, lengths, _pattern(prefix), tuple(map(_region, told)))
    return None


def _region(data: Any) -> Region:
    return Region(
        leading=_pattern(data.leading_digits),
        general=_numbers(data.general_desc),
        special=tuple((_numbers(getattr(data, name)), kind) for name, kind in _SPECIAL),
        fixed=_numbers(data.fixed_line),
        mobile=_numbers(data.mobile),
        alike=bool(data.same_mobile_and_fixed_line_pattern),
    )


def _numbers(told: Any) -> Numbers:
    if told is None:
        return Numbers((), None)
    return Numbers(frozenset(told.possible_length), _pattern(told.national_number_pattern))


def _pattern(text: str | None) -> re.Pattern[str] | None:
    return re.compile(text) if text else None
