"""Reads archives of X (Twitter) of any vintage: finds the files by what they say inside and streams them.

Since 2018 each file of `data/` is a script `window.YTD.<name>.part<N> = [...]`; before, the posts lay in monthly
scripts `Grailbird.data.tweets_<year>_<month> = [...]` and in tweets.csv. No script is ever run.
"""

import csv
import io
import json
import tempfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO, cast
from zipfile import BadZipFile

from mutuals.as2 import UNKNOWN_TIME, Activity, Actor, Checkpoint, Collection, Item, Time
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Question, Rejected, Report
from mutuals.wire.jsonstream import Bad, Cut, JsonStream, Malformed, assigned
from mutuals.wire.twitter import Items, note_items, post_items, superseded
from mutuals.wire.twitter_account import Owner, account_actor, follow_of, like_activity
from mutuals.wire.twitter_csv import COLUMNS, tweet_of
from mutuals.wire.twitter_files import Kind, claims, kind_of
from mutuals.wire.twitter_messages import BEGINS, Room, entry_items, room_actor, room_of
from mutuals.wire.twitter_notes import NoteIndex, note_of
from mutuals.wire.twitter_owner import Found, from_answers, from_conversations, from_files
from mutuals.wire.twitter_values import parse_time, part_of, words_of

WRAPPERS = {
    "post": "tweet",
    "community": "tweet",
    "note": "noteTweet",
    "like": "like",
    "follower": "follower",
    "following": "following",
}
# The first key that an element can have: its wrapper, or (posts before 2019) one of a bare post's.
_POST_BEGINS = frozenset(("tweet", "source", "id", "id_str", "created_at", "retweeted", "edit_info", "text", "full_text"))
_UNREADABLE = (OSError, EOFError, BadZipFile, zlib.error)
STEP = 4000
REMEMBERED = 100_000
SPOOL = 1 << 24


class TwitterArchive:
    """The archive that X makes of an account on request; satisfies `seam.Reads`."""

    info = Info(
        name="twitter",
        title="X (Twitter)",
        mark="X",
        ask=(
            "On x.com open More, Settings and privacy, Your account, Download an archive of your data.",
            "Confirm your password and the code that X sends you, then press Request archive.",
            "When X tells you that it is ready, download the ZIP and drop it here as it is. Archives from before 2019 "
            "and single files of the data folder are read as well.",
        ),
        ask_url="https://x.com/settings/download_your_data",
        wait="Mostly 24 hours, at times several days; the link then works for about a week.",
        hears="Every post, reply, retweet, quote and long post of yours with the people you mention, your direct "
        "messages alone and in groups with their reactions, what you liked, and who follows you and whom you follow.",
        cannot_hear="When you liked something, who wrote it, when somebody began to follow you, the names of followers "
        "(only their numbers), what others answered to you, and the full text of what you retweeted.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """One claim for each archive in what was brought; files count by what they say, not by their names."""
        return claims(parcel)

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Iterator[Item | Report]:
        """Streams what the claimed files hold: the owner, follow lists, posts, likes, messages."""
        return _Reading(parcel, claim, answers).everything()


class _Reading:
    """One run over one archive: whose it is, which actors were given already, and the long texts."""

    def __init__(self, parcel: Parcel, claim: Claim, answers: Answers) -> None:
        self._parcel, self._claim, self._answers = parcel, claim, answers
        self._files: dict[Kind, list[str]] = {}
        for name in claim.files:
            kind = kind_of(name, parcel.head(name, 512))
            if kind is not None and kind.name != "left alone":
                self._files.setdefault(kind.name, []).append(name)
        self._owner = Owner("", "")
        self._seen: dict[str, tuple[str, str]] = {}
        self._given = 0
        self._made: Time = UNKNOWN_TIME
        self._spool = cast(BinaryIO, tempfile.SpooledTemporaryFile(max_size=SPOOL))  # noqa: SIM115 - lives as the run
        self._notes = NoteIndex(self._spool)
        self._older = 0

    def everything(self) -> Iterator[Item | Report]:
        if not self._files:
            return
        with self._spool:
            yield from self._whose()
            for kind in ("follower", "following"):
                yield from self._follows(kind)
            yield from self._each("note", self._note)
            yield from self._each("post", self._post)
            for name in self._files.get("csv", ()):
                yield from self._table(name)
            yield from self._each("community", self._post)
            yield from self._lone_notes()
            yield from self._each("like", lambda row: [like_activity(row, self._owner)])
            for kind in ("message", "group message"):
                for name in self._files.get(kind, ()):
                    yield from self._messages(name, kind == "group message")

    def _whose(self) -> Iterator[Item | Report]:
        """Who the owner is: account.js, the manifest, old posts, message numbers, the person's answer, else asked."""
        found, known, reports = from_files(self._small("account"), self._small("manifest"), self._small("user"), self._first())
        ...


archive = TwitterArchive()
