"""Looks through an exported WhatsApp chat before it is read: how dates are written, who speaks.

Pure: lines go in, decisions come out. Nothing here depends on who "I" am, so that ids do not either.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Literal
from urllib.parse import quote

from mutuals.wire import whatsapp_lines as lines
from mutuals.wire.whatsapp import Chat, base
from mutuals.wire.whatsapp_dates import Decision, Grammar, Order, grammar_of
from mutuals.wire.whatsapp_mentions import known
from mutuals.wire.whatsapp_words import LOG_LEVEL

EARLY = 5
MAX_NAMES = 50_000


@dataclass(slots=True)
class Survey:
    """What one look through a chat tells: who speaks, since when, in which order dates are written."""

    name: str
    grammar: Grammar
    title: str = ""
    order: Order = field(default_factory=Order)
    speakers: Counter[str] = field(default_factory=Counter)
    chosen: set[str] = field(default_factory=set)
    heads_named: str = ""
    created: bool = False
    arrivals: int = 0
    came: dict[str, None] = field(default_factory=dict)

    @property
    def bracket(self) -> bool:
        """Whether it is an export of iOS."""
        return self.grammar.closing == "bracket"

    @property
    def others(self) -> tuple[str, ...]:
        """The speakers, in the order of their first message."""
        return tuple(self.speakers)

    @property
    def group(self) -> bool:
        """Whether more than two take part. A chat named after one of its two speakers is a chat of two."""
        if len(self.speakers) > 2 or self.created or self.arrivals > 1:
            return True
        if not self.title or len(self.speakers) < 2 or self.counterpart:
            return bool(self.arrivals and not self.counterpart)
        return True

    @property
    def counterpart(self) -> str:
        """The speaker that the chat is named after, or ""."""
        found = [one for one in self.speakers if self.title and lines.alike(one, self.title)]
        if not found and len(self.speakers) == 2:
            found = [one for one in self.speakers if self.title and _part_of(self.title, one)]
        return found[0] if len(found) == 1 else ""

    @property
    def other_voice(self) -> str:
        """In a chat of two named after one of them, the one who is not; "" when that cannot be told."""
        if self.group or not self.title:
            return ""
        rest = [name for name in self.speakers if name != self.counterpart]
        return rest[0] if len(rest) == 1 and (self.counterpart or len(self.speakers) == 1) else ""

    def feed(self, line: str) -> None:
        """Takes the next line of the file."""
        if not line or line[0].isspace():
            return
        head = self.grammar.head(line)
        if head is None:
            return
        if not head.month:
            self.order.feed(head.parts)
        said_by = lines.split(line[head.text_at :].rstrip("\r\n"), line[0] == lines.MARK, self.bracket)
        name, chosen = lines.name_of(said_by.sender) if said_by.sender else ("", False)
        if name in self.speakers and not said_by.marked:
            self.speakers[name] += 1
            return
        early = self.speakers.total() < EARLY
        if lines.understand(said_by, bracket=self.bracket, early=early).kind == "notice":
            self._notice(said_by)
        elif said_by.sender and len(self.speakers) < MAX_NAMES:
            self.speakers[name] += 1
            if chosen:
                self.chosen.add(name)

    def _notice(self, line: lines.Line) -> None:
        if line.sender and not self.heads_named and not self.speakers:
            self.heads_named = lines.name_of(line.sender)[0]
        if len(line.text) < 400:
            self.created = self.created or lines.created(line.text)
            came = lines.came(line.text)
            self.arrivals += bool(came)
            if len(self.came) < MAX_NAMES:
                self.came.update(dict.fromkeys(came))

    def close(self) -> None:
        """Ends the look. iOS writes notices under the name of the chat: of the group, or the other person."""
        self.title = self.title or self.heads_named

    def chat(self, scope: str, order: Decision, zone: tzinfo, region: str | None) -> Chat:
        """The chat as decided."""
        title = self.title
        if not title:
            title = " + ".join(self.others[:3] if self.group else sorted(self.others)) or "chat"
        key = quote(title, safe="")
        room = f"{base(scope)}group/{key}" if self.group else ""
        two = ("", "") if room else self._two()
        people = known((*self.speakers, *self.came, *two))
        return Chat(scope, key, title, order.order, zone, room, two, region, order.rank, people)

    def _two(self) -> tuple[str, str]:
        if len(self.others) == 2:
            return (self.others[0], self.others[1])
        one = self.others[0] if self.others else ""
        alone = not self.title or bool(self.counterpart)
        return (one, "" if alone else self.title)


def _part_of(title: str, name: str) -> bool:
    """Whether one of two names begins the other at a word ("Ola" and "Ola Demo")."""
    short, long = sorted((title.casefold(), name.casefold()), key=len)
    return len(short) > 1 and long.startswith(f"{short} ")


def is_chat(sample: list[str], named: bool) -> bool:
    """One grammar fits from the start, people speak, and they are not the levels of a log."""
    found = grammar_of(sample)
    if found is None or found[1][0] > 4:
        return False
    grammar, places = found
    rests = [sample[at][head.text_at :] for at in places if (head := grammar.head(sample[at]))]
    senders = [
        line.sender
        for rest in rests
        if (line := lines.split(rest, False, grammar.closing == "bracket")).sender
    ]
    logs = sum(LOG_LEVEL.search(one) is not None for one in senders) + sum(
        rest[:1] in "<*-" for rest in rests
    )
    if logs * 2 > len(rests):
        return False
    return named or (len(places) > 1 and bool(senders))


def orders(
    surveys: Iterable[Survey],
    asked: Literal["dmy", "mdy"] | None,
    today: int,
    before: Literal["dmy", "mdy"] | None = None,
    turn: int = 0,
) -> dict[str, Decision]:
    """The order of the dates of each file; one that cannot be told follows the others of its form, then what a person
    said `before`. `turn` counts how often they have said something else than before."""
    all_ = list(surveys)
    found = {survey.name: survey.order.decide(asked, today, turn) for survey in all_}
    sure: dict[str, Counter[str]] = {}
    for survey in all_:
        decision = found[survey.name]
        if survey.order.differs and decision.why in ("plain", "order", "future"):
            sure.setdefault(survey.grammar.closing, Counter())[decision.order] += 1
    for survey in all_:
        if found[survey.name].why == "guess" and (seen := sure.get(survey.grammar.closing)):
            found[survey.name] = Decision("mdy" if seen["mdy"] > seen["dmy"] else "dmy", "sibling", -1)
        elif found[survey.name].why in ("guess", "gaps") and before:
            found[survey.name] = Decision(before, "before", -1)
    return found


class Uncut:
    """The lines of a file without the beginning of a head at its very end; `cut` says if there was one."""

    def __init__(self, source: Iterable[str], grammar: Grammar) -> None:
        self._source, self._grammar = source, grammar
        self.cut = False

    def __iter__(self) -> Iterator[str]:
        shape, held = "", ""
        for line in self._source:
            if held:
                yield held
            held = line
            if not shape and (head := self._grammar.head(line)):
                shape = _shape(line[: head.text_at])
        self.cut = bool(len(held) > 3 and held[-1] != "\n" and shape.startswith(_shape(held)))
        if held and not self.cut:
            yield held if held[-1] == "\n" else held.rstrip("\ufffd")


def _shape(text: str) -> str:
    """A head with every number as one 0, so that heads of one file compare equal."""
    shape = ""
    for sign in text:
        mark = "0" if sign.isdecimal() else sign
        if not (mark == "0" and shape.endswith("0")):
            shape += mark
    return shape
