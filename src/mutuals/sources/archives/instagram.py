"""Reads exports of Instagram in JSON: those of today, and the flat ones of 2018 to 2020."""

import re
from itertools import chain

from mutuals.as2 import Actor
from mutuals.sources.instagram_flat import FlatFiles
from mutuals.sources.meta import Items, MetaReading, Out, Row, Translate, profile_report
from mutuals.sources.meta_claims import Export, claims
from mutuals.sources.seam import Answers, Claim, FileReport, Info, Mine, Parcel, Question
from mutuals.text.names import key
from mutuals.wire import instagram as wire
from mutuals.wire import instagram_flat
from mutuals.wire.instagram_files import kind_of, left_alone
from mutuals.wire.meta_people import owner_in

_PAGE = re.compile(
    r"(?:^|/)(?:followers(?:_\d+)?|following|liked_posts|posts_\d+|start_here|message_\d+)\.html?$", re.I
)
EXPORT = Export(
    network="instagram",
    title="Instagram",
    kind_of=kind_of,
    left_alone=left_alone,
    pages=_PAGE,
    telling=_PAGE,
)
KNOWN = 200_000
TALKS = "This name takes part in every conversation, or you said so."


class InstagramArchive:
    """The information that Instagram makes ready for download; satisfies `seam.Reads`."""

    info = Info(
        name="instagram",
        title="Instagram",
        mark="ig",
        ask=(
            "On accountscenter.instagram.com open Your information and permissions, Export your information.",
            "Create export, choose your Instagram profile, Export to device; Format JSON, not HTML; All time.",
            "When Instagram tells you that it is ready, download every part and drop them here as they are.",
        ),
        ask_url="https://accountscenter.instagram.com/info_and_permissions/",
        wait="Said to take mostly under four hours, two days at most; the files can be fetched for about four days.",
        hears="Who follows you and whom you follow and since when, your close friends; messages and calls alone and in "
        "groups with their reactions; what you liked and commented on and whose it was; your posts and stories.",
        cannot_hear="The accounts behind the names in messages, unless a name is a handle; what others wrote under "
        "your posts, who liked them, and who may see them.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """One claim for each export; one that was made as pages is claimed to say so."""
        return claims(parcel, EXPORT)

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Out:
        """Streams what the claimed files hold: the owner, lists of people, messages, then likes, comments, posts."""
        return _Reading(parcel, claim, answers).everything()


class _Reading(MetaReading):
    """One run over one export: whose it is, which accounts it names."""

    def __init__(self, parcel: Parcel, claim: Claim, answers: Answers) -> None:
        super().__init__(parcel, claim, answers, kind_of=kind_of, source="instagram")
        self._accounts: dict[str, Actor] = {}
        self._flat = FlatFiles(self)
        self.names.handle = self._handle

    def everything(self) -> Out:
        if not self.files:
            return
        names, repeats = self.names, self.repeats
        yield from self._whose()
        yield from self.people("followers", "followers", "followers", self._follower(by_me=False))
        yield from self.people("following", "following", "following", self._follower(by_me=True))
        yield from self.each("close", wire.close)
        names.forget()
        yield from self.talks()
        yield from self.each("likes", lambda row: wire.like(row, names))
        yield from self.each("comment likes", lambda row: wire.like(row, names, comment=True))
        yield from self.each("stories", lambda row: wire.story(row, names, repeats))
        yield from self.each("comments", lambda row: wire.comment(row, names, repeats))
        yield from self.each("posts", lambda row: wire.post(row, names, repeats))
        yield from self._flat.everything(self._follower)

    def _handle(self, name: str) -> Actor | None:
        """The account behind a name: one that a list has, or, where names are handles, whichever it says."""
        known = self._accounts.get(name.lower())
        handle = wire.handle_of(name) if self._flat.there and not known else ""
        return wire.account(handle) if handle else known

    def _follower(self, *, by_me: bool) -> Translate:
        def taken(row: Row) -> Items:
            items = wire.follow(row, self.names, by_me=by_me)
            if isinstance(items[0], Actor) and len(self._accounts) < KNOWN:
                self._accounts.setdefault(items[0].preferred_username, items[0])
            return items

        return taken

    def _whose(self) -> Out:
        """The owner: the profile says the handle; the name is in every conversation; else it is asked."""
        reports: list[FileReport] = []
        handle, name, also = self._profile(reports)
        evidence, sure = "personal_information.json is this account.", bool(handle)
        told = next(filter(None, map(_told, self.answers.me)), "")
        if not handle and told:
            handle, evidence, sure = told, "You said that this account is yours.", True
        people = chain(self.threads.people(), self._flat.people())
        spoken, certain, others = owner_in(people, (*self.answers.me, name, handle))
        if self._flat.there and not handle and wire.handle_of(spoken):
            handle, evidence, sure = wire.handle_of(spoken), TALKS, certain
        # A handle is no name: whom it stands for is known without one.
        self.names.my_name = spoken or name if not self._flat.there else ""
        if not handle:
            evidence, sure = TALKS, certain
        me = wire.HOME + handle if handle else self._nameless(spoken)
        self.names.me = me
        owner = Actor(
            id=me,
            name=name or ("" if self._flat.there else spoken),
            preferred_username=handle,
            url=me if handle else "",
            also_known_as=also,
        )
        self._accounts[handle or key(spoken)] = owner
        yield from self.pace.give([owner], "", 0)
        yield Mine(
            actor=me,
            sure=sure,
            evidence=evidence if handle or spoken else "No file says whose export this is.",
        )
        if not sure:
            choices = tuple((self.names.person(one).id, one) for one in others)
            yield Question(kind="me", about=next(iter(self.files.values()))[0], choices=choices, default=me)
        yield from reports
        yield self.pace.checkpoint("", 0)

    def _nameless(self, spoken: str) -> str:
        return self.names.person(spoken).id if spoken else f"{self.names.base}me"

    def _profile(self, reports: list[FileReport]) -> tuple[str, str, tuple[str, ...]]:
        found: tuple[str, str, tuple[str, ...]] = ("", "", ())
        for name in self.files.get("profile", ()):
            told = wire.profile(self.document(name), self.answers.region)
            reports.append(profile_report(name, good=any(told)))
            found = found if found[0] else told
        for name in self.files.get("flat profile", ()):
            told = instagram_flat.profile(self.document(name), self.answers.region)
            reports.append(profile_report(name, good=any(told)))
            found = found if found[0] else told
        return found


def _told(word: str) -> str:
    """The handle in what the person said: @handle, or the address of the page."""
    return wire.handle_of(word) if word.strip().startswith("@") or "instagram.com/" in word else ""


archive = InstagramArchive()
