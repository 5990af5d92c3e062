"""All that people say to Mara and she to them, alone or in a group: the written sessions, and between them scenes."""

from mutuals.sample import plan
from mutuals.sample.days import Calendar
from mutuals.sample.dice import Dice
from mutuals.sample.reading import pools
from mutuals.sample.shapes import ME, Line, Person, Phase, Session
from mutuals.sample.telling import Teller

_EVENING_MAIL = 1185


def talks(calendar: Calendar) -> list[Session]:
    """All sessions of chats and mail, by day."""
    written = plan.written(calendar)
    taken: dict[tuple[str, str], set[int]] = {}
    for one in written:
        taken.setdefault((one.net, one.place), set()).add(one.day)
    teller = Teller()
    used: dict[str, dict[int, int]] = {}
    found = list(written)
    for person, phase in plan.phases("wa", "ig", "mail"):
        days = taken.setdefault((phase.what, person.slug), set())
        for day, size in plan.beats(person, phase, days):
            days.add(day)
            found.append(_scene(person, phase, day, size, calendar, teller, used.setdefault(person.slug, {})))
    for person, phase in plan.phases("guild", "news"):
        found += _sent(person, phase, teller)
    return sorted(found, key=lambda one: (one.day, one.net, one.place, one.minute, one.subject))


def _scene(
    person: Person, phase: Phase, day: int, size: int, calendar: Calendar, teller: Teller, used: dict[int, int]
) -> Session:
    language = phase.language or person.languages[0]
    dice = Dice(f"scene/{person.slug}/{phase.what}/{day}")
    subject, lines = teller.lines(
        person, used=used, kind=phase.kind, language=language, size=size, month=calendar.month(day), me=phase.me,
        dice=dice,
    )  # fmt: skip
    return Session(phase.what, person.slug, day, lines, subject=subject)


def _sent(person: Person, phase: Phase, teller: Teller) -> list[Session]:
    """What goes to many: newsletters to Mara's address, and letters to the guild's list."""
    words = pools("news")
    found = []
    for number, (day, _) in enumerate(plan.beats(person, phase, ())):
        dice = Dice(f"sent/{person.slug}/{day}")
        if phase.what == "news":
            subject = f"{teller.once(words[f'{phase.kind}.subject'], 'de', dice)} ({number + 1})"
            line = Line(person.slug, teller.once(words[f"{phase.kind}.body"], "de", dice))
            minute = dice.between(300, 420)
        else:
            subject, lines = teller.lines(
                person, used={}, kind="guild", language="de", size=1, month=0, me=0, dice=dice
            )
            line, minute = lines[0], dice.between(540, _EVENING_MAIL)
        found.append(Session(phase.what, person.slug, day, (line,), minute=minute, subject=subject))
    return found


def is_room(session: Session) -> bool:
    """Whether a session is a group's."""
    return len({line.who for line in session.lines} - {ME, session.place}) > 0
