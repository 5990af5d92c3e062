"""Reads exports of Facebook and Messenger in JSON, of any layout, and of Messenger's secure storage."""

import re
from itertools import chain
from typing import Any

from mutuals.as2 import Actor
from mutuals.sources.meta import (
    Items,
    ListName,
    MetaReading,
    Out,
    Row,
    Translate,
    profile_report,
)
from mutuals.sources.meta_claims import Export, claims
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Question
from mutuals.wire import facebook as wire
from mutuals.wire.facebook_files import kind_of, left_alone
from mutuals.wire.meta_people import owner_in
from mutuals.wire.meta_reading import most_named, strings
from mutuals.wire.meta_values import mended_name

_BY_ME = re.compile(rb'"(?:author|actor)"\s*:\s*"((?:[^"\\]|\\.){0,400})"')
_NAME, _TITLE = (re.compile(rb'"%s"\s*:\s*"((?:[^"\\]|\\.){0,400})"' % one) for one in (b"name", b"title"))
_PAGE = re.compile(
    r"(?:^|/)(?:message_\d+|your_friends|friends|your_posts[^/]*|comments|start_here)\.html?$", re.I
)
EXPORT = Export(
    network="facebook",
    title="Facebook",
    kind_of=kind_of,
    left_alone=left_alone,
    pages=_PAGE,
    telling=re.compile("message|facebook"),
)
KNOWN = 50_000


class FacebookArchive:
    """The information that Facebook makes ready for download; satisfies `seam.Reads`."""

    info = Info(
        name="facebook",
        title="Facebook and Messenger",
        mark="f",
        ask=(
            "On accountscenter.facebook.com open Your information and permissions, Export your information.",
            "Create export, choose your Facebook profile, Export to device; Format JSON, not HTML; All time.",
            "When Facebook tells you that it is ready, download every part and drop them here as they are.",
            "Encrypted chats come apart: messenger.com, Privacy & safety, End-to-end encrypted chats, Message storage.",
        ),
        ask_url="https://accountscenter.facebook.com/info_and_permissions",
        wait="Said to take hours, at times days, longer with many years of media; the files can be fetched for about "
        "four days.",
        hears="Every message and call of Messenger, alone and in groups, with its reactions; your friends and since "
        "when; your posts with whom you tagged, your comments and reactions and, where their titles tell, to whom.",
        cannot_hear="Any address of a person: people are names, and two of one name are one. What others wrote under "
        "your posts, who liked them, who may read them, what was missed or taken back.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """One claim for each export; one that was made as pages is claimed to say so."""
        return claims(parcel, EXPORT)

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Out:
        """Streams what the claimed files hold: the owner, friends, messages, then posts, comments, reactions."""
        return _Reading(parcel, claim, answers).everything()


class _Reading(MetaReading):
    """One run over one export: whose it is, who its friends are."""

    def __init__(self, parcel: Parcel, claim: Claim, answers: Answers) -> None:
        super().__init__(parcel, claim, answers, kind_of=kind_of, source="facebook")
        self._known: set[str] = set()

    def everything(self) -> Out:
        if not self.files:
            return
        names, repeats, known = self.names, self.repeats, self._known
        yield from self._whose()
        yield from self.people("friends", "contacts", "friends", self._friend)
        yield from self.talks()
        yield from self.each("posts", lambda row: wire.post(row, names, repeats, known))
        yield from self.each("wall", lambda row: wire.wall(row, names, repeats))
        yield from self.each("comments", lambda row: wire.comment(row, names, repeats, known))
        yield from self.each("reactions", lambda row: wire.reaction(row, names, repeats, known))
        for kind, by_me in (("following", True), ("followers", False)):
            name: ListName = "following" if by_me else "followers"
            yield from self.people(kind, name, kind, self._follower(by_me), complete=False)

    def _friend(self, row: Row) -> Items:
        actor = wire.friend(row, self.names)
        if actor is None:
            self.left["friends who closed their accounts"] += 1
            return []
        if len(self._known) < KNOWN:
            self._known.add(actor.name)
        return [actor]

    def _follower(self, by_me: bool) -> Translate:
        return lambda row: wire.follow(row, self.names, by_me=by_me)

    def _whose(self) -> Out:
        """The owner: the profile says it, or who wrote every comment, or who takes part in every conversation."""
        reports: list[FileReport] = []
        name, fields = self._profile(reports)
        evidence, sure, others = "The profile names this person as the owner.", bool(name), list[str]()
        if not name:
            name = most_named(_BY_ME, self.heads("comments", "reactions"))
            evidence, sure = "This person wrote every comment or reaction in the export.", bool(name)
        if not name:
            name, sure, others = self._by_talks()
            evidence = "This name takes part in every conversation, or you said so." if name else ""
        me = self.names.person(name).id if name else f"{self.names.base}me"
        self.names.me, self.names.my_name = me, name
        yield from self.pace.give([Actor(id=me, name=name, **fields)], "", 0)
        yield Mine(actor=me, sure=sure, evidence=evidence or "No file says whose export this is.")
        if not sure:
            choices = tuple((self.names.person(one).id, one) for one in others)
            yield Question(kind="me", about=next(iter(self.files.values()))[0], choices=choices, default=me)
        yield from reports
        yield self.pace.checkpoint("", 0)

    def _by_talks(self) -> tuple[str, bool, list[str]]:
        friends, titles = (
            set(map(mended_name, chain.from_iterable(strings(pattern, one) for one in self.heads(kind))))
            for kind, pattern in (("friends", _NAME), ("posts", _TITLE))
        )
        return owner_in(self.threads.people(), self.answers.me, friends, titles)

    def _profile(self, reports: list[FileReport]) -> tuple[str, dict[str, Any]]:
        found: tuple[str, dict[str, Any]] = ("", {})
        for name in self.files.get("profile", ()):
            told = wire.profile(self.document(name), self.answers.region)
            reports.append(profile_report(name, good=bool(told[0])))
            found = found if found[0] else told
        return found


archive = FacebookArchive()
