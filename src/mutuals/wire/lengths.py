"""How long something took, as a source says it. Pure."""

LONGEST_S = 10_000_000
"""A hundred days and more: no call, and no meeting of people, takes longer."""


def lasted(value: object, most: int = LONGEST_S) -> int:
    """Whole seconds of a number, or of a text that is one; 0 (unknown) for anything else, for what goes backwards and
    for what takes longer than `most` seconds."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return 0
    try:
        seconds = int(value)
    except (ValueError, OverflowError):
        return 0
    return seconds if 0 < seconds <= most else 0
