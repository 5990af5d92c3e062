"""Reads LinkedIn's exports, basic and complete, of any year: tables found by their headers and streamed."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from mutuals.as2 import Activity, Collection, Item, Object
from mutuals.sources.pace import Pace, file_report, rejected
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Question, Report
from mutuals.wire import linkedin as wire
from mutuals.wire.linkedin_files import FOLDERS, HEADERS, is_given, kind_of, left_alone
from mutuals.wire.linkedin_messages import Talks, left_out, message
from mutuals.wire.linkedin_people import Cast, known, own_side, owner_by_direction
from mutuals.wire.linkedin_table import Row, Table
from mutuals.wire.linkedin_values import profile_uri, profile_uris
from mutuals.wire.repeats import Repeats

Out = Iterator[Item | Report]
Cells = dict[str, str]
HEAD = 16_384
SMALL = 2_000
ASKED = 50_000
_PROFILE = ("profile", "emails", "phones", "positions")


class LinkedInArchive:
    """The archive that LinkedIn makes of an account on request; satisfies `seam.Reads`."""

    info = Info(
        name="linkedin",
        title="LinkedIn",
        mark="in",
        ask=(
            "On linkedin.com open Me, Settings & Privacy, Data privacy, Get a copy of your data.",
            "Choose the larger archive, then Request archive; the single choices hold one table each.",
            "LinkedIn sends a link by mail; download the ZIP and drop it here as it is.",
        ),
        ask_url="https://www.linkedin.com/mypreferences/d/download-my-data",
        wait="LinkedIn says ten minutes for connections and messages and up to 24 hours for the larger archive; the "
        "link works for three days.",
        hears="Your connections with employer, position and the day you connected; every message alone and in groups; "
        "invitations, endorsements and recommendations given and received; in the larger archive also your posts, "
        "comments and reactions, and whom you follow.",
        cannot_hear="Most mail addresses (people hide them), who reacted to or commented on your posts, whose post you "
        "reacted to, who of your connections know each other, and people who closed their accounts.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """One claim for each folder with such tables; what lies below it belongs to it."""
        names = [entry.name for entry in parcel.entries()]
        found = {one: kind_of(one, parcel.head(one, HEAD)) for one in names if one.lower().endswith(".csv")}
        folders = {one.rpartition("/")[0] for one, kind in found.items() if kind}
        roots: dict[str, list[str]] = {}
        for name, kind in found.items():
            if kind:
                roots.setdefault(_root(name.rpartition("/")[0], folders), []).append(name)
        return [_claim(root, files, names) for root, files in sorted(roots.items())]

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Out:
        """Streams what the claimed tables hold: the owner, connections, messages, then the others."""
        return _Reading(parcel, claim, answers).everything()


def _root(folder: str, folders: set[str]) -> str:
    """The export that a folder belongs to: itself, or the one that holds it as a part of its own."""
    above, _, last = folder.rpartition("/")
    return above if f"{last.lower()}/" in FOLDERS and above in folders else folder


def _claim(root: str, files: list[str], names: list[str]) -> Claim:
    start, taken = f"{root}/" if root else "", set(files)
    alone = []
    for name in names:
        path = name[len(start) :]
        inside = name.startswith(start) and ("/" not in path or path.lower().startswith(FOLDERS))
        reason = left_alone(path) if inside and name not in taken else ""
        if reason and name.lower().endswith((".csv", ".html")):
            alone.append((name, reason))
    return Claim(
        format="linkedin", root=start, title="LinkedIn archive", files=tuple(files), left_alone=tuple(alone)
    )


class _Reading:
    """One run over one export: who is who in it, whose it is, which conversations are groups."""

    def __init__(self, parcel: Parcel, claim: Claim, answers: Answers) -> None:
        self._parcel, self._answers = parcel, answers
        self._files: dict[str, list[str]] = {}
        for name in sorted(claim.files):
            self._files.setdefault(kind_of(name, parcel.head(name, HEAD)), []).append(name)
        self._files.pop("", None)
        self._cast = Cast(answers.scope)
        self._talks, self._repeats, self._pace = Talks(self._cast), Repeats(), Pace()
        self._left: Counter[str] = Counter()
        self._contacts: list[str] = []
        # Words that came with an invitation stand among the messages as well once it was accepted.
        self._asked: set[tuple[str, str, str]] = set()
        self._told: set[tuple[str, str, str]] = set()

    def everything(self) -> Out:
        if not self._files:
            return
        yield from self._whose()
        yield from self._connections()
        yield from self._messages()
        for kind, translate in self._translations():
            for name in self._files.get(kind, ()):
                yield from self._table(kind, name, translate)
        for name in self._files.get("recommendations", ()):
            yield from self._table("recommendations", name, self._recommended(is_given(name)))

    def _recommended(self, given: bool) -> Callable[[Cells], wire.Items]:
        return lambda row: wire.recommendation(row, self._cast, given=given)

    def _translations(self) -> list[tuple[str, Callable[[Cells], wire.Items]]]:
        cast, repeats = self._cast, self._repeats
        return [
            ("invitations", lambda row: wire.invitation(row, cast, repeats, self._told)),
            ("notes", lambda row: wire.note(row, cast)),
            ("endorsed", lambda row: wire.endorsement(row, cast, given=True)),
            ("endorsers", lambda row: wire.endorsement(row, cast, given=False)),
            ("companies", lambda row: wire.company(row, cast)),
            ("members", lambda row: wire.member(row, cast)),
            ("shares", lambda row: wire.share(row, cast, repeats)),
            ("reposts", lambda row: wire.repost(row, cast)),
            ("comments", lambda row: wire.comment(row, cast, repeats)),
            ("reactions", lambda row: wire.reaction(row, cast)),
        ]

    def _whose(self) -> Out:
        """The owner: by the profile's name, the side of invitations, the messages; else by what the person said."""
        reports: list[FileReport] = []
        small = {kind: self._small(kind, reports) for kind in _PROFILE}
        profile = next(iter(small["profile"]), {})
        self._cast.my_name = wire.full_name(profile)
        uri, evidence = self._address()
        name, sure = self._cast.my_name or self._told_name(), bool(uri or profile)
        self._cast.my_name = name
        self._cast.me = uri or f"{self._cast.base}{'me' if not name else self._local(name)}"
        facts, also = wire.own_facts(lambda kind: small[kind], self._answers.region)
        owner = replace(known(self._cast.me, name, facts, also), summary=profile.get("headline", ""))
        yield from self._pace.give([owner], "", 0)
        yield Mine(actor=owner.id, sure=sure, evidence=evidence or _evidence(name, profile))
        if not sure and not name:
            about = next(iter(self._files.values()))[0]
            yield Question(kind="me", about=about, choices=self._choices(), default=owner.id)
        yield from reports
        yield self._pace.checkpoint("", 0)

    def _local(self, name: str) -> str:
        return self._cast.person(name).id.removeprefix(self._cast.base)

    def _told_name(self) -> str:
        """What the person said to be called, when somebody of that name writes or invites here."""
        return next((one for one in self._answers.me if one.strip() and self._cast.knows(one)), "")

    def _address(self) -> tuple[str, str]:
        """(address, evidence) of the owner; learns on the way who is called what."""
        sides: Counter[str] = Counter()
        sent: Counter[str] = Counter()
        for row in self._rows("connections"):
            self._cast.learn(wire.full_name(row.cells), profile_uri(row.cells.get("url", "")))
        for row in self._rows("invitations"):
            self._learn_invitation(row.cells, sides)
        for row in self._rows("messages"):
            self._learn_message(row.cells, sent)
        self._learn_endorsements()
        for row in self._rows("messages"):
            if not left_out(row.cells, self._cast):
                self._talks.look(row.cells)
        told = next(filter(None, map(profile_uri, self._answers.me)), "")
        everywhere = self._talks.in_all()
        candidates = (
            (told, "You said that this page is yours."),
            (owner_by_direction(sides), "Invitations name this page as yours."),
            (owner_by_direction(sent), "Your messages come from this page."),
            (everywhere[0] if len(everywhere) == 1 else "", "This page takes part in every conversation."),
        )
        return next((one for one in candidates if one[0]), ("", ""))

    def _learn_invitation(self, cells: Cells, sides: Counter[str]) -> None:
        self._cast.learn(cells["from"], profile_uri(cells.get("inviterprofileurl", "")))
        self._cast.learn(cells["to"], profile_uri(cells.get("inviteeprofileurl", "")))
        name, uri = own_side(cells)
        if uri:
            sides[uri] += 1
        if name and not self._cast.my_name:
            self._cast.my_name = name

    def _learn_message(self, cells: Cells, sent: Counter[str]) -> None:
        uri = profile_uri(cells.get("sender profile url", ""))
        if uri:
            self._cast.learn(cells["from"], uri)
        if uri and self._cast.is_me(cells["from"]):
            sent[uri] += 1
        to = profile_uris(cells.get("recipient profile urls", ""))
        if len(to) == 1:
            self._cast.learn(cells["to"], to[0])

    def _learn_endorsements(self) -> None:
        for kind, side in (("endorsed", "endorsee"), ("endorsers", "endorser")):
            for row in self._rows(kind):
                name = f"{row.cells.get(f'{side} first name', '')} {row.cells.get(f'{side} last name', '')}"
                self._cast.learn(name, profile_uri(row.cells.get(f"{side} public url", "")))

    def _choices(self) -> tuple[tuple[str, str], ...]:
        uris = self._talks.in_all()[:8]
        return tuple((uri, self._cast.person("", uri).name or uri) for uri in uris)

    def _small(self, kind: str, reports: list[FileReport]) -> list[Cells]:
        """The rows of the small tables of a kind, at most `SMALL` of each; what came of them is added to `reports`."""
        found: list[Cells] = []
        for name in self._files.get(kind, ()):
            with self._parcel.open(name) as raw:
                table = Table(raw, HEADERS[kind])
                rows = list(islice(table.rows(), SMALL))
            good = [row.cells for row in rows if not row.wrong]
            reports.append(file_report(name, items=len(good), bad=len(rows) - len(good), cut=table.cut))
            found += good
        return found

    def _rows(self, kind: str) -> Iterator[Row]:
        """The good rows of all tables of a kind."""
        opener = getattr(self._parcel, "peek", self._parcel.open)
        for name in self._files.get(kind, ()):
            with opener(name) as raw:
                table = Table(raw, HEADERS[kind], backslash=kind == "comments")
                yield from (row for row in table.rows() if not row.wrong)

    def _connections(self) -> Out:
        """A whole list as one Collection; complete only if it could be read to its end."""
        names, whole = self._files.get("connections", []), True
        for name in names:
            for report in self._table("connections", name, self._connected):
                whole = whole and not (isinstance(report, FileReport) and report.status == "broken")
                yield report
        if names:
            yield Collection(
                id=f"{self._cast.me}/connections",
                name="contacts",
                attributed_to=self._cast.me,
                items=tuple(dict.fromkeys(self._contacts)),
                complete=whole,
            )
            yield self._pace.checkpoint(names[-1], len(self._contacts))

    def _connected(self, cells: Cells) -> wire.Items:
        actor = wire.connection(cells, self._cast)
        if actor is None:
            self._left["connections who closed their accounts"] += 1
            return []
        self._contacts.append(actor.id)
        return [actor]

    def _messages(self) -> Out:
        names = self._files.get("messages", [])
        invited = (wire.invited(row.cells, self._cast) for row in self._rows("invitations"))
        self._asked = set(islice(filter(None, invited), ASKED))
        for name in names:
            yield from self._table("messages", name, self._message)
        if names:
            yield from self._pace.give(self._talks.groups(), names[-1], 0)
            yield self._pace.checkpoint(names[-1], 0)

    def _message(self, cells: Cells) -> wire.Items:
        reason = left_out(cells, self._cast)
        if reason:
            self._left[reason] += 1
            return []
        items = message(cells, self._cast, self._talks.people(cells), self._repeats)
        said = items[-1]
        if self._asked and isinstance(said, Activity) and isinstance(said.object, Object):
            mark = (said.actor, said.to[0], said.object.content)
            self._told |= {mark} & self._asked
        return items

    def _table(self, kind: str, name: str, translate: Callable[[Cells], wire.Items]) -> Out:
        yield FileReport(name=name, status="reading")
        understood, bad = 0, 0
        self._left.clear()
        with self._parcel.open(name) as raw:
            table = Table(raw, HEADERS[kind], backslash=kind == "comments")
            for row in table.rows():
                try:
                    items = _translated(row, translate)
                except ValueError as error:
                    bad += 1
                    yield rejected(name, row.line, error, row.cells)
                    continue
                understood += bool(items)
                yield from self._pace.give(items, name, understood)
        more = _counted(self._left.items())
        yield file_report(name, items=understood, bad=bad, cut=table.cut, more=more)
        yield self._pace.checkpoint(name, understood + bad)


def _translated(row: Row, translate: Callable[[Cells], wire.Items]) -> wire.Items:
    if row.wrong:
        raise ValueError(row.wrong)
    return translate(row.cells)


def _counted(left: Iterable[tuple[str, int]]) -> str:
    parts = [f"{what} ({number:,})" for what, number in sorted(left)]
    return f"Left out: {', '.join(parts)}." if parts else ""


def _evidence(name: str, profile: Cells) -> str:
    if profile:
        return f"Profile.csv names {name or 'nobody'} as the owner."
    return (
        "The name is yours by what the files and you said." if name else "No file says whose export this is."
    )


archive = LinkedInArchive()
