"""WhatsApp and Instagram's messages as their archives give them, and mail."""

from collections import Counter
from collections.abc import Iterable
from urllib.parse import quote

from mutuals.as2 import Activity, Actor, Collection, Item, Object, Time
from mutuals.sample import items
from mutuals.sample.cast import BASE, actor, uri
from mutuals.sample.clock import minutes
from mutuals.sample.days import Calendar
from mutuals.sample.dice import Dice
from mutuals.sample.reading import people, rooms
from mutuals.sample.shapes import ME, Room, Session

NETWORKS = {"wa": "whatsapp", "ig": "instagram"}
LIST = "guild-list"


def chat_items(sessions: Iterable[Session], net: str, calendar: Calendar) -> list[Item]:
    """Everybody of a network's chats, then the messages in their order, then who was seen in which room."""
    marks = items.Marks()
    told: dict[str, Actor] = {}
    acts: list[Activity] = []
    seen: dict[str, dict[str, None]] = {}
    places = Counter[int]()
    for session in sessions:
        if session.net != net:
            continue
        room = rooms().get(session.place)
        for who, text, when in _timed(session, calendar, places, grain="min" if net == "wa" else "ms"):
            told.setdefault(who, actor(who, net))
            to = _room_uri(room) if room else uri(session.place if who == ME else ME, net)
            seen.setdefault(session.place, {})[who] = None
            key = quote(
                room.name if room else people()[session.place].handles[net] or people()[session.place].name,
                safe="",
            )
            acts.append(
                items.created(
                    items.message(
                        marks, NETWORKS[net], key, uri(who, net), to, text, when, room=room is not None
                    )
                )
            )
    halls = [items.group(_room_uri(room), room.name) for slug, room in rooms().items() if slug in seen]
    told.setdefault(ME, actor(ME, net))
    lists = _members(seen, net, acts)
    return [*told.values(), *halls, *sorted(acts, key=_when), *lists]


def _timed(
    session: Session, calendar: Calendar, places: Counter[int], *, grain: str
) -> Iterable[tuple[str, str, Time]]:
    """(who, words, when) of each line; of one and the same minute a millisecond apart."""
    dice = Dice(f"clock/{session.net}/{session.place}/{session.day}/{session.minute}")
    for line, minute in zip(session.lines, minutes(session, dice), strict=True):
        second = 0 if grain == "min" else dice.between(0, 59)
        moment = calendar.time(session.day, minute)
        assert moment.ms is not None
        ms = moment.ms + second * 1000
        places[ms] += 1
        yield line.who, line.text, Time(ms + places[ms] - 1, "min" if grain == "min" else "ms", moment.zone)


def _room_uri(room: Room) -> str:
    return f"{BASE}whatsapp/group/{quote(room.name, safe='')}"


def _members(seen: dict[str, dict[str, None]], net: str, acts: list[Activity]) -> list[Collection]:
    last = max((act.published for act in acts), key=lambda time: time.ms or 0)
    found = []
    for slug, room in rooms().items():
        if slug in seen:
            found.append(items.members(_room_uri(room), [uri(who, net) for who in seen[slug]], last))
    return found


def mail_items(sessions: Iterable[Session], calendar: Calendar) -> list[Item]:
    """Everybody who wrote or was written to, the guild's list, then the letters in their order."""
    marks = items.Marks()
    told: dict[str, Actor] = {ME: actor(ME, "mail")}
    acts: list[Activity] = []
    for session in sessions:
        if session.net not in ("mail", "guild", "news"):
            continue
        told.setdefault(session.place, actor(session.place, "mail"))
        many = session.net == "guild"
        if many:
            told.setdefault(LIST, actor(LIST, "mail"))
        acts += map(items.created, _thread(session, calendar, marks, many=many))
    return [*told.values(), *sorted(acts, key=_when)]


def _thread(session: Session, calendar: Calendar, marks: items.Marks, *, many: bool) -> Iterable[Object]:
    """The letters of a thread, each an answer to the one before."""
    parent: Object | None = None
    dice = Dice(f"clock/{session.net}/{session.place}/{session.day}")
    for line, minute in zip(session.lines, minutes(session, dice), strict=True):
        when = calendar.time(session.day, minute, more=dice.between(0, 59) * 1000)
        to = uri(LIST, "mail") if many else uri(session.place if line.who == ME else ME, "mail")
        parent = items.letter(
            marks, uri(line.who, "mail"), to, session.subject, line.text, when, parent=parent, many=many
        )
        yield parent


def _when(act: Activity) -> int:
    return act.published.ms or 0
