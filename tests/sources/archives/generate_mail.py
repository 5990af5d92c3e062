"""Makes mail of a made-up person in every container, and knows what it put in. Shares no code with the reader.

By hand: `python -m tests.sources.archives.generate_mail FOLDER --bytes 1000000000` writes one big mbox.
"""

import base64
import gzip
import quopri
import random
import sys
import tarfile
import zipfile
from dataclasses import dataclass, field
from email.header import Header
from pathlib import Path

ME = "mara.lind@home.example"
LOCALES = {
    "en": ("Sent|Drafts|Trash|Spam", "On {date}, {name} wrote:", "Shall we meet on Sunday?", "utf-8"),
    "de": ("Gesendet|Entwürfe|Papierkorb|Spam", "Am {date} schrieb {name}:", "Grüße aus Köln!", "iso-8859-1"),
    "fr": (
        "Messages envoyés|Brouillons|Corbeille|Spam",
        "Le {date}, {name} a écrit :",
        "Ça va très bien",
        "cp1252",
    ),
    "es": ("Enviados|Borradores|Papelera|Spam", "El {date}, {name} escribió:", "Mañana iré al niño", "utf-8"),
    "ru": ("Отправленные|Черновики|Корзина|Спам", "{date} {name} пишет:", "Увидимся завтра утром", "koi8-r"),
    "ja": (
        "送信済み|下書き|ごみ箱|迷惑メール",
        "{date} {name} のメール:",
        "来週の会議で会いましょう",
        "iso-2022-jp",
    ),
}
NAMES = (
    "Ana Ruiz",
    "Ben O'Hara",
    "Cleo Müller",
    "Dora Díaz",
    "Émile Roux",
    "Юрий Орлов",
    "山田 太郎",
    "Zoë van Dam",
)
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
LIST, LIST_ID = "boats@lists.example.org", "boats.lists.example.org"


@dataclass
class Letter:
    """One made mail: its bytes with LF, what it counts for, and where its heads end."""

    raw: bytes
    id: str
    people: set
    use: str = "inbox"
    flags: str = "S"


@dataclass
class Truth:
    posts: set = field(default_factory=set)
    actors: set = field(default_factory=set)
    items: dict = field(default_factory=dict)


