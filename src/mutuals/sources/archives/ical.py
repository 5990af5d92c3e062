"""Reads calendars: .ics files of any program, alone, one for each entry, or in a ZIP as Google's Takeout gives them.

All files are gone over twice as streams: first for what only all of them tell (`wire/ical_survey.py`), then for the
meetings.
"""

import codecs
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mutuals.as2 import Activity, Actor, Item
from mutuals.sources.coming import coming
from mutuals.sources.pace import Pace
from mutuals.sources.parcel import READ_ERRORS
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Question, Rejected, Report
from mutuals.text.folding import clean
from mutuals.wire.ical import REASONS, Known, Left, meetings, weight
from mutuals.wire.ical_ahead import Ahead
from mutuals.wire.ical_event import Event, event_of
from mutuals.wire.ical_lines import SURVEYED, Part, Properties, first, parts, properties, word, words
from mutuals.wire.ical_people import owner_of
from mutuals.wire.ical_rules import Budget
from mutuals.wire.ical_series import Bounded
from mutuals.wire.ical_survey import Survey, Verdict
from mutuals.wire.ical_zones import UTC, Named, Zone, named, tzid_of, zone_of
from mutuals.wire.mail_people import address_of, mailto
from mutuals.wire.vcard_lines import lines_of

Out = Iterator[Item | Report]
CHUNK = 1 << 18
HEAD = 512
SEVERAL = 500
"""So many things are handed out before the next checkpoint, where the files are many and small."""
STEPS, STEPS_EACH = 2_000_000, 300
"""Steps that all rules may take, over all files, and how many more each event brings: a hostile calendar runs out of
them."""
TIMES, TIMES_EACH, TIMES_FIRST = 200_000, 100, 10_000
"""The same of times that are handed out: so many at first, so many more by each event, so many kept at most. Ten
years of a dozen daily and weekly series fit into the first of them."""
SAID = 3
"""Series that a report calls by name."""
MAX_ZONES = 1_000
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_GROUPS = "calendar.google.com"


