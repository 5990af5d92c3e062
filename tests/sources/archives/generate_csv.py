"""Tables as other tools write them, with their own truth; shares no code with what reads them.

python -m tests.sources.archives.generate_csv people.csv 1000   # a table of about so many megabytes
"""

import csv
import io
import random
import sys
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

FIRST = (
    "Amara Thabo Niamh Søren Hana Giorgos Lucía Noor Zoë Işıl Łukasz Ana Ben Ingrid Mateus Oksana Kofi Linh"
).split()
LAST = (
    "Okafor Mokoena Byrne Lund Sato Papadakis Fernández Haddad O'Neil Åberg Wójcik Demo Doe Strand Silva Bondar"
).split()
LATIN = "Amara Thabo Niamh Søren Hana Giorgos Lucía Noor Zoë Ana Ben Ingrid Mateus Kofi Linh".split()
# What five languages and four tools call columns.
HEADINGS = {
    "en": {"name": "Full Name", "first": "First Name", "last": "Last Name", "email": "Email Address",
           "phone": "Mobile",
           "birthday": "Date of birth", "org": "Company", "title": "Job Title", "note": "Notes", "groups": "Tags",
           "address": "City", "url": "Website", "extra": "T-shirt size"},
    "nl": {"name": "Naam", "first": "Voornaam", "last": "Achternaam", "email": "E-mailadres", "phone": "Gsm",
           "birthday": "Geboortedatum", "org": "Bedrijf", "title": "Functie", "note": "Opmerkingen",
           "groups": "Groepen",
           "address": "Woonplaats", "url": "Website", "extra": "Maat"},
    "de": {"name": "Vollständiger Name", "first": "Vorname", "last": "Nachname", "email": "E-Mail-Adresse",
           "phone": "Handy", "birthday": "Geburtstag", "org": "Firma", "title": "Beruf", "note": "Bemerkungen",
           "groups": "Gruppe", "address": "Ort", "url": "Webseite", "extra": "Größe"},
    "fr": {"name": "Nom complet", "first": "Prénom", "last": "Nom", "email": "Courriel", "phone": "Portable",
           "birthday": "Date de naissance", "org": "Société", "title": "Fonction", "note": "Remarques",
           "groups": "Groupes", "address": "Ville", "url": "Site web", "extra": "Taille"},
    "es": {"name": "Nombre completo", "first": "Nombre", "last": "Apellidos", "email": "Correo electrónico",
           "phone": "Móvil", "birthday": "Fecha de nacimiento", "org": "Empresa", "title": "Cargo",
           "note": "Observaciones", "groups": "Etiquetas", "address": "Ciudad", "url": "Sitio web", "extra": "Talla"},
    "hubspot": {"first": "First Name", "last": "Last Name", "email": "Email", "phone": "Phone Number",
                "org": "Company Name", "title": "Job Title", "extra": "Contact owner", "note": "Message"},
    "airtable": {"name": "Name", "email": "E-mail", "phone": "Phone", "groups": "Tags", "note": "Notes",
                 "birthday": "Birthday", "extra": "Attachments"},
}  # fmt: skip
LOGS = {
    "en": {"date": "Date", "who": "Who", "kind": "Type", "minutes": "Duration (min)", "way": "Direction",
           "text": "Notes"},
    "nl": {"date": "Datum", "who": "Met wie", "kind": "Soort", "minutes": "Minuten", "way": "Richting",
           "text": "Verslag"},
    "de": {"date": "Datum", "who": "Teilnehmer", "kind": "Art", "minutes": "Dauer", "way": "Richtung",
           "text": "Notizen"},
    "fr": {"date": "Date", "who": "Participants", "kind": "Type", "minutes": "Durée (min)", "way": "Sens",
           "text": "Notes"},
    "es": {"date": "Fecha", "who": "Asistentes", "kind": "Tipo", "minutes": "Duración",
           "way": "Dirección de llamada", "text": "Resumen"},
}  # fmt: skip
KINDS = {"en": ("Coffee", "Call", "Text", "Task"), "nl": ("Koffie", "Telefoon", "Bericht", "Taak"),
         "de": ("Kaffee", "Anruf", "Nachricht", "Aufgabe"), "fr": ("Café", "Appel", "Message", "Tâche"),
         "es": ("Comida", "Llamada", "Mensaje", "Tarea")}  # fmt: skip
