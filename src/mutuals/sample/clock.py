"""When within a day something is said."""

from mutuals.sample.dice import Dice
from mutuals.sample.shapes import ME, Session

LATE = 1350
_EARLY, _AFTER, _EVENING = (250, 330), (810, 1050), (1130, 1250)


def start(session: Session, dice: Dice) -> int:
    """The minute at which a session begins: as written; Mara's are at the oven, after the shop, or in the evening."""
    if session.minute >= 0:
        return session.minute
    if session.net == "mail":
        return dice.between(480, 760)
    if session.lines[0].who != ME:
        return dice.between(470, 1240)
    throw = dice.between(0, 99)
    low, high = _EARLY if throw < 15 else _AFTER if throw < 70 else _EVENING
    return dice.between(low, high)


def minutes(session: Session, dice: Dice) -> list[int]:
    """The minute of each line, from the midnight before the session's day."""
    now = start(session, dice)
    found = [now]
    for line in session.lines[1:]:
        now += line.gap if line.gap >= 0 else _gap(session, now, dice)
        found.append(now)
    return found


def _gap(session: Session, now: int, dice: Dice) -> int:
    if session.net == "mail":
        return dice.between(25, 200)
    if session.net == "ma":
        return dice.between(4, 55) if now < LATE - 60 else dice.between(1, 3)
    slow = dice.chance(0.12)
    gap = dice.between(40, 130) if slow else dice.between(1, 14)
    return gap if now + gap < LATE else dice.between(1, 3)