class Maker:
    """A mailbox by seed: people, a list, replies, dirty heads, several encodings; folders as a mail program has."""

    def __init__(self, seed, *, mails=40, start=2003, locale=None):
        self.r = random.Random(seed)
        self.locale = locale or list(LOCALES)[seed % len(LOCALES)]
        names, self.wrote, self.words, self.charset = LOCALES[self.locale]
        self.sent, self.drafts, self.trash, self.spam = names.split("|")
        self.start, self.letters = start, []
        self.people = [(name, f"p{number}@host{number % 3}.example") for number, name in enumerate(NAMES)]
        for number in range(mails):
            self.letters.append(self._letter(number))

    def _letter(self, number):
        use = self.r.choices(("inbox", "sent", "list", "drafts", "trash", "spam"), (50, 25, 12, 4, 4, 5))[0]
        other = self.r.choice(self.people)
        me = ("Mara Lind", ME)
        author, to = (me, [other]) if use in ("sent", "drafts") else (other, [me])
        cc = self.r.sample(self.people, self.r.choice((0, 0, 1, 3)))
        if use == "list":
            to = [("", LIST)]
        return self._write(number, use, author, to, cc)

    def _write(self, number, use, author, to, cc):
        own = f"m{number}.{self.r.randrange(10**6)}@host.example"
        heads = [("Return-Path", f"<{author[1]}>")] if self.r.random() < 0.5 else []
        if use in ("inbox", "list", "spam", "trash"):
            heads.append(("Delivered-To", ME))
            heads.append(("Received", f"from a by b; {self._date()}"))
        heads.append(("From", self._box(author)))
        heads.append(("To", ", ".join(self._box(one) for one in to)))
        if cc:
            heads.append(("Cc", ",\n\t".join(self._box(one) for one in cc)))
        if use == "list":
            heads += [
                ("List-Id", f"Boats <{LIST_ID}>"),
                ("List-Post", f"<mailto:{LIST}>"),
                ("Precedence", "list"),
            ]
        heads.append(("Subject", self._word(self.words[:12])))
        heads.append(("Message-ID", f"<{own}>"))
        if self.r.random() < 0.9:
            heads.append(("Date", self._date()))
        heads += self._thread()
        body_heads, body = self._body(author)
        heads += body_heads
        self.r.shuffle(heads)
        raw = "".join(f"{name}: {value}\n" for name, value in heads).encode("utf-8") + b"\n" + body
        people = {author[1], *(one[1] for one in to), *(one[1] for one in cc)}
        flags = {"drafts": "DS", "trash": "ST"}.get(use, self.r.choice(("S", "", "RS", "FS")))
        return Letter(raw, own, people | ({LIST} if use == "list" else set()), use, flags)

    def _thread(self):
        if not self.letters or self.r.random() < 0.5:
            return []
        chain = [
            one.id for one in self.r.sample(self.letters, min(len(self.letters), self.r.choice((1, 2, 4))))
        ]
        said = [("References", "\n ".join(f"<{one}>" for one in chain))]
        return [("In-Reply-To", f"<{chain[-1]}>"), *said] if self.r.random() < 0.7 else said

    def _body(self, author):
        quote = self.wrote.format(date="3.1.2003", name=author[0]) + "\n> the older mail\n> and its end\n"
        text = f"{self.words}\nFrom here it goes on.\n\n{quote}\n-- \n{author[0]}\n"
        try:
            data = text.encode(self.charset)
            charset = self.charset
        except UnicodeEncodeError:
            data, charset = text.encode("utf-8"), "utf-8"
        kind = self.r.choice(("8bit", "base64", "quoted-printable", "lying", "multipart", "html"))
        if kind == "html":
            page = f"<html><body><p>{self.words}</p><blockquote>old</blockquote></body></html>\n".encode()
            return [("Content-Type", "text/html; charset=utf-8")], page
        if kind == "multipart":
            return self._multipart(data, charset)
        if kind == "lying":
            return [("Content-Type", "text/plain; charset=us-ascii")], data
        coded = {"base64": base64.encodebytes, "quoted-printable": quopri.encodestring}.get(kind, bytes)(data)
        return [
            ("Content-Type", f'text/plain;\n charset="{charset}"'),
            ("Content-Transfer-Encoding", kind),
        ], coded

    def _multipart(self, data, charset):
        mark = f"=_{self.r.randrange(10**9)}"
        parts = [
            f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: base64\n\n".encode()
            + base64.encodebytes(data),
            b'Content-Type: image/png; name="a.png"\nContent-Disposition: attachment; filename="a.png"\n'
            b"Content-Transfer-Encoding: base64\n\n"
            + base64.encodebytes(self.r.randbytes(self.r.randrange(3000))),
        ]
        body = b"".join(f"--{mark}\n".encode() + part + b"\n" for part in parts) + f"--{mark}--\n".encode()
        return [("Content-Type", f'multipart/mixed; boundary="{mark}"'), ("MIME-Version", "1.0")], body

    def _box(self, person):
        name, address = person
        shown = self.r.choice((address, address.upper()))
        style = self.r.randrange(4) if name else 0
        if style == 0:
            return f"<{shown}>" if self.r.random() < 0.5 else shown
        if not name.isascii():
            return f"{self._word(name)} <{shown}>"
        return (f'"{name}" <{shown}>', f"{shown} ({name})", f"{name} <{shown}>")[style - 1]

    def _word(self, text):
        return (
            text if text.isascii() else Header(text, self.r.choice(("utf-8", "utf-8"))).encode(linesep="\n")
        )

    def _date(self):
        r = self.r
        year = self.start + r.randrange(4)
        shown = str(year) if year >= 2000 or r.random() < 0.6 else str(year)[2:]
        zone = r.choice(("+0100", "-0800", "+0530", "GMT", "-0000", "EST", "+0900 (JST)"))
        week = r.choice(("Mon, ", "", "Thu, "))
        clock = ":".join(f"{r.randrange(top):02d}" for top in (24, 60, 60))
        return f"{week}{r.randrange(1, 29)} {r.choice(MONTHS)} {shown} {clock} {zone}"

    def counted(self, letters=None):
        """What reading `letters` must give; drafts, spam and trash are left alone."""
        truth = Truth()
        for one in self.letters if letters is None else letters:
            if one.use in ("inbox", "sent", "list"):
                truth.posts.add(f"mid:{one.id}")
                truth.actors |= {f"mailto:{address.lower()}" for address in one.people}
        return truth

    # Containers

    def mbox(self, letters, kind="rd", crlf=False, labels=False):
        """One mbox; returns its bytes and for each letter where its heads end."""
        out, ends, size = [], [], 0
        for one in letters:
            raw = (self._labels(one) if labels else b"") + one.raw
            if not raw.endswith(b"\n"):
                raw += b"\n"
            head, _, body = raw.partition(b"\n\n")
            if kind in ("cl", "cl2"):
                head += b"\nContent-Length: %d" % len(body.replace(b"\n", b"\r\n") if crlf else body)
            if kind != "cl2":
                body = self._stuffed(body, everything=kind == "rd")
            piece = b"From p@host.example Thu Jan  2 03:57:04 2003\n" + head + b"\n\n"
            tail = body + b"\n"
            if crlf:
                piece, tail = piece.replace(b"\n", b"\r\n"), tail.replace(b"\n", b"\r\n")
            ends.append(size + len(piece))
            size += len(piece) + len(tail)
            out += [piece, tail]
        return b"".join(out), ends

    def _labels(self, one):
        word = {"sent": self.sent, "drafts": self.drafts, "trash": self.trash, "spam": self.spam}.get(
            one.use, "Inbox"
        )
        said = Header(f"Important,{word}", "utf-8").encode(linesep="\n")
        return f"X-GM-THRID: 17\nX-Gmail-Labels: {said}\n".encode()

    @staticmethod
    def _stuffed(body, *, everything):
        lines = []
        for line in body.split(b"\n"):
            bare = line.lstrip(b">") if everything else line
            lines.append(b">" + line if bare.startswith(b"From ") else line)
        return b"\n".join(lines)

    def folders(self):
        """The letters by folder, named as this locale names them; the inbox holds the list too."""
        names = {"sent": self.sent, "drafts": self.drafts, "trash": self.trash, "spam": self.spam}
        found = {}
        for one in self.letters:
            found.setdefault(names.get(one.use, "INBOX"), []).append(one)
        return found

    def files(self, layout, crlf=False):
        """Name and bytes of every file of a layout."""
        if layout == "takeout":
            data, _ = self.mbox(self.letters, "rd", crlf, labels=True)
            return {"Takeout/Mail/All mail Including Spam and Trash.mbox": data}
        if layout == "maildir":
            return self._maildir()
        if layout == "eml":
            return {
                f"mail/{folder}/{number:04d}.eml": one.raw.replace(b"\n", b"\r\n" if crlf else b"\n")
                for folder, letters in self.folders().items()
                for number, one in enumerate(letters)
            }
        return {
            f"mail/{name}.mbox": self.mbox(letters, layout, crlf)[0]
            for name, letters in self.folders().items()
        }

    def _maildir(self):
        files = {"Maildir/tmp/1.2.host": b"From: half@delivered.example\nTo: x@y.example\nSubject: x\n\nhalf"}
        for number, one in enumerate(self.letters):
            folder = f".{self.sent}/" if one.use == "sent" else f".{self.spam}/" if one.use == "spam" else ""
            place = "new" if one.flags == "" else "cur"
            ending = "" if place == "new" else f":2,{one.flags}"
            files[f"Maildir/{folder}{place}/{number:05d}.M1P2.host{ending}"] = one.raw
        return files


