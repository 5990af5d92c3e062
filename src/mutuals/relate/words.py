"""What the pages say of a relationship, in whole sentences. Pure."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from mutuals.record.kinds import SHARED, Kind
from mutuals.relate.rungs import Rung
from mutuals.ui.words import MONTHS, days, names, number

FORMS = {
    Kind.REPLY: ("replied", "reply", "replies"),
    Kind.MENTION: ("mentioned", "mention", "mentions"),
    Kind.MESSAGE: ("wrote", "message", "messages"),
    Kind.QUOTE: ("quoted", "quote", "quotes"),
    Kind.SHARE: ("shared", "share", "shares"),
    Kind.LIKE: ("liked", "like", "likes"),
    Kind.FOLLOW: ("followed", "follow", "follows"),
    Kind.CONNECT: ("connected", "connection", "connections"),
    Kind.EMAIL: ("wrote", "mail", "mails"),
    Kind.CALL: ("talked", "call", "calls"),
    Kind.MEETING: ("met", "meeting", "meetings"),
    Kind.EVENT: ("were at an event", "event", "events"),
    Kind.GIFT: ("gave", "gift", "gifts"),
    Kind.CARD: ("sent a card", "card", "cards"),
}


def beside(seconds: int, place: str, people: Sequence[str]) -> str:
    """What is known of a moment beside its words: "with Jun, 45 minutes, at the harbour"; "" for nothing."""
    return ", ".join(one for one in (f"with {names(people)}" if people else "", long(seconds), place) if one)


def long(seconds: int) -> str:
    """A length of time as one says it: "45 minutes", "1 hour", "2 hours 30"; "" where it is not known."""
    hours, minutes = divmod(round(seconds / 60), 60)
    if not hours:
        return f"{minutes} minute{'' if minutes == 1 else 's'}" if minutes else ""
    return f"{hours} hour{'' if hours == 1 else 's'}" + (f" {minutes:02}" if minutes else "")


RUNGS = {
    Rung.HEARD: "Heard",
    Rung.REACTED: "Reacted",
    Rung.REPLIED: "Replied",
    Rung.CONVERSED: "Conversed",
    Rung.PRIVATE: "In private",
    Rung.MET: "Met",
    Rung.TOGETHER: "Did something together",
}
# What reaches each step (`rungs`), as a person reads it.
STEPS = {
    Rung.HEARD: "The first sign of each other.",
    Rung.REACTED: "The first time that one did more than follow the other.",
    Rung.REPLIED: "A word from each to the other.",
    Rung.CONVERSED: "Four turns to and fro within a week.",
    Rung.PRIVATE: "Each wrote or called the other in private.",
    Rung.MET: "Ten minutes together, or a meeting noted by hand.",
    Rung.TOGETHER: "Two events that both were at, or something done together, noted by hand.",
}
EVEN = 0.12
STEADY = 0.35


def counted(kind: Kind, count: int) -> str:
    """ "3 mails", "1 reply"."""
    _, one, many = FORMS[kind]
    return f"{number(count)} {one if count == 1 else many}"


def passed(kind: Kind, count: int, *, ours: bool) -> str:
    """ "3 mails from you", "1 reply from them"; nobody is the sender of what both do: "1 meeting"."""
    told = counted(kind, count)
    return told if kind in SHARED else f"{told} from {'you' if ours else 'them'}"


def balance_words(balance: float) -> str:
    """Who does more, in words: balance from -1 (they) to 1 (you)."""
    if abs(balance) < EVEN:
        return "even"
    who = "you" if balance > 0 else "they"
    much = "a little more" if abs(balance) < 0.35 else "more" if abs(balance) < 0.75 else "nearly everything"
    return f"{who} write {much}"


def gap_words(gap: float | None) -> str:
    """The usual gap in words; what "too early" is when there is none."""
    return "too few days to say" if gap is None else days(gap)


def summary(*, circle: str, balance: float, gap: float | None, silence: int) -> str:
    """The page's one sentence about a relationship, without its numbers, which open by themselves."""
    words = [circle.capitalize() if circle != "new" else "New, or long ago", balance_words(balance)]
    if gap is not None and silence > 2 * gap:
        words.append("quiet for longer than usual")
    return ", ".join(words)


