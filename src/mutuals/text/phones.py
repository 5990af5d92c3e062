"""Telephone numbers in their one international form (E.164, https://www.itu.int/rec/T-REC-E.164)."""

from functools import lru_cache

_DIGITS = frozenset("0123456789٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९")


@lru_cache(maxsize=20_000)
def e164(raw: str, *, region: str | None = None) -> str | None:
    """The number as +32470000000, or None where it is none or its country is not known.

    `region` (ISO 3166, two letters) reads numbers without a country code. Text with fewer than six digits never is one.
    """
    if not 6 <= sum(one in _DIGITS or one.isdigit() for one in raw) <= 20:
        return None
    import phonenumbers

    try:
        number = phonenumbers.parse(raw, region.upper() if region else None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
