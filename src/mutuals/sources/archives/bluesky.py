"""Reads repositories of Bluesky and its kin: `repo.car`, the signed tree of all records of an account."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, cast

from mutuals.as2 import Actor, Item
from mutuals.sources.pace import Pace, file_report, rejected
from mutuals.sources.parcel import READ_ERRORS
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Report
from mutuals.wire.bluesky import Items, did_of, labelled, list_name, record_items
from mutuals.wire.car import Blocks, Missing, Tree, commit_of
from mutuals.wire.dagcbor import Cid

HEAD = 16_384
SPOOL = 1 << 24
MAX_LISTS = 10_000
PRIVATE = frozenset(("app.bsky.graph.block", "app.bsky.graph.listblock"))
NO_OWNER = "The part that says whose it is is lost; say your DID (did:plc:...) under who you are, and bring it again."


class BlueskyArchive:
    """The repository of an account on Bluesky or another server of AT Protocol; satisfies `seam.Reads`."""

    info = Info(
        name="bluesky",
        title="Bluesky",
        mark="B",
        ask=(
            "In the app or on bsky.app open Settings, Account, Export my data.",
            "Press Download CAR file; your browser saves repo.car. Drop it here as it is.",
        ),
        ask_url="https://bsky.app/settings/account",
        wait="A few seconds.",
        hears="Every post and reply of yours with the people you mention and the posts you quote, what you liked and "
        "reposted and when, whom you follow and since when, your name and your own lists.",
        cannot_hear="What others answered, liked or reposted of yours, who follows you, the words of what you liked, "
        "the handles of people you did not mention (only their DIDs), and direct messages. Times are those that your "
        "app claimed.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """One claim for each repository."""
        names = [entry.name for entry in parcel.entries() if is_repository(parcel.head(entry.name, HEAD))]
        return [
            Claim(format="bluesky", root=name, title="Bluesky repository", files=(name,)) for name in names
        ]

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Iterator[Item | Report]:
        """Streams the records of each claimed repository, in the order of their keys."""
        for name in claim.files:
            yield FileReport(name=name, status="reading")
            with tempfile.SpooledTemporaryFile(SPOOL) as spool:
                blocks = _blocks(parcel, name, cast(BinaryIO, spool))
                if blocks is None:
                    yield FileReport(name=name, status="broken", note="It could not be read.")
                else:
                    yield from _Reading(name, blocks, answers).everything()


def is_repository(head: bytes) -> bool:
    """Whether a file begins as a CAR file of version 1 with records of AT Protocol."""
    return (
        b"eroots" in head[:40] and b"gversion\x01" in head[:400] and (b"app.bsky." in head or b"cdid" in head)
    )


def _blocks(parcel: Parcel, name: str, spool: BinaryIO) -> Blocks | None:
    try:
        with parcel.open(name) as stream:
            return Blocks(stream.read, spool)
    except READ_ERRORS:
        return None


class _Reading:
    """One run over one repository."""

    def __init__(self, name: str, blocks: Blocks, answers: Answers) -> None:
        self._name, self._blocks = name, blocks
        commit = commit_of(blocks)
        self._owner = did_of(commit.get("did"))
        self._sure = (
            "The repository is this account's." if self._owner else "You said that this account is yours."
        )
        if not self._owner:
            said = (did_of(one.strip().removeprefix("at://")) for one in answers.me)
            self._owner = next((one for one in said if one), "")
        self._tree = Tree(blocks, commit.get("data"))
        self._lists: dict[str, str] = {}
        self._other: Counter[str] = Counter()
        self._pace = Pace()

    def everything(self) -> Iterator[Item | Report]:
        if not self._owner:
            yield FileReport(name=self._name, status="broken", note=NO_OWNER)
            yield self._pace.checkpoint(self._name, 0)
            return
        yield Mine(actor=self._owner, sure=True, evidence=self._sure)
        yield from self._pace.give([Actor(id=self._owner)], self._name, 0)
        understood = bad = missing = at = 0
        for at, (key, link) in enumerate(self._tree.records(), 1):
            try:
                items = self._record(key, link)
            except Missing:
                missing += 1
                continue
            except ValueError as error:
                bad += 1
                yield rejected(self._name, at, error, key)
                continue
            understood += items is not None
            yield from self._pace.give(items or [], self._name, at)
        cut = bool(self._blocks.cut or self._tree.lost or missing)
        yield file_report(self._name, items=understood, bad=bad, cut=cut, more=self._note())
        yield self._pace.checkpoint(self._name, at)

    def _record(self, key: str, link: Cid) -> Items | None:
        """The items of a record; None for one that tells nothing of people, or is left alone."""
        collection, _, name = key.partition("/")
        if collection in PRIVATE:
            self._other["blocks"] += 1
            return None
        if collection == "app.bsky.graph.list":
            if len(self._lists) < MAX_LISTS:
                self._lists[f"at://{self._owner}/{key}"] = list_name(self._blocks.get(link))
            return []
        if collection == "app.bsky.graph.listitem":
            return labelled(self._blocks.get(link), self._lists)
        items = record_items(collection, name, self._blocks.get(link), self._owner)
        if items is None:
            self._other["others"] += 1
        return items

    def _note(self) -> str:
        notes = []
        if blocks := self._other["blocks"]:
            notes.append(f"{blocks:,} blocks are left alone: whom you block is nobody's business.")
        if others := self._other["others"]:
            notes.append(f"{others:,} records of other kinds tell nothing of people.")
        return " ".join(notes)


archive = BlueskyArchive()