# The printed terms of a chance as a person reads them: a short title, and how the value is written.
TERMS = {
    "depth": ("Depth", "{:.1f}"),
    "pace": ("How often since you met", "{:.2f} of days"),
    "elsewhere": ("Silence, beside talk with others", "{:.0f} days"),
    "heard": ("How lately either was heard", "{:.0f} days"),
    "wrote": ("How lately the last writer wrote", "{:.0f} days"),
    "loyalty": ("How long your relationships last", "{:.0f} days"),
    "company": ("Common company", "{:.2f}"),
}


def term_words(name: str, title: str, raw: float) -> tuple[str, str]:
    """A term's short title and its value in words; the full title for one that is not listed."""
    short, form = TERMS.get(name, (title.capitalize(), "{:.2f}"))
    value = form.format(raw)
    return short, value.replace("1 days", "1 day") if value == "1 days" else value


# What a file knows of somebody, as a person calls it; any other name is shown as the file has it.
FACTS = {
    "org": "Works at",
    "organization": "Works at",
    "title": "Does",
    "role": "Role",
    "bday": "Birthday",
    "url": "Website",
    "email": "Mail",
    "fax": "Fax",
    "label": "Labelled",
    "note": "Noted in the file",
    "nickname": "Also called",
}
DAY = re.compile(r"(?:(\d{4})|-)-(\d\d)-(\d\d)$")


def fact_words(name: str, value: str) -> tuple[str, str]:
    """A fact as a person reads it: "Birthday", "12 March 1980"; "Works at", "Makers Guild, Joinery"."""
    title = FACTS.get(name, name.replace("_", " ").replace("-", " ").capitalize())
    if name in ("org", "organization"):
        return title, ", ".join(part.strip() for part in value.split(";") if part.strip())
    return title, _day_words(value)


# What a list of ours says of who is in it; {} is the network.
LISTED = {
    ("contacts", "linkedin"): "Connected on {}",
    ("contacts", "facebook"): "Friends on {}",
    ("contacts", "discord"): "Friends on {}",
    ("contacts", "csv"): "In a table of your people",
    ("contacts", ""): "In your contacts on {}",
    ("followers", ""): "Follows you on {}",
    ("following", ""): "You follow them on {}",
}


def listed_words(name: str, network: str, title: str, since: str) -> str:
    """What stands between two, in words: "Connected on LinkedIn since 3 May 2019"."""
    said = LISTED.get((name, network), LISTED[(name, "")]).format(title)
    return f"{said} since {_day_words(since)}" if since else said


# Names that files give to what somebody does, and where.
WORK = {"organization": "org", "company": "org", "role": "title", "position": "title", "occupation": "title"}


def calling(facts: Iterable[tuple[str, str]]) -> str:
    """What somebody does and where, in one sentence: "Wood finisher at Makers Guild"; "" where no file says."""
    known: dict[str, str] = {}
    for name, value in facts:
        known.setdefault(WORK.get(name, name), fact_words(name, value)[1])
    return " at ".join(known[name] for name in ("title", "org") if known.get(name))


def _day_words(value: str) -> str:
    """ "1980-03-12" as "12 March 1980", "--03-12" as "12 March"; everything else as it is."""
    found = DAY.match(value)
    if not found:
        return value
    year, month, day = found.group(1), int(found.group(2)), int(found.group(3))
    try:
        dt.date(int(year or "2000"), month, day)
    except ValueError:
        return value
    return f"{day} {MONTHS[month - 1]} {year}" if year else f"{day} {MONTHS[month - 1]}"