class IcalArchive:
    """Calendars as iCalendar; satisfies `seam.Reads`."""

    info = Info(
        name="ical",
        title="Calendar (iCal)",
        mark="Ca",
        ask=(
            (
                "Google: on takeout.google.com press Deselect all, tick Calendar, then Next step and Create export; "
                "or on calendar.google.com open Settings, Import & export, Export. Drop the ZIP here as it is."
            ),
            "Apple: in Calendar on a Mac choose a calendar, then File, Export, Export.",
            (
                "Outlook: File, Save Calendar, More Options, Full details. Thunderbird, Nextcloud, Fastmail, Proton "
                "and others: export the calendar as iCalendar (.ics)."
            ),
        ),
        ask_url="https://calendar.google.com/calendar/u/0/r/settings/export",
        wait="Ready at once; Takeout takes minutes.",
        hears="Who met whom, when, how long and what for: past entries that name other people, each time of a series "
        "with its own changes; one held online counts as a call. Who declined, answered maybe, or was silent where "
        "others answered, is not taken to have come. Of the coming year what is "
        "agreed, of series the next three times: shown under In person, counted only once it took place.",
        cannot_hear="Who really came, and entries without people, such as lunch with Ana written as a title. Of "
        "whole days the hours are not known. More than twelve people are an event, not a meeting. What was "
        "taken out of the calendar since, unless it says that it was called off. To-dos, alarms and attached "
        "files are left out.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """One claim for all calendars in what was brought, since they tell of one another."""
        files = tuple(one.name for one in parcel.entries() if _begins(parcel.head(one.name, HEAD)))
        if not files:
            return []
        title = f"Calendars ({len(files):,} files)" if len(files) > 1 else "A calendar"
        return [Claim(format="ical", root=_common(files), title=title, files=files)]

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Out:
        """Streams the meetings of all files, the people before their first; first of all whose calendars they are."""
        return _Reading(parcel, claim, answers).everything()


@dataclass(slots=True)
class _File:
    """What is known of one file while it is read."""

    name: str
    default: Zone
    method: str = ""
    definitions: dict[str, Part] = field(default_factory=dict)
    zones: dict[str, Zone] = field(default_factory=dict)
    steps: Budget = field(default_factory=lambda: Budget(STEPS))
    good: int = 0
    coming: int = 0
    left: Counter[str] = field(default_factory=Counter)
    others: int = 0
    bounded: int = 0
    too_often: list[str] = field(default_factory=list)
    open_calendar: bool = False
    broken: str = ""

    def zone(self, name: str) -> Zone:
        """The zone of a TZID of this file."""
        found = self.zones.get(name)
        if found is None:
            found = zone_of(name, self.definitions, self.default, self.steps)
            if len(self.zones) < MAX_ZONES:
                self.zones[name] = found
        return found


class _Reading:
    """One run over the calendars of one parcel."""

    def __init__(self, parcel: Parcel, claim: Claim, answers: Answers) -> None:
        self._parcel, self._claim, self._answers = parcel, claim, answers
        self._survey = Survey()
        self._pace = Pace()
        self._default = _zone(answers.zone)
        self._steps, self._times = Budget(STEPS), TIMES_FIRST
        self._definitions: dict[str, dict[str, Part]] = {}
        self._since = 0
        self._done = False

    def everything(self) -> Out:
        for name in self._claim.files:
            if len(self._claim.files) == 1:
                yield FileReport(name=name, status="reading", note="Looking who takes part.")
            self._look(name)
        # What is read is bounded by the same, however much the looking took.
        self._steps = Budget(STEPS)
        verdict = Verdict(self._survey, self._answers.me, self._answers.region)
        yield from self._whose(verdict)
        me, owner = frozenset(verdict.sure), verdict.owner(self._survey)
        scope, now = self._answers.scope, self._answers.now_ms
        for name in self._claim.files:
            until = self._survey.until_ms(_folder(name), now)
            yield from self._file(name, Known(scope, self._survey, me, owner, until, now))
        if self._since:
            yield self._pace.checkpoint(self._claim.files[-1], 0)

    def _look(self, name: str) -> None:
        """The first going over: what the events of a file tell of others."""
        file = self._opened(name)
        self._named(_address_in(name), "A calendar is named by this address.")
        for part in self._parts(file, peek=True):
            if part.kind == "VCALENDAR":
                self._head(file, part)
            elif part.kind == "VTIMEZONE":
                self._zone_in(file, part)
            elif part.kind == "VEVENT" and (part.ended or not self._done):
                event = self._event(file, properties(part))
                if isinstance(event, Event):
                    self._survey.hear(event, _folder(name), self._answers.now_ms)
        if file.definitions:
            self._definitions[name] = file.definitions

    def _head(self, file: _File, part: Part) -> None:
        found = properties(part)
        file.method = word(found, "METHOD")
        file.default = named(words(found, "X-WR-TIMEZONE")) or self._default
        self._named(address_of(words(found, "X-WR-CALNAME")), "A calendar is named by this address.")
        one = first(found, "X-OWNER")
        self._named(
            owner_of(one.params, one.value) if one else "", "A calendar says that it is this person's."
        )

    def _named(self, address: str, why: str) -> None:
        if address and not address.endswith(_GROUPS) and len(self._survey.calendars) < SEVERAL:
            self._survey.calendars.setdefault(mailto(address), why)

    def _zone_in(self, file: _File, part: Part) -> None:
        """Keeps the definition of a zone whose name says nothing."""
        name = tzid_of(part)
        if name and named(name) is None and len(file.definitions) + len(self._definitions) < MAX_ZONES:
            file.definitions.setdefault(name, part)

    def _event(self, file: _File, found: Properties) -> Event | ValueError:
        try:
            return event_of(
                found, file.zone, self._answers.scope, region=self._answers.region, method=file.method
            )
        except (ValueError, OverflowError) as error:
            return ValueError(str(error))

    def _opened(self, name: str) -> _File:
        return _File(name, self._default, definitions=self._definitions.get(name, {}), steps=self._steps)

    def _parts(self, file: _File, *, peek: bool = False) -> Iterator[Part]:
        """The components of a file; what it ends in the middle of comes last, not ended."""
        lines = lines_of(self._chunks(file, peek=peek))
        for part in parts(lines, SURVEYED) if peek else parts(lines):
            if part.kind == "VCALENDAR":
                file.open_calendar = True
            elif part.kind == "END":
                file.open_calendar = False
            yield part

    def _file(self, name: str, known: Known) -> Out:
        file, number = self._opened(name), 0
        last: Part | None = None
        for part in self._parts(file):
            last = part
            if part.kind == "VCALENDAR":
                self._head(file, part)
            elif part.kind == "VEVENT":
                number += 1
                yield from self._one(file, part, number, known)
            elif part.kind in ("VTODO", "VJOURNAL"):
                file.others += 1
        if not file.broken and (file.open_calendar or (last is not None and not last.ended)):
            file.broken = "The file ends in the middle; what stands before is read."
        yield _report(file)
        if self._since >= SEVERAL:
            self._since = 0
            yield self._pace.checkpoint(name, number + 1)

    def _one(self, file: _File, part: Part, number: int, known: Known) -> Out:
        """What one event gives, or why it gives nothing."""
        file.steps.left = min(file.steps.left + STEPS_EACH, STEPS)
        self._times = min(self._times + TIMES_EACH, TIMES)
        found = properties(part)
        if not part.ended and self._done:
            yield _rejected(file, part, found, "This entry is cut off.")
            return
        for line, reason in part.long:
            yield Rejected(file=file.name, line=line, reason=reason, excerpt=words(found, "SUMMARY")[:200])
        event = self._event(file, found)
        if not isinstance(event, Event):
            yield _rejected(file, part, found, str(event))
            return
        try:
            yield from self._met(file, event, number, known)
        except Left as error:
            file.left[str(error)] += 1
        except Bounded:
            file.bounded += 1
            title = clean(words(found, "SUMMARY"))[:60].strip()
            if title and len(file.too_often) < SAID and title not in file.too_often:
                file.too_often.append(title)
        except ValueError as error:
            yield _rejected(file, part, found, str(error))

    def _met(self, file: _File, event: Event, number: int, known: Known) -> Out:
        self._survey.stands(event)
        stream = meetings(event, known, file.steps)
        price, back = weight(event), False
        while self._times > 0:
            try:
                item = next(stream)
            except StopIteration as end:
                if end.value:
                    file.left[end.value] += 1
                return
            if isinstance(item, Ahead):
                file.coming += len(item.told)
                yield coming(item)
                self._since += 1
                continue
            if isinstance(item, Activity):
                back = item.type == "Delete"
                file.good += not back
                self._times -= 1 if back else price
            for one in self._pace.give([item], file.name, number):
                self._since = self._since + 1 if isinstance(one, Activity | Actor) else 0
                yield one
        if back:
            raise Left("cancelled")
        raise Bounded

    def _whose(self, verdict: Verdict) -> Iterator[Report]:
        for one, why in verdict.sure.items():
            yield Mine(actor=one, sure=True, evidence=why)
        if verdict.guess:
            yield Mine(actor=verdict.guess[0], sure=False, evidence=verdict.guess[1])
        if verdict.choices:
            yield Question(kind="me", about=self._claim.files[0], choices=verdict.choices)

    def _chunks(self, file: _File, *, peek: bool) -> Iterator[bytes]:
        """The file in pieces of UTF-8, or of whatever its lines turn out to be; UTF-16 is told by its mark."""
        self._done, decoder, begun = False, None, False
        opener = getattr(self._parcel, "peek", self._parcel.open) if peek else self._parcel.open
        try:
            with opener(file.name) as stream:
                while chunk := stream.read1(CHUNK) if hasattr(stream, "read1") else stream.read(CHUNK):
                    if not begun:
                        codec, begun = _UTF16.get(chunk[:2]), True
                        decoder = codecs.getincrementaldecoder(codec)("replace") if codec else None
                        chunk = chunk.removeprefix(b"\xef\xbb\xbf")
                    if decoder:
                        chunk = decoder.decode(chunk).replace("\ufeff", "").encode("utf-8", "replace")
                    yield chunk
        except READ_ERRORS as error:
            file.broken = f"The file cannot be read to its end ({error}); what stands before is read."
        self._done = True


def _report(file: _File) -> FileReport:
    """What came of a file, with everything that was left out on purpose."""
    left = [f"{count:,} {REASONS[why]}" for why, count in sorted(file.left.items()) if count]
    left += [f"{file.others:,} to-dos and journal entries"] if file.others else []
    notes = [file.broken] if file.broken else []
    notes += [f"Still to come: {file.coming:,}, shown under In person."] if file.coming else []
    notes += [f"Left out: {', '.join(left)}."] if left else []
    notes += [_too_often(file)] if file.bounded else []
    status: Literal["understood", "broken"] = "broken" if file.broken else "understood"
    return FileReport(name=file.name, status=status, items=file.good, note=" ".join(notes))


def _too_often(file: _File) -> str:
    """What is said of series of more times than are taken."""
    named = ", ".join(f'"{one}"' for one in file.too_often)
    others = file.bounded - len(file.too_often)
    who = f"{named} and {others:,} more series" if named and others else named or f"{others:,} series"
    few = "repeats" if file.bounded == 1 else "repeat"
    return f"{who} {few} more often than people meet; of such series only the first times are taken."


def _rejected(file: _File, part: Part, found: Properties, reason: str) -> Rejected:
    title, start = words(found, "SUMMARY"), first(found, "DTSTART")
    excerpt = "; ".join(one for one in (title, start.value if start else "") if one)
    return Rejected(file=file.name, line=part.line, reason=reason, excerpt=excerpt[:200])


def _begins(head: bytes) -> bool:
    """Whether a file begins as a calendar does."""
    codec = _UTF16.get(head[:2])
    if codec:
        head = (
            head[: len(head) // 2 * 2]
            .decode(codec, "replace")
            .removeprefix("\ufeff")
            .encode("utf-8", "replace")
        )
    return head.removeprefix(b"\xef\xbb\xbf").lstrip().upper().startswith(b"BEGIN:VCALENDAR")


def _address_in(name: str) -> str:
    """The address that a file is named by, as Google names the calendars of a person."""
    last = name.rpartition("/")[2]
    stem, dot, kind = last.rpartition(".")
    return address_of(stem) if dot and kind.lower() == "ics" and " " not in stem else ""


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _common(files: tuple[str, ...]) -> str:
    folders = {_folder(one) for one in files}
    return folders.pop() if len(folders) == 1 else ""


def _zone(name: str) -> Zone:
    try:
        return Named(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


archive = IcalArchive()
