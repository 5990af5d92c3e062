"""Reads YouTube in Google Takeout: comments, words in live chats and subscriptions, in any language."""

import re
import zlib
from collections.abc import Iterator
from zipfile import BadZipFile

from mutuals.as2 import Actor, Collection, Item
from mutuals.sources.pace import Pace, file_report
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Rejected, Report
from mutuals.wire.csv_rows import Row, Table, first_rows, header_of
from mutuals.wire.youtube import Columns, Items, channel, channel_in, columns_of, comment_items, subscription

HEAD = 32_768
MAX_MINE = 100
_UNREADABLE = (OSError, EOFError, BadZipFile, zlib.error)
_HISTORY = re.compile(rb'"header":\s*"YouTube|youtube\.com/(?:watch\?v=|results\?search_query=)')
_WATCHED = "What you watched and searched for is between nobody, and says much of you."


class YoutubeArchive:
    """What Google Takeout holds of YouTube; satisfies `seam.Reads`."""

    info = Info(
        name="youtube",
        title="YouTube",
        mark="YT",
        ask=(
            "On takeout.google.com press Deselect all, then tick YouTube and YouTube Music.",
            "Under All YouTube data included keep comments, live chats and subscriptions; leave out the rest.",
            "Choose Next step, Create export; when Google's mail comes, download the ZIP and drop it here as it is.",
        ),
        ask_url="https://takeout.google.com",
        wait="Minutes to some hours without your videos.",
        hears="What you wrote under which video, post or live stream, what it answers, whom you mention, and which "
        "channels you are subscribed to.",
        cannot_hear="Whose video it was, what others answered, and since when you are subscribed. What you watched is "
        "left alone.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """One claim for each takeout; tables count by what they say, not by their names."""
        roots: dict[str, list[str]] = {}
        names = [entry.name for entry in parcel.entries()]
        for name in names:
            if name.lower().endswith((".csv", ".txt")) and _columns(parcel, name):
                roots.setdefault(_root(name), []).append(name)
        return [
            Claim(
                format="youtube",
                root=root,
                title="YouTube in Google Takeout",
                files=tuple(sorted(files)),
                left_alone=tuple(_left_alone(parcel, root, [name for name in names if name not in files])),
            )
            for root, files in sorted(roots.items())
        ]

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Iterator[Item | Report]:
        """Streams what the claimed tables hold: comments first, then subscriptions."""
        return _Reading(parcel, claim, answers).everything()


def _root(name: str) -> str:
    """The folder of YouTube, in which each kind has its own."""
    return name.rpartition("/")[0].rpartition("/")[0]


def _columns(parcel: Parcel, name: str) -> Columns | None:
    head = parcel.head(name, HEAD)
    header = header_of(head)
    return columns_of(header, first_rows(head, HEAD)) if header else None


def _left_alone(parcel: Parcel, root: str, names: list[str]) -> Iterator[tuple[str, str]]:
    for name in names:
        history = root and name.startswith(f"{root}/") and name.lower().endswith((".json", ".html"))
        if history and _HISTORY.search(parcel.head(name, HEAD)):
            yield name, _WATCHED


class _Reading:
    """One run over one takeout."""

    def __init__(self, parcel: Parcel, claim: Claim, answers: Answers) -> None:
        self._parcel, self._answers = parcel, answers
        found = ((name, _columns(parcel, name)) for name in claim.files)
        self._files = {name: columns for name, columns in found if columns}
        self._pace, self._mine = Pace(), dict[str, None]()
        self._cut = False

    def everything(self) -> Iterator[Item | Report]:
        for kind in ("comments", "subscriptions"):
            for name, columns in self._files.items():
                if columns.kind == kind:
                    yield FileReport(name=name, status="reading")
                    comments = kind == "comments"
                    yield from self._comments(name, columns) if comments else self._subscribed(name, columns)

    def _comments(self, name: str, columns: Columns) -> Iterator[Item | Report]:
        understood = bad = 0
        for row in self._rows(name):
            items = self._good(row, name, columns)
            if isinstance(items, Rejected):
                bad += 1
                yield items
                continue
            understood += 1
            yield from self._pace.give(items, name, row.line)
            yield from self._own(items[0].id)
        yield file_report(name, items=understood, bad=bad, cut=self._cut)
        yield self._pace.checkpoint(name, understood + bad)

    def _good(self, row: Row, name: str, columns: Columns) -> Items | Rejected:
        try:
            if row.wrong:
                raise ValueError(row.wrong)
            if columns.kind == "comments":
                return comment_items(row.cells, columns.at)
            return [subscription(row.cells, columns.at)]
        except ValueError as error:
            excerpt = ", ".join(row.cells)[:200]
            return Rejected(file=name, line=row.line, reason=str(error), excerpt=excerpt)

    def _own(self, uri: str) -> Iterator[Mine]:
        """All channels in one's own comments are one's own."""
        if uri not in self._mine and len(self._mine) < MAX_MINE:
            self._mine[uri] = None
            yield Mine(actor=uri, sure=True, evidence="A takeout holds the comments of one's own channels.")

    def _subscribed(self, name: str, columns: Columns) -> Iterator[Item | Report]:
        yield from self._subscriber(name)
        bad, found = 0, dict[str, None]()
        for row in self._rows(name):
            items = self._good(row, name, columns)
            if isinstance(items, Rejected):
                bad += 1
                yield items
                continue
            found[items[0].id] = None
            yield from self._pace.give(items, name, row.line)
        owner = next(iter(self._mine))
        yield Collection(
            id=f"{owner}#following",
            name="following",
            attributed_to=owner,
            items=tuple(found),
            complete=not (bad or self._cut),
        )
        yield file_report(name, items=len(found), bad=bad, cut=self._cut)
        yield self._pace.checkpoint(name, len(found) + bad)

    def _subscriber(self, name: str) -> Iterator[Item | Report]:
        """Whose subscriptions they are: whose comments these are, or as the person said; else somebody local."""
        if self._mine:
            return
        said = next((one for text in self._answers.me if (one := channel_in(text))), "")
        local = Actor(id=f"tag:{self._answers.scope}.mutuals.invalid,2026:youtube/me")
        owner = channel(said) if said else local
        yield from self._pace.give([owner], name, 0)
        self._mine[owner.id] = None
        evidence = (
            "You said that this channel is yours." if said else "A takeout holds one's own subscriptions."
        )
        yield Mine(actor=owner.id, sure=True, evidence=evidence)

    def _rows(self, name: str) -> Iterator[Row]:
        self._cut = True
        try:
            with self._parcel.open(name) as stream:
                table = Table(stream, self._parcel.head(name, 4))
                yield from table.rows()
                self._cut = table.cut
        except _UNREADABLE:
            return


archive = YoutubeArchive()