WAYS = {"en": ("Inbound", "Outbound"), "nl": ("inkomend", "uitgaand"), "de": ("eingehend", "ausgehend"),
        "fr": ("Entrant", "Sortant"), "es": ("Entrante", "Saliente")}  # fmt: skip
FORMS = {
    "iso": "%Y-%m-%d", "dmy": "%d/%m/%Y", "dots": "%d.%m.%Y", "mdy": "%m/%d/%Y", "words": "%d %b %Y",
    "us": "%B %d, %Y",
}  # fmt: skip
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le")


@dataclass
class Person:
    """A person as one row tells of them; `ids` are those that nobody else has."""

    cells: dict[str, str]
    name: str
    ids: set[str]
    born: str = ""
    labels: set[str] = field(default_factory=set)


@dataclass
class Moment:
    """A row of a log: what became of it (meeting, call, message or task), when (local), with whom, how long."""

    cells: dict[str, str]
    kind: str
    at: datetime | None
    people: tuple[str, ...]
    minutes: int
    inward: bool


class Maker:
    """One table, chosen by `seed`: its language, columns, delimiter, encoding, quoting, lines before the header."""

    def __init__(self, seed: int, *, log: bool = False, rows: int = 12, header: bool = True) -> None:
        self.dice = random.Random(f"csv {seed} {log}")
        self.log = log
        names = sorted(LOGS if log else HEADINGS)
        self.language = names[seed % len(names)]
        self.delimiter = ",;\t|"[seed // 3 % 4]
        self.encoding = ENCODINGS[seed // 2 % len(ENCODINGS)]
        self.form = sorted(FORMS)[seed // 5 % len(FORMS)]
        self.end = ("\n", "\r\n")[seed % 2]
        self.ended = seed % 4 != 3
        self.header = header
        self.before = (seed // 4) % 3 if header else 0
        self.told = self.delimiter in ",;" and seed % 7 == 6 and not self.before
        self.columns = self._columns(seed)
        self.rows = [self._moment(n) if log else self._person(n) for n in range(rows)]

    def _columns(self, seed: int) -> list[str]:
        if self.log:
            columns = list(LOGS[self.language])
            if seed % 3 == 1:
                columns.remove("way")
        else:
            have = HEADINGS[self.language]
            whole = "name" in have and (seed % 2 or "first" not in have)
            columns = [one for one in have if one not in (("first", "last") if whole else ("name",))]
        if not (self.log and seed % 5 == 0):
            self.dice.shuffle(columns)
        return columns

    def _names(self) -> tuple[str, str]:
        first = self.dice.choice(LATIN if self.encoding == "cp1252" else FIRST)
        last = self.dice.choice([one for one in LAST if one not in ("Wójcik",) or self.encoding != "cp1252"])
        return first, last

    def _person(self, number: int) -> Person:
        dice, (first, last) = self.dice, self._names()
        # The number keeps people of one name apart.
        last = f"{last}-{_letters(number)}"
        name = f"{first} {last}"
        mail = f"p{number}.{dice.randrange(10**6)}@Makers.example" if dice.random() < 0.8 else ""
        # Belgian mobile numbers, one each.
        line = f"+32 47{number // 10**6 % 10} {number // 10**4 % 100:02} {number // 100 % 100:02} {number % 100:02}"
        phone = line if dice.random() < 0.5 and "phone" in self.columns else ""
        born = date(1940, 1, 1) + timedelta(days=dice.randrange(25_000)) if dice.random() < 0.7 else None
        labels = set(dice.sample(["Choir", "Board", "North", "Friends of the mill"], dice.randrange(3)))
        cells = {
            "name": name, "first": first, "last": last, "email": mail, "phone": phone,
            "birthday": born.strftime(FORMS[self.form]) if born else "",
            "org": dice.choice(["", "Mill & Sons", 'The "Good" Bakery', "Acme, Inc"]),
            "title": dice.choice(["", "Baker"]),
            "note": dice.choice(["", "Met at the fair; owes me a book", "Two\nlines", "=1+1"]),
            "groups": ", ".join(sorted(labels)),
            "address": dice.choice(["", "Gent", "Aix"]), "url": dice.choice(["", "https://makers.example/x"]),
            "extra": dice.choice(["", "M", "boss@makers.example" if self.language == "hubspot" else "L"]),
        }  # fmt: skip
        ids = {f"mailto:{mail.lower()}"} if mail else set()
        ids |= {"tel:" + phone.replace(" ", "")} if phone else set()
        known = born.isoformat() if born and "birthday" in self.columns else ""
        return Person(cells, name, ids, known, labels if "groups" in self.columns else set())

    def _moment(self, number: int) -> Moment:
        dice = self.dice
        kinds = KINDS[self.language]
        which = dice.randrange(len(kinds))
        at = datetime(2015, 1, 1) + timedelta(minutes=dice.randrange(4_000_000))  # noqa: DTZ001  local
        people = tuple(
            f"{a} {b}"
            for a, b in (self._names() for _ in range(dice.choice([1, 1, 1, 2, 3]) if which == 0 else 1))
        )
        people = tuple(dict.fromkeys(people))
        minutes = dice.randrange(1, 180) if which < 2 else 0
        inward = "way" in self.columns and which > 0 and dice.random() < 0.5
        bad = dice.random() < 0.06
        cells = {
            "date": "sometime" if bad else at.strftime(FORMS[self.form] + " %H:%M"), "who": "; ".join(people),
            "kind": kinds[which],
            "minutes": str(minutes) if minutes else "",
            "way": (WAYS[self.language][0 if inward else 1] if which else ""),
            "text": dice.choice(["", f"The {number}th", "tea, then cake"]),
        }  # fmt: skip
        kind = ("meeting", "call", "message", "task")[which]
        return Moment(cells, kind, None if bad else at, people, minutes, inward)

    def lines(self) -> list[str]:
        """The header, and every row as it is written, with its end."""
        names = (LOGS if self.log else HEADINGS)[self.language]
        found = [self._written([names[one] for one in self.columns])] if self.header else []
        for row in self.rows:
            found.append(self._written([row.cells[one] for one in self.columns]))
        return found

    def _written(self, cells: list[str]) -> str:
        out = io.StringIO()
        style = csv.QUOTE_ALL if self.dice.random() < 0.2 else csv.QUOTE_MINIMAL
        csv.writer(out, delimiter=self.delimiter, quoting=style, lineterminator=self.end).writerow(cells)
        return out.getvalue()

    def data(self) -> bytes:
        """The whole file."""
        text = f"sep={self.delimiter}{self.end}" if self.told else ""
        said = "Printed" if self.delimiter == "," else "Printed for the board, page"
        text += "".join(f"{said} {n}{self.end}" for n in range(self.before))
        text += "".join(self.lines())
        if not self.ended:
            text = text[: -len(self.end)]
        return text.encode(self.encoding, "strict")


def _letters(number: int) -> str:
    """A number as letters, since names have no digits."""
    found = ""
    while True:
        number, rest = divmod(number, 26)
        found = chr(65 + rest) + found.lower()
        if not number:
            return found


def large(path: str, megabytes: int, *, log: bool = False) -> int:
    """Writes a table of about so many megabytes; gives the number of rows."""
    count = 0
    with open(path, "wb") as out:
        for part in range(10**6):
            maker = Maker(1, log=log, rows=0)
            maker.encoding, maker.dice = "utf-8", random.Random(part)
            start = part * 2_000
            maker.rows = [maker._moment(start + n) if log else maker._person(start + n) for n in range(2_000)]
            lines = maker.lines()
            out.write("".join(lines if not part else lines[1:]).encode())
            count += 2_000
            if out.tell() > megabytes * 1_000_000:
                return count
    return count


if __name__ == "__main__":
    sys.stdout.write(f"{large(sys.argv[1], int(sys.argv[2]), log='log' in sys.argv)} rows\n")
