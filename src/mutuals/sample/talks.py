"""All that people say to Mara and she to them, alone or in a group: the written sessions, and between them scenes."""

from collections import Counter

from mutuals.sample import plan
from mutuals.sample.days import Calendar
from mutuals.sample.dice import Dice
from mutuals.sample.reading import pools
from mutuals.sample.shapes import ME, Line, Person, Phase, Session
from mutuals.sample.telling import Teller, Wanted

_EVENING_MAIL = 1185


def talks(calendar: Calendar) -> list[Session]:
    """All sessions of chats and mail, by day."""
    written = plan.written(calendar)
    taken: dict[tuple[str, str], set[int]] = {}
    for one in written:
        taken.setdefault((one.net, one.place), set()).add(one.day)
    teller = Teller()
    used: dict[str, Counter[int | str]] = {}
    found = list(written)
    for person, phase, beat in plan.rushes(calendar):
        taken.setdefault(("wa", person.slug), set()).add(beat.day)
        found.append(_scene(person, phase, beat, calendar, teller, used.setdefault(person.slug, Counter())))
    for person, phase in plan.phases("wa", "ig", "mail"):
        days = taken.setdefault((phase.what, person.slug), set())
        chat = used.setdefault(person.slug, Counter())
        for beat in plan.beats(person, phase, days):
            days.add(beat.day)
            found.append(_scene(person, phase, beat, calendar, teller, chat))
    for person, phase in plan.phases("guild", "news"):
        found += _sent(person, phase, teller)
    return sorted(found, key=lambda one: (one.day, one.net, one.place, one.minute, one.subject))


def _scene(
    person: Person,
    phase: Phase,
    beat: plan.Beat,
    calendar: Calendar,
    teller: Teller,
    chat: Counter[int | str],
) -> Session:
    language = phase.language or person.languages[0]
    dice = Dice(f"scene/{person.slug}/{phase.what}/{phase.kind}/{beat.day}")
    wanted = Wanted(language, phase.kind, beat.me_first, beat.size, calendar.month(beat.day))
    subject, lines = teller.lines(person, wanted, chat, dice)
    return Session(phase.what, person.slug, beat.day, lines, subject=subject)


def _sent(person: Person, phase: Phase, teller: Teller) -> list[Session]:
    """What goes to many: newsletters to Mara's address, and letters to the guild's list."""
    words = pools("news")
    found = []
    for number, beat in enumerate(plan.beats(person, phase, ())):
        day = beat.day
        dice = Dice(f"sent/{person.slug}/{day}")
        if phase.what == "news":
            subject = f"{teller.once(words[f'{phase.kind}.subject'], 'de', dice)} ({number + 1})"
            line = Line(person.slug, teller.once(words[f"{phase.kind}.body"], "de", dice))
            minute = dice.between(300, 420)
        else:
            subject, lines = teller.lines(person, Wanted("de", "guild", False, 1, 0), Counter(), dice)
            line, minute = lines[0], dice.between(540, _EVENING_MAIL)
        found.append(Session(phase.what, person.slug, day, (line,), minute=minute, subject=subject))
    return found


def is_room(session: Session) -> bool:
    """Whether a session is a group's."""
    return len({line.who for line in session.lines} - {ME, session.place}) > 0
