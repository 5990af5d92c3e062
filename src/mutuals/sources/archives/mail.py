"""Reads mail as files: mbox of every kind (also Gmail's Takeout), Maildir, folders of EML, EMLX and single mails.

Each source is gone over twice: first only the heads, to learn which addresses are mailing lists, then in full.
"""

import json
import re
import zlib
from collections.abc import Generator, Iterator
from dataclasses import replace
from typing import Literal, NamedTuple
from zipfile import BadZipFile

from mutuals.as2 import Activity, Checkpoint, Item
from mutuals.sources.coming import coming
from mutuals.sources.invitations import Invitations
from mutuals.sources.seam import (
    Answers,
    Claim,
    FileReport,
    Info,
    Mine,
    Parcel,
    Question,
    Rejected,
    Report,
)
from mutuals.wire.ical_ahead import Ahead
from mutuals.wire.mail_cast import Cast, Lists
from mutuals.wire.mail_folders import Use, use_of_labels, use_of_path
from mutuals.wire.mail_me import Evidence, hear, verdict
from mutuals.wire.mail_parts import head_end, heads_of, split
from mutuals.wire.mail_people import Mailbox, actor_id
from mutuals.wire.mbox import CAP, CHUNK, Mbox
from mutuals.wire.mbox import starts as starts_mbox
from mutuals.wire.rfc5322 import Mail, Unreadable, audience, create, read

OTHER_KINDS = re.compile(
    r"\.(?:jpe?g|png|gif|webp|heic|svg|mp4|mov|mp3|m4a|opus|ogg|wav|pdf|zip|json|js|css|csv|html?|vcf|ics|xml|sqlite|db|"
    r"docx?|xlsx?|msf|dat)$",
    re.IGNORECASE,
)
SIGNS = frozenset((
    "from", "to", "cc", "subject", "date", "message-id", "received", "return-path", "delivered-to",
    "mime-version", "content-type", "in-reply-to", "references", "x-mailer", "user-agent", "reply-to",
    "sender",
))  # fmt: skip
LEFT = {
    "drafts": "Drafts: never sent, so they reached nobody.",
    "spam": "Spam is left alone.",
    "trash": "You threw these mails away; they are left alone.",
    "outbox": "Not sent yet.",
}
HEAD = 16_384
STEP = 3_000
SINGLY = 50
"""So many single mails of one folder are reported file by file; more are reported as their folder."""
_UNREADABLE = (OSError, EOFError, BadZipFile, zlib.error)
_FLAGS = re.compile(r"[:;!_\-\uf022]2,([A-Za-z]*)$")

Kind = Literal["mbox", "mail", ""]


class _Group(NamedTuple):
    """What is reported together: an mbox, a single mail, or the mails of one folder."""

    name: str
    kind: Kind
    files: tuple[str, ...]


class MailArchive:
    """Mail that lies in files; satisfies `seam.Reads`."""

    info = Info(
        name="mail",
        title="Mail",
        mark="@",
        ask=(
            (
                "Gmail: on takeout.google.com press Deselect all, tick Mail, then Next step and Create export; "
                "drop the ZIP here as it is."
            ),
            (
                "Thunderbird: open Help, Troubleshooting Information, Profile Folder, and bring the folders Mail "
                "and ImapMail; Apple Mail: choose a mailbox, then Mailbox, Export Mailbox."
            ),
            "Elsewhere: a Maildir, an mbox, or mails saved as .eml files, alone, in folders or in a ZIP.",
        ),
        ask_url="https://takeout.google.com/settings/takeout/custom/gmail",
        wait="Takeout is said to take minutes to days, by the size of your mail; a mail program's files are ready at "
        "once.",
        hears="Who wrote to whom, when and in answer to what, what each wrote anew (without quotes and signatures), "
        "and the names of attached files; meetings to which you were invited and said yes, or invited yourself, as the "
        "same ones as in your calendar. Mailing lists are told from people, machines and newsletters are marked.",
        cannot_hear="Whether a mail was read, hidden recipients of mail you received, what is inside attachments, "
        "encrypted mail, and invitations that you answered elsewhere than by mail. Drafts, spam and trash are left "
        "alone.",
    )

    def find(self, parcel: Parcel) -> list[Claim]:
        """One claim for all mail in what was brought, since folders of one person belong together."""
        names = [entry.name for entry in parcel.entries()]
        boxes = {
            _folder(_folder(name)) for name in names if _folder(name).rpartition("/")[2] in ("cur", "new")
        }
        files, left = [], []
        for name in names:
            if not OTHER_KINDS.search(name) and _kind(parcel, name):
                why = _why_left(name, boxes)
                if why:
                    left.append((name, why))
                else:
                    files.append(name)
        if not files and not left:
            return []
        title = f"Mail ({len(files):,} {'file' if len(files) == 1 else 'files'})"
        root = _common([*files, *(name for name, _ in left)])
        return [
            Claim(
                format="mail",
                root=root,
                title=title,
                files=tuple(files),
                left_alone=tuple(left),
            )
        ]

    def read(self, parcel: Parcel, claim: Claim, answers: Answers) -> Iterator[Item | Report]:
        """Streams the mails of all claimed files, the actors before their first mail, at the end who is me."""
        return _Reading(parcel, claim, answers).everything()


