"""Reads IRC logs: those of #ubuntu and other bots, irssi, WeeChat and ZNC, whatever their files are called.

A log is read twice as a stream: first for who is there, whose nick changed and where it was kept (`Survey`), then for
its messages.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from mutuals.as2 import Item
from mutuals.sources.pace import Pace, file_report
from mutuals.sources.parcel import READ_ERRORS
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Question, Rejected, Report
from mutuals.wire.irc import Log
from mutuals.wire.irc_lines import READERS, form_of, plain
from mutuals.wire.irc_places import place_of
from mutuals.wire.irc_survey import Survey, kept, own_voice

MAX_SPEAKERS = 50_000
MAX_LINE = 65_536
MAX_CHOICES = 40
SAMPLE = 200
NO_LINE = "This is no line of a log: it has no time and nick."
NO_DAY = "Neither its lines nor its name or folder tell the day: its times are unknown."
TWELVE = "Its clock has twelve hours; it was read from the first half of the day on."
TOO_LONG = "This line is longer than any of IRC can be."
_NOT_LOGS = (
    ".json",
    ".csv",
    ".html",
    ".htm",
    ".js",
    ".xml",
    ".mbox",
    ".eml",
    ".vcf",
    ".ics",
    ".md",
    ".py",
    ".sql",
)


class IrcArchive:
    """The archive of IRC logs. All logs of a parcel are one claim: comparing them tells who "I" am."""

    info = Info(
        name="irc",
        title="IRC logs",
        mark="I",
        ask=(
            "irssi: the folder irclogs in your home (with /set autolog on).",
            "WeeChat: the folder logs in ~/.local/share/weechat or ~/.weechat.",
            "ZNC: the folders moddata/log of your user and networks (with the module log).",
            "Public logs such as irclogs.ubuntu.com: save the text files, with the day in their name or folder.",
            "Keep the folders as they are: their names tell network, channel and day. Drop folder or ZIP here.",
        ),
        ask_url="https://weechat.org/files/doc/stable/weechat_user.en.html#logger_plugin",
        wait="They are on your own disk.",
        hears="Who said what and when in channels and queries, whom a message names at its beginning (“ana: ...”), and "
        "whose nick changed within one log. Without a network's name in the folders a nick counts within its channel.",
        cannot_hear="Who only listened, which message an answer belongs to, whether a nick is the same person in "
        "another log, and, but for public logs, the time zone: times are read in yours.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """Finds the logs by their first lines."""
        found = [entry.name for entry in parcel.entries() if entry.size and _form(parcel, entry.name)]
        if not found:
            return []
        title = f"IRC, {len(found):,} logs" if len(found) > 1 else "An IRC log"
        return [Claim(format=self.info.name, root="", title=title, files=tuple(found))]

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Iterator[Item | Report]:
        """Reads all logs of the claim, in the order of their names."""
        hints, me, pace = _channels(parcel, claim), _Me(answers), Pace()
        for name in claim.files:
            yield FileReport(name=name, status="reading", note="Looking who takes part.")
            survey = _survey(parcel, name, hints)
            if survey is None:
                yield FileReport(name=name, status="broken", note="It could not be read.")
            else:
                yield from _Reading(parcel, survey, answers, me, pace).items()
            yield pace.checkpoint(name, -1)
        if question := me.question(claim.files):
            yield question


def _form(parcel: Parcel, name: str) -> str | None:
    last = name.rsplit("/", 1)[-1].lower()
    if last.endswith(_NOT_LOGS) or last.startswith("._"):
        return None
    # Most files of other kinds are told by their very first lines.
    few = _sample(parcel, name, 1024)
    return (
        form_of(_sample(parcel, name))
        if any(read(line) for read in READERS.values() for line in few)
        else None
    )


def _sample(parcel: Parcel, name: str, size: int = 65_536) -> list[str]:
    lines = parcel.head(name, size).split(b"\n")
    return [_text(line) for line in (lines[:-1] or lines)[:SAMPLE]]


def _text(line: bytes) -> str:
    """A line in whatever its writer's client used: UTF-8 or, before, mostly a Latin code page."""
    try:
        return line.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace").rstrip("\r\n")


class _Lines:
    """The numbered lines of a log as a stream, None for one that is too long; `cut` says why it ended too early."""

    def __init__(self, parcel: Parcel, name: str, *, peek: bool) -> None:
        opener = getattr(parcel, "peek", parcel.open) if peek else parcel.open
        self.cut = ""
        self._open = partial(opener, name)

    def __iter__(self) -> Iterator[tuple[int, str | None]]:
        number, whole, data = 0, True, b"\n"
        try:
            with self._open() as stream:
                for data in iter(partial(stream.readline, MAX_LINE), b""):
                    begins, whole = whole, data.endswith(b"\n")
                    number += begins
                    if whole and begins:
                        yield (
                            number,
                            plain(_text(data.removeprefix(b"\xef\xbb\xbf") if number == 1 else data)),
                        )
                    elif begins and len(data) >= MAX_LINE:
                        yield number, None
        except READ_ERRORS as error:
            self.cut = str(error) or type(error).__name__
        if not data.endswith(b"\n"):
            self.cut = self.cut or "it ends in the middle of a line"


