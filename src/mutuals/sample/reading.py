"""Reads the files in `words/`: plain text, so that whoever writes the people need not read the code.

`people*.txt`: a line of fields parted by `|`, then its phases, indented. `script*.txt`: `@place net` begins a thread of
sessions, `# day [time] [subject]` a session, `<` is theirs, `>` Mara's, `slug:` somebody's in a group, `^` a mark of
what the line above plants. `scenes*.txt`: `= language kinds opener [months]`, then lines of `a` and `b`.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from mutuals.sample.days import FIRST, LAST, Calendar
from mutuals.sample.shapes import ME, Line, Person, Phase, Room, Scene, Session

_LINE = re.compile(r"(?:(?P<sign>[<>])|(?P<who>[a-z-]+):)(?:\[(?P<gap>\d+[mhd])\])? ?(?P<text>.*)")
_UNITS = {"m": 1, "h": 60, "d": 1440}
_TIME = re.compile(r"\d\d?:\d\d")
_DAY = re.compile(r"-\d+(?:/[a-z]{3})?|[a-z]{3}-\d\d/[12]")


@cache
def text_of(name: str) -> tuple[str, ...]:
    """The lines of all files of `words/` that begin so, without comments, which begin with `//`."""
    folder = files("mutuals.sample") / "words"
    found = sorted((one for one in folder.iterdir() if one.name.startswith(name)), key=lambda one: one.name)
    lines = (line for one in found for line in one.read_text(encoding="utf-8").splitlines())
    return tuple(line.rstrip() for line in lines if not line.startswith("//"))


@cache
def people() -> dict[str, Person]:
    """Everybody by slug."""
    found: dict[str, Person] = {}
    head: list[str] = []
    phases: list[Phase] = []
    for line in (*text_of("people"), "end"):
        if line.startswith("  "):
            phases.append(_phase(line))
        elif line:
            if head:
                one = _person(head, tuple(phases))
                found[one.slug] = one
            head, phases = [part.strip() for part in line.split("|")], []
    return found


def _person(fields: list[str], phases: tuple[Phase, ...]) -> Person:
    slug, name, languages, groups, handles, voice, tags, about = fields
    pairs = (part.partition("=") for part in handles.split(" ") if part)
    return Person(
        slug=slug,
        name=name,
        languages=tuple(languages.split()),
        groups=tuple(groups.split()),
        handles={key: value.replace("_", " ") if key in ("wa", "ig") else value for key, _, value in pairs},
        voice=tuple(voice.split()),
        tags=tuple(tags.split()),
        about=about,
        phases=phases,
    )


def _phase(line: str) -> Phase:
    what, span, *rest = line.split()
    options = dict(part.split("=") for part in rest)
    first, _, last = span.partition("..")
    return Phase(
        what=what,
        first=int(first),
        last=int(last or first),
        n=int(options.get("n", 1)),
        kind=options.get("k", ""),
        me=float(options.get("me", 0.5)),
        language=options.get("l", ""),
    )


@cache
def rooms() -> dict[str, Room]:
    """The group chats by slug."""
    rows = (line.split("|") for line in text_of("rooms") if line)
    return {slug.strip(): Room(slug.strip(), name.strip(), tuple(who.split())) for slug, name, who in rows}


@cache
def scenes() -> tuple[Scene, ...]:
    """All scenes, numbered in their order."""
    found: list[Scene] = []
    head: list[str] = []
    lines: list[tuple[str, str]] = []
    subject = ""
    for line in (*text_of("scenes"), "= end"):
        if line.startswith("= "):
            if lines:
                found.append(_scene(head, lines, subject, len(found)))
            head, lines, subject = line[2:].split(), [], ""
        elif line.startswith("s "):
            subject = line[2:]
        elif line[:2] in ("a ", "b "):
            lines.append((line[0], line[2:].replace(" / . / ", "\n\n").replace(" / ", "\n")))
    return tuple(found)


def _scene(head: list[str], lines: list[tuple[str, str]], subject: str, number: int) -> Scene:
    language, kinds, opener, *months = head
    when = tuple(int(one) for one in months[0].split(",")) if months else ()
    return Scene(language, tuple(kinds.split("+")), opener, when, tuple(lines), subject, number)


def pools(name: str) -> dict[str, tuple[str, ...]]:
    """Lists of words by name: `* name`, then one a line."""
    found: dict[str, list[str]] = {}
    key = ""
    for line in text_of(name):
        if line.startswith("* "):
            key = line[2:]
        elif line:
            found.setdefault(key, []).append(line)
    return {key: tuple(words) for key, words in found.items()}


def sessions(calendar: Calendar) -> list[Session]:
    """All written sessions, with their days."""
    found: list[Session] = []
    for place, net, bodies in _threads():
        days = _days([head for head, _ in bodies], calendar, place)
        for (head, lines), day in zip(bodies, days, strict=True):
            found.append(_session(place, net, day, head, lines))
    return found


def _threads() -> Iterator[tuple[str, str, list[tuple[list[str], list[Line]]]]]:
    """(place, network, [(words of the head, lines)]) of each thread."""
    place = net = ""
    bodies: list[tuple[list[str], list[Line]]] = []
    for line in (*text_of("script"), "@end end"):
        if line.startswith("@"):
            if bodies:
                yield place, net, bodies
            (place, net), bodies = line[1:].split(), []
        elif line.startswith("#") and (line == "#" or line[1] == " "):
            bodies.append((line[1:].split(), []))
        elif line and bodies:
            _take(line, bodies[-1][1], place)


def _take(line: str, lines: list[Line], place: str) -> None:
    """A line of a session: new words, more of the last ones, or a mark on them."""
    match = _LINE.fullmatch(line)
    if line.startswith("^"):
        last = lines[-1]
        lines[-1] = Line(last.who, last.text, last.gap, (*last.marks, line[1:].strip()))
    elif match:
        gap = match["gap"]
        who = match["who"] or (ME if match["sign"] == ">" else place)
        lines.append(Line(who, match["text"], int(gap[:-1]) * _UNITS[gap[-1]] if gap else -1))
    else:
        last = lines[-1]
        lines[-1] = Line(last.who, f"{last.text}\n{'' if line == '.' else line}", last.gap, last.marks)


def _session(place: str, net: str, day: int, head: list[str], lines: list[Line]) -> Session:
    words = [one for one in head if not _DAY.fullmatch(one)]
    clock = words.pop(0) if words and _TIME.fullmatch(words[0]) else ""
    hours, _, minutes = clock.partition(":")
    minute = int(hours) * 60 + int(minutes) if clock else -1
    seasonal = any(_DAY.fullmatch(one) and not one.startswith("-") for one in head)
    return Session(net, place, day, tuple(lines), minute, " ".join(words), seasonal)


def _days(heads: list[list[str]], calendar: Calendar, place: str) -> list[int]:
    """The day of each session: as written, else evenly between the written ones around it."""
    told = [head[0] if head and _DAY.fullmatch(head[0]) else "" for head in heads]
    known = [calendar.day(one) if one.startswith("-") else None for one in told]
    found: list[int] = []
    for at, word in enumerate(told):
        if word:
            found.append(calendar.day(word))
            continue
        low = max((i for i in range(at) if known[i] is not None), default=-1)
        high = min((i for i in range(at, len(told)) if known[i] is not None), default=len(told))
        start = known[low] if low >= 0 else FIRST + 1
        end = known[high] if high < len(told) else LAST
        assert start is not None, place
        assert end is not None, place
        assert start < end, f"{place}: {start} is not before {end}"
        found.append(start + (end - start) * (at - low) // (high - low))
    return found