class _Reading:
    """One run over the mail of one parcel."""

    def __init__(self, parcel: Parcel, claim: Claim, answers: Answers) -> None:
        self._parcel, self._claim, self._answers = parcel, claim, answers
        self._lists = Lists()
        self._cast = Cast(self._lists, answers.scope)
        self._evidence = Evidence()
        self._groups = _groups(parcel, claim.files)
        self._invited = Invitations(answers.scope, answers.region, answers.now_ms)
        self._reported: FileReport | None = None
        self._since = 0

    def everything(self) -> Iterator[Item | Report]:
        self._learn()
        for group in self._groups:
            yield from self._box(group) if group.kind == "mbox" else self._mails(group)
        if self._claim.files:
            yield from self._met()
        yield from self._whose()

    def _met(self) -> Iterator[Item | Report]:
        """The meetings that invitations tell of, once all mails were heard; the last report is told again with them."""
        found = verdict(self._evidence, self._answers.me)
        mine = [address for address, _ in found.sure] or ([found.guess[0]] if found.guess else [])
        met = ahead = 0
        for item in self._invited.told(frozenset(self._uri(one) for one in mine)):
            met += isinstance(item, Activity) and item.type == "Create"
            ahead += len(item.told) if isinstance(item, Ahead) else 0
            self._since += 1
            yield coming(item) if isinstance(item, Ahead) else item
            yield from self._checkpoint(self._claim.files[-1], met, STEP)
        last, note = self._reported, self._invited.note(met, ahead)
        if last is not None and note:
            yield replace(last, items=last.items + met, note=f"{last.note} {note}".strip())
        yield from self._checkpoint(self._claim.files[-1], met, 1)

    def _learn(self) -> None:
        """The first going over: heads only."""
        for group in self._groups:
            if group.kind == "mail":
                for name in group.files:
                    self._lists.learn(split(_message(self._parcel.head(name, HEAD))[1])[0])
                continue
            try:
                with self._parcel.open(group.name) as stream:
                    for raw in Mbox(stream, cap=HEAD):
                        self._lists.learn(split(raw.data)[0])
            except _UNREADABLE:
                continue

    def _box(self, group: _Group) -> Iterator[Item | Report]:
        left: dict[str, int] = {}
        items, number, sent = 0, 0, use_of_path(group.name) == "sent"
        try:
            stream = self._parcel.open(group.name)
        except _UNREADABLE as error:
            yield FileReport(name=group.name, status="broken", note=f"It cannot be opened ({error}).")
            return
        with stream:
            box = Mbox(stream)
            for number, raw in enumerate(box, 1):
                if head_end(raw.data)[0] < 0 and not raw.data.startswith((b"\n", b"\r\n")):
                    box.broken = box.broken or "The file is cut off in the heads of its last mail."
                    yield _rejected(group.name, raw.line, "Its heads are cut off.", raw.data)
                    continue
                told = yield from self._mail(raw.data, raw.envelope, sent, left, group.name, raw.line)
                items += told
                yield from self._checkpoint(group.name, number, STEP)
        status: Literal["understood", "broken"] = "broken" if box.broken else "understood"
        yield self._report(group.name, status, items, _note(box.broken, left))
        yield from self._checkpoint(group.name, number, 1)

    def _mails(self, group: _Group) -> Iterator[Item | Report]:
        left: dict[str, int] = {}
        items, bad, why, sent = 0, 0, "", use_of_path(_folder(group.files[0])) == "sent"
        for number, name in enumerate(group.files, 1):
            raw, broken = self._whole(name)
            envelope, data = _message(raw)
            told = yield from self._mail(data, envelope, sent, left, name, 1)
            items += told
            bad, why = bad + bool(broken or not told), broken or why
            yield from self._checkpoint(group.name, number, STEP)
        broken_one = len(group.files) == 1 and (why or (not items and not left))
        status: Literal["understood", "broken"] = "broken" if broken_one else "understood"
        yield self._report(group.name, status, items, _note(why, left))
        yield from self._checkpoint(group.name, len(group.files), 1)

    def _mail(
        self,
        data: bytes,
        envelope: str,
        sent: bool,
        left: dict[str, int],
        file: str,
        line: int,
    ) -> Generator[Item | Report, None, int]:
        """One mail with the actors it brings; returns 1 when it was taken in."""
        try:
            mail = read(data, lists=self._lists, envelope=envelope)
        except Unreadable as error:
            yield _rejected(file, line, str(error), data)
            return 0
        use = mail.gone or use_of_labels(mail.labels)
        if use in LEFT or use == "own":
            left[use] = left.get(use, 0) + (use != "own")
            return 0
        hear(self._evidence, mail, self._lists, sent=sent or use == "sent")
        for one in mail.calendars:
            self._invited.take(one, mail.author.address)
        for item in self._items(mail):
            self._since += 1
            yield item
        return 1

    def _report(
        self, name: str, status: Literal["understood", "broken"], items: int, note: str
    ) -> FileReport:
        self._reported = FileReport(name=name, status=status, items=items, note=note)
        return self._reported

    def _items(self, mail: Mail) -> Iterator[Item]:
        yield from self._cast.wrote(mail.author, machine=mail.machine)
        yield from self._cast.named((*mail.to, *mail.cc))
        groups = audience(mail, lists=self._lists, scope=self._answers.scope)
        for actor in groups:
            yield from self._cast.group(actor)
        yield create(mail, groups=groups, scope=self._answers.scope)

    def _whole(self, name: str) -> tuple[bytes, str]:
        """The first CAP bytes of a single mail, and why it could not be read further."""
        kept = bytearray()
        try:
            with self._parcel.open(name) as stream:
                while len(kept) < CAP and (
                    chunk := stream.read1(CHUNK) if hasattr(stream, "read1") else stream.read()
                ):
                    kept += chunk
        except _UNREADABLE as error:
            return bytes(kept), f"The file cannot be read to its end ({error})."
        return bytes(kept[:CAP]), ""

    def _checkpoint(self, file: str, item: int, step: int) -> Iterator[Checkpoint]:
        if self._since >= step:
            self._since = 0
            yield Checkpoint(json.dumps({"file": file, "item": item}))

    def _whose(self) -> Iterator[Report]:
        found = verdict(self._evidence, self._answers.me)
        for address, why in found.sure:
            yield Mine(actor=self._uri(address), sure=True, evidence=why)
        if found.guess:
            yield Mine(actor=self._uri(found.guess[0]), sure=False, evidence=found.guess[1])
        if found.choices:
            names = self._evidence.names
            choices = tuple((self._uri(one), names.get(one) or one) for one in found.choices)
            yield Question(kind="me", about=self._claim.files[0], choices=choices)

    def _uri(self, address: str) -> str:
        return actor_id(Mailbox("", address), self._answers.scope)