def _channels(parcel: Parcel, claim: Claim) -> dict[str, str]:
    """For each folder the channel that its logs of single days name where somebody joins, if they agree."""
    found: dict[str, set[str]] = {}
    for name in claim.files:
        names = found.setdefault(name.rpartition("/")[0], set())
        read = READERS[form_of(sample := _sample(parcel, name)) or "bracket"]
        lines = [line for text in sample if (line := read(plain(text)))]
        names |= {line.text.lower() for line in lines if line.kind == "join" and line.text}
    return {folder: names.pop() for folder, names in found.items() if len(names) == 1}


def _survey(parcel: Parcel, name: str, hints: dict[str, str]) -> Survey | None:
    form = form_of(_sample(parcel, name))
    if form is None:
        return None
    survey, read = Survey(name, form, place_of(_placed(parcel, name))), READERS[form]
    for _, text in _Lines(parcel, name, peek=True):
        line = read(text) if text else None
        if line is not None:
            survey.feed(line)
    survey.close()
    hint = hints.get(name.rpartition("/")[0], "")
    if hint and form == "bracket" and survey.place.day and not (survey.place.sure or survey.channels):
        survey.place = survey.place._replace(window=hint)
    return survey


def _placed(parcel: Parcel, name: str) -> str:
    """The path of a log; a folder that was brought by itself counts as its outermost."""
    outer = parcel.name.removesuffix(".zip")
    return name if outer == name or "." in outer else f"{outer}/{name}"


def _zone(survey: Survey, name: str) -> ZoneInfo:
    """Public logs of bots are kept in UTC, one's own in one's own zone."""
    try:
        return ZoneInfo("UTC" if survey.public else name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


class _Me:
    """Who the owner is, as far as the person or a log says so; else it is asked at the end."""

    def __init__(self, answers: Answers) -> None:
        self._told = {one.strip().casefold().removeprefix("@") for one in answers.me} - {""}
        self._known: set[str] = set()
        self._spoke: Counter[tuple[str, str]] = Counter()

    def heard(self, log: Log, people: Iterable[str], own: str) -> Iterator[Mine]:
        """What a log tells once it was read; `own` is the nick that is the owner's by its kind."""
        says = log.survey.own_nicks
        told = {who for who, nick in log.seen if nick.casefold() in self._told}
        for nick in people:
            uri, shown = log.actor(nick), log.survey.nicks.written.get(nick, nick)
            if len(self._spoke) < MAX_SPEAKERS or (uri, shown) in self._spoke:
                self._spoke[(uri, shown)] += log.survey.nicks.spoke[nick]
            if nick in told or uri.casefold() in self._told:
                yield from self._mine(uri, True, "You said that this is you.")
            elif nick in says:
                yield from self._mine(uri, True, f"A log says “You are now known as {shown}”.")
            elif nick == own and not self._told:
                yield from self._mine(uri, False, f"The other voice in the talk with {log.survey.partner()}.")

    def unseen(self, uri: str) -> Iterator[Mine]:
        """The one who kept a log in which only the other talks."""
        yield from self._mine(uri, True, "The other side of a talk whose log you kept.")

    def _mine(self, uri: str, sure: bool, evidence: str) -> Iterator[Mine]:
        if uri not in self._known:
            self._known.add(uri)
            yield Mine(actor=uri, sure=sure, evidence=evidence)

    def question(self, files: tuple[str, ...]) -> Question | None:
        """Asks who of those who talk most is the owner, if nothing told it."""
        if self._known or not self._spoke:
            return None
        choices = tuple(one for one, _ in self._spoke.most_common(MAX_CHOICES))
        return Question(kind="me", about=files[0], choices=choices)


class _Reading:
    """One log while it is read."""

    def __init__(self, parcel: Parcel, survey: Survey, answers: Answers, me: _Me, pace: Pace) -> None:
        where = kept(survey, answers.scope)
        self._survey, self._me, self._pace = survey, me, pace
        self._read = READERS[survey.form]
        self._log = Log(survey, where, _zone(survey, answers.zone))
        self._source = _Lines(parcel, survey.name, peek=False)
        self._own = own_voice(survey, where)
        self._posts = self._bad = 0

    def items(self) -> Iterator[Item | Report]:
        """The log as items and reports."""
        where, name = self._log.where, self._survey.name
        yield from self._begin()
        for number, text in self._source:
            line = self._read(text) if text else None
            if line is not None:
                found = self._log.take(line)
                self._posts += bool(found)
                yield from self._pace.give(found, name, number)
            elif text is None or text.strip():
                self._bad += 1
                yield Rejected(
                    file=name,
                    line=number,
                    reason=TOO_LONG if text is None else NO_LINE,
                    excerpt=(text or "")[:200],
                )
        if where.room and self._log.people:
            yield self._log.members()
        yield from self._me.heard(self._log, self._log.people, self._own)
        yield self._report()

    def _begin(self) -> Iterator[Item | Report]:
        where = self._log.where
        people = [] if where.room else [self._log.named(one) for one in where.two]
        yield from self._pace.give([self._log.room()] if where.room else people, self._survey.name, 0)
        if not where.room and "" in where.two:
            yield from self._me.unseen(where.actor(""))

    def _report(self) -> FileReport:
        undated = "" if self._survey.dated or self._survey.first_day else NO_DAY
        twelve = TWELVE if self._survey.twelve else ""
        note = " ".join(one for one in (undated, twelve) if one)
        return file_report(
            self._survey.name, items=self._posts, bad=self._bad, cut=bool(self._source.cut), more=note
        )


archive = IrcArchive()
