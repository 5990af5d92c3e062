"""Makes address books of every version and dialect, and knows whom it put in. Shares no code with the reader.

By hand: `python -m tests.sources.archives.generate_vcard FOLDER --bytes 1000000000` writes one big file.
"""

import base64
import quopri
import random
import sys
import zipfile
from pathlib import Path

GIVEN = ("Ana", "Ben", "Zoë", "Jörg", "山田", "Юрий", "Émile", "Nuño", "שרה", "Łukasz")
FAMILY = ("Ruiz", "O'Hara", "Müller; Söhne", "太郎", "Орлов", "van den Berg", "Díaz, Jr", "Åkesson")
DIALECTS = ("2.1", "3.0", "apple", "4.0")


class Maker:
    """A book by seed: cards as bytes, and for each the identifiers and the name that it must give."""

    def __init__(self, seed, *, cards=30, dialect=None, eol=None):
        self.r = random.Random(seed)
        self.dialect = dialect or DIALECTS[seed % len(DIALECTS)]
        self.eol = eol or self.r.choice(("\r\n", "\n"))
        self.cards = [self._card(f"{seed}x{number}") for number in range(cards)]

    def _card(self, key):
        r = self.r
        given, family = r.choice(GIVEN), r.choice(FAMILY)
        mails = [f"p{key}.{at}@host{at}.example" for at in range(r.choice((0, 1, 1, 2, 3)))]
        phones = [f"+32470{r.randrange(10**6):06d}" for _ in range(r.choice((0, 0, 1, 2)))]
        name = f"{given} {family} {key}"
        lines = [*self._named(name, given, family), *self._told(mails, phones), *self._more()]
        if not mails and not phones:
            lines.append(f"UID:urn:uuid:{key}")
        r.shuffle(lines)
        version = "3.0" if self.dialect == "apple" else self.dialect
        whole = ["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD"]
        raw = b"".join(self._folded(line) for line in whole)
        met = [f"mailto:{one}" for one in self._order(lines, mails)] + [
            f"tel:{one}" for one in self._order(lines, phones)
        ]
        return raw, met or [f"tag:owner.mutuals.invalid,2026:vcard/{key}"], name

    def _order(self, lines, values):
        """In the order in which the lines came to lie."""
        plain = [line.replace("-", "").replace(" ", "").lower() for line in lines]
        return sorted(values, key=lambda value: next(at for at, line in enumerate(plain) if value in line))

    def _named(self, name, given, family):
        if self.dialect == "2.1":
            return [self._quoted("FN", name), self._quoted("N", f"{family.replace(';', ' ')};{given}")]
        escape = str.maketrans({",": "\\,", ";": "\\;"})
        return [f"FN:{name.translate(escape)}", f"N:{family.translate(escape)};{given};;;"]

    def _quoted(self, name, value):
        """2.1 writes what is not ASCII as quoted-printable, with soft breaks at the line's end."""
        if value.isascii():
            return f"{name}:{value}"
        coded = quopri.encodestring(value.encode()).decode().replace("\n", self.eol)
        return f"{name};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{coded}"

    def _told(self, mails, phones):
        r, lines = self.r, []
        for at, mail in enumerate(mails):
            shown = mail if r.random() < 0.7 else mail.upper()
            lines.append(
                {
                    "2.1": f"EMAIL;INTERNET;PREF:{shown}",
                    "3.0": f"EMAIL;TYPE=INTERNET,WORK:{shown}",
                    "apple": f"item{at + 1}.EMAIL;type=INTERNET;type=pref:{shown}",
                    "4.0": f'EMAIL;TYPE="home";PREF=1:{shown}',
                }[self.dialect]
            )
        for phone in phones:
            shown = f"{phone[:3]} {phone[3:6]}-{phone[6:]}" if r.random() < 0.6 else phone
            lines.append(
                {
                    "2.1": f"TEL;CELL;VOICE:{shown}",
                    "3.0": f"TEL;TYPE=CELL:{shown}",
                    "apple": f"TEL;type=CELL;type=VOICE;type=pref:{shown}",
                    "4.0": f"TEL;VALUE=uri;TYPE=cell:tel:{shown.replace(' ', '-')}",
                }[self.dialect]
            )
        return lines

    def _more(self):
        r = self.r
        choices = [
            "ORG:Example Boats;Varnish",
            "TITLE:Painter",
            "BDAY:1990-04-05",
            "CATEGORIES:Friends,Sailing",
            "ADR;TYPE=home:;;Street 1;Town;;1000;Country"
            if self.dialect != "2.1"
            else "ADR;HOME:;;Street 1;Town;;1000;Country",
            f"NOTE:{'a long note that goes on ' * r.randrange(1, 9)}"
            if self.dialect != "2.1"
            else "NOTE:short",
            self._picture(),
        ]
        return r.sample(choices, r.randrange(len(choices)))

    def _picture(self):
        data = base64.b64encode(self.r.randbytes(self.r.randrange(200, 9000))).decode()
        if self.dialect == "2.1":
            pieces = [data[at : at + 72] for at in range(0, len(data), 72)]
            return (
                "PHOTO;JPEG;ENCODING=BASE64:"
                + self.eol
                + self.eol.join(f" {one}" for one in pieces)
                + self.eol
            )
        return (
            f"PHOTO:data:image/jpeg;base64,{data}"
            if self.dialect == "4.0"
            else f"PHOTO;ENCODING=b;TYPE=JPEG:{data}"
        )

    def _folded(self, line):
        """Folds after 75 bytes, also within a character, as the standards allow; 2.1 lines are folded already."""
        data, eol = line.encode(), self.eol.encode()
        if self.dialect == "2.1" or len(data) <= 75:
            return data + eol
        pieces = [data[:75], *(data[at : at + 74] for at in range(75, len(data), 74))]
        return (eol + b" ").join(pieces) + eol

    def truth(self, cards=None):
        """All ids that the cards must give, and the first of each with its name."""
        kept = self.cards if cards is None else cards
        return {one for _, met, _ in kept for one in met}, {
            met[0]: " ".join(name.split()) for _, met, name in kept
        }

    def write(self, root, layout):
        """One file, one file a card in folders, a ZIP of them, or UTF-8 with a byte order mark."""
        whole = b"".join(raw for raw, _, _ in self.cards)
        if layout in ("one", "bom"):
            (root / "contacts.vcf").write_bytes(b"\xef\xbb\xbf" * (layout == "bom") + whole)
            return root / "contacts.vcf"
        files = {f"book/{at % 3}/{at:04d}.vcf": raw for at, (raw, _, _) in enumerate(self.cards)}
        if layout == "zip":
            with zipfile.ZipFile(root / "book.zip", "w", zipfile.ZIP_DEFLATED) as book:
                for name, data in files.items():
                    book.writestr(name, data)
            return root / "book.zip"
        for name, data in files.items():
            (root / "brought" / name).parent.mkdir(parents=True, exist_ok=True)
            (root / "brought" / name).write_bytes(data)
        return root / "brought"


def big(folder, size):
    """Writes one file of about `size` bytes and tells how many cards it holds."""
    path, written, seed = Path(folder) / "big.vcf", 0, 0
    with path.open("wb") as out:
        while written < size:
            written += out.write(b"".join(raw for raw, _, _ in Maker(seed, cards=1000).cards))
            seed += 1
    sys.stdout.write(f"{path}: {written:,} bytes, {seed * 1000:,} cards\n")


if __name__ == "__main__":
    big(sys.argv[1], int(sys.argv[sys.argv.index("--bytes") + 1]))