def _kind(parcel: Parcel, name: str) -> Kind:
    """Whether a file holds mail, told by how it begins."""
    head = parcel.head(name, HEAD)
    if starts_mbox(head) and _folder(name).rpartition("/")[2] not in ("cur", "new"):
        return "mbox"
    heads = heads_of(split(_message(head)[1])[0])
    signs = [sign for sign in SIGNS if sign in heads]
    known = {
        "from",
        "received",
        "return-path",
        "delivered-to",
        "message-id",
    }.intersection(signs)
    return "mail" if known and len(signs) >= 3 else ""


def _message(raw: bytes) -> tuple[str, bytes]:
    """A single mail without what a program put before it: a byte order mark, Apple's byte count, a `From ` line."""
    raw = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    first, _, rest = raw.partition(b"\n")
    if first.strip().isdigit():
        return "", rest[: int(first[:12])]
    if first.startswith(b"From "):
        return first[5:].decode("latin-1").strip(), rest
    return "", raw


def _why_left(name: str, boxes: set[str]) -> str:
    """Why a file is left alone on purpose; "" when it is read."""
    folder = _folder(name)
    maildir = _folder(folder) in boxes and folder.rpartition("/")[2] in (
        "cur",
        "new",
        "tmp",
    )
    if maildir and folder.rpartition("/")[2] == "tmp":
        return "Its delivery was never finished."
    flags = _FLAGS.search(name) if maildir else None
    if flags:
        return (
            LEFT["trash"]
            if "T" in flags[1]
            else LEFT["drafts"]
            if "D" in flags[1]
            else LEFT.get(use_of_path(folder), "")
        )
    use: Use = use_of_path(name if not name.lower().endswith((".eml", ".emlx")) else folder)
    return LEFT.get(use, "")


def _groups(parcel: Parcel, files: tuple[str, ...]) -> list[_Group]:
    folders: dict[str, list[str]] = {}
    groups: list[_Group] = []
    for name in files:
        if _kind(parcel, name) == "mbox":
            groups.append(_Group(name, "mbox", (name,)))
        else:
            folders.setdefault(_folder(name), []).append(name)
    for folder, names in folders.items():
        if len(names) > SINGLY:
            groups.append(_Group(f"{folder}/" if folder else parcel.name, "mail", tuple(names)))
        else:
            groups += [_Group(name, "mail", (name,)) for name in names]
    return sorted(groups)


def _rejected(file: str, line: int, reason: str, data: bytes) -> Rejected:
    return Rejected(file=file, line=line, reason=reason, excerpt=data[:200].decode("utf-8", "replace"))


def _note(broken: str, left: dict[str, int]) -> str:
    words = {
        "drafts": "drafts",
        "spam": "spam",
        "trash": "thrown away",
        "outbox": "not sent",
    }
    skipped = ", ".join(f"{count:,} {words[use]}" for use, count in left.items() if count)
    return " ".join(one for one in (broken, f"Left alone: {skipped}." if skipped else "") if one)


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _common(names: list[str]) -> str:
    """The deepest folder that all names share."""
    parts = [name.split("/")[:-1] for name in names]
    shared = []
    for level in zip(*parts, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return "/".join(shared)


archive = MailArchive()