def write(files, root, container):
    """Puts files on disk as a folder, zip, tar.gz or (of one file) gz; returns what a person would bring."""
    if container == "folder":
        for name, data in files.items():
            path = root / "brought" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return root / "brought"
    if container == "gz" and len(files) == 1:
        ((name, data),) = files.items()
        path = root / (Path(name).name + ".gz")
        path.write_bytes(gzip.compress(data, 1))
        return path
    if container == "tar.gz":
        return _tar(files, root / "mail.tar.gz")
    with zipfile.ZipFile(root / "mail.zip", "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in files.items():
            book.writestr(name, data)
    return root / "mail.zip"


def _tar(files, path):
    import io

    with tarfile.open(path, "w:gz", compresslevel=1) as book:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            book.addfile(info, io.BytesIO(data))
    return path


def big(folder, size):
    """Writes one mbox of about `size` bytes by making different letters until it is full; prints its count."""
    path, written, seed, mails = Path(folder) / "big.mbox", 0, 0, 0
    with path.open("wb") as out:
        while written < size:
            maker = Maker(seed, mails=2000)
            keep = [one for one in maker.letters if one.use in ("inbox", "sent", "list")]
            for number, one in enumerate(keep):
                one.raw = one.raw.replace(one.id.encode(), f"{seed}.{number}.{one.id}".encode())
            written += out.write(maker.mbox(keep)[0])
            mails, seed = mails + len(keep), seed + 1
    sys.stdout.write(f"{path}: {written:,} bytes, {mails:,} mails\n")


if __name__ == "__main__":
    big(sys.argv[1], int(sys.argv[sys.argv.index("--bytes") + 1]))
