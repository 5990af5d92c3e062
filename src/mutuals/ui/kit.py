"""The made-up people and days of the kit page; nothing here is anybody's."""

import math
import zlib
from datetime import date, timedelta

from django import forms

from mutuals.ui import nav, tables
from mutuals.ui.charts import balance, circles, five, ledger, rhythm, rows, terms, years
from mutuals.ui.faces import Face

_TODAY = date(2026, 3, 12)
_NAMES = (
    "Amara Okafor", "Jun Takahashi", "Thabo Mokoena", "Fatou Diallo", "Søren Kjeldsen",
    "Niamh Gallagher", "Oksana Shevchenko", "Mateus Carvalho", "Giorgos Pappas",
    "Priya Raghunathan", "Aroha Ngata", "Yusuf Demirel", "Hana Nováková", "Kofi Mensah",
    "Zainab Bello", "Linh Trần", "Marisol Quispe", "Tane Parata", "Ravi Menon", "陳偉玲",
    "Björk Jónsdóttir", "حسن الأمين", "Anneke de Vries", "Elif Aydın", "Ruth Ben-David",
    "Dario Conti", "Camille Rousseau", "배준호", "Esther Adeyemi", "Pavel Dvořák", "Lucía Fernández",
    "Ahmed Farouk", "Gintarė Petrauskaitė", "Leilani Kahale", "Mikael Lahti", "नूर सिद्दीकी",
    "Emeka Obi", "Saoirse Byrne", "Bảo Nguyễn", "Անահիտ Սարգսյան", "Vusi Dlamini", "Ilse Vermeer",
    "森 健二", "Teresa Mwangi", "ლევან ბერიძე", "Farah Rahimi", "Sunniva Dahl", "Omar Bensaïd",
    "Petra Lindholm", "Daniel Weiss", "Uyanga Bold", "Malia Fonoti", "Jana Kovač",
    "Dilnoza Karimova", "Chidi Eze", "Haruki Ono", "Sefa Leota", "Rosa Jiménez", "Alasdair Munro",
    "Tiwonge Banda", "Ingrid Solheim", "Nadja Keller",
)  # fmt: skip
_DRIFTING = frozenset({5, 13, 18, 24, 26, 36, 41})


class SampleForm(forms.Form):
    """Every kind of field."""

    who = forms.CharField(label="Who was it?", initial="Leilani Kahale")
    where = forms.CharField(label="Where?", help_text="A town is enough.", required=False)
    until = forms.DateField(label="Promise, until when?")
    kind = forms.ChoiceField(label="What was it?", choices=[("tea", "Tea"), ("call", "A call")])
    how = forms.ChoiceField(
        label="How was it?", choices=[("good", "Good"), ("short", "Short")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    private = forms.BooleanField(label="Only for me", required=False, initial=True)


def faces() -> list[Face]:
    """The sample people as faces."""
    return [Face(f"sample-{at}", name, drifting=at in _DRIFTING) for at, name in enumerate(_NAMES)]


def people(url: str = "#", card: str = "") -> list[circles.Person]:
    """The sample people as they stand in the circles."""
    found = []
    for at, face in enumerate(faces()):
        ring = 0 if at < 5 else 1 if at < 18 else 2 if at < 36 else 3
        words = f"{circles.TITLES[ring].lower()}{', drifting' if face.drifting else ''}"
        tags = ("drifting",) if face.drifting else ()
        found.append(
            circles.Person(
                face.key,
                face.name,
                url,
                ring,
                42 / (1 + at / 9),
                words,
                f"{card}{face.key}/" if card else "",
                tags,
                face.drifting,
            )
        )
    return found


def days() -> list[rhythm.Day]:
    """A year of days with one silence and three meetings, from fixed dice."""
    found, at = [], 2
    while at < 363:
        if not 118 < at < 150:
            dice = zlib.crc32(f"day {at}".encode())
            theirs = (1.0, 2.0, 4.0, 8.0)[dice % 4] if dice % 7 else 0.0
            ours = (0.8, 1.6, 3.0, 6.0)[dice // 4 % 4] if dice % 5 else 0.0
            found.append(rhythm.Day(_TODAY - timedelta(days=365 - at), theirs, ours))
        at += (2, 3, 5, 6, 6, 7, 8, 9)[zlib.crc32(f"gap {at}".encode()) % 8]
    met = [rhythm.Day(_TODAY - timedelta(days=back), 8.0, 6.0, True) for back in (307, 169, 26)]
    return sorted([*found, *met], key=lambda day: day.day)


def strip(frame: rhythm.Frame = rhythm.WIDE) -> str:
    """The sample year as a strip."""
    quiet = rhythm.Quiet(_TODAY - timedelta(days=247), _TODAY - timedelta(days=213), "34 quiet days")
    label = "A year of days with Amara: hers above the line, yours below, meetings as rings."
    return rhythm.rhythm(days(), until=_TODAY, label=label, quiet=(quiet,), frame=frame)


def area(width: int = years.WIDE) -> str:
    """Four years of ties kept up."""
    kept = [
        years.Kept(date(2022, 1, 1) + timedelta(days=30 * at), round(14 + at * 0.45 + 2 * math.sin(at / 3)))
        for at in range(52)
    ]
    return years.years(kept, at=kept[-2].day, label="Ties kept up, 2022 to 2026: from 14 to 36.", width=width)


def chance() -> terms.Terms:
    """Seven terms and their sum."""
    return terms.Terms(
        "Seven terms; their sum, 2.74, makes 94 percent.",
        (
            terms.Term("Depth (log S)", "41.2", 1.62),
            terms.Term("How lately", "2 days ago", 0.94),
            terms.Term("Both of you active", "21 and 17 days of 28", 0.38),
            terms.Term("Reciprocity", "0.86", 0.31),
            terms.Term("Her share of your days", "6 %", 0.12),
            terms.Term("Common company", "9 people", 0.08),
            terms.Term("Starting point", "everyone", -0.71),
        ),
    )


def given() -> str:
    """What two gave each other over two years."""
    kinds = (
        ("Answered a question", 9, 6, False),
        ("Thanked", 5, 7, False),
        ("Shared the other’s words", 6, 26, False),
        ("Helped", 3, 1, False),
        ("Asked for something", 4, 3, True),
        ("Promoted", 1, 0, True),
    )
    found = [ledger.Row(title, ours, theirs, "#", "#", takes) for title, ours, theirs, takes in kinds]
    return ledger.ledger(
        found, name="Amara", label="You gave 23 times and asked for 5, Amara gave 40 and asked for 3."
    )


def steps() -> tuple[rows.Rung, ...]:
    """Five steps taken, two to come."""
    return rows.ladder(
        (
            rows.Rung("Heard", "11 Mar 2024", "#", "#RepairChat"),
            rows.Rung("Reacted", "20 Mar 2024", "#"),
            rows.Rung("Replied", "28 Mar 2024", "#"),
            rows.Rung("Conversed", "3 Apr 2024", "#", "6 turns on glue"),
            rows.Rung("In private", "19 May 2024", "#", "first mail"),
            rows.Rung("Met"),
            rows.Rung("Did something together"),
        )
    )


def room() -> tuple[rows.Capacity, ...]:
    """Room in four circles."""
    taken = zip(circles.TITLES, (5, 13, 18, 112), (5, 15, 50, 150), strict=True)
    return tuple(rows.Capacity(title, count, most, "#") for title, count, most in taken)


def table() -> tables.Table:
    """Three people in a table, one of them chosen."""
    columns = (
        tables.Column("Person"),
        tables.Column("Circle"),
        tables.Column("Depth", number=True, url="#", sorted="descending"),
    )
    lines = (
        ("Amara Okafor", "Inner", "41.2"),
        ("Niamh Gallagher", "Close", "27.8"),
        ("Linh Trần", "Close", "25.1"),
    )
    return tables.Table(
        "People by depth",
        columns,
        tuple(
            tables.Row((tables.Cell(name), tables.Cell(circle), tables.Cell(depth, "#")), at == 1)
            for at, (name, circle, depth) in enumerate(lines)
        ),
    )


def rooms() -> tuple[nav.Section, ...]:
    """The navigation of this part, as the web door fills it."""
    return (
        nav.Section("", (nav.Item("/", "Today", "today", "1", foot=True),)),
        nav.Section(
            "People",
            (
                nav.Item("/circles/", "Circles", "circles", foot=True),
                nav.Item("/people/", "People", "people", "148", foot=True),
            ),
        ),
        nav.Section(
            "Gear",
            (
                nav.Item("/bring/", "Bring more", "box", foot=True),
                nav.Item("/team/", "Team", "key"),
                nav.Item("/settings/", "Settings", "gear"),
            ),
        ),
    )


def context() -> dict[str, object]:
    """Everything the kit page shows."""
    bound = SampleForm({"who": "Leilani Kahale", "until": "31 February", "kind": "tea", "how": "good"})
    return {
        "faces": faces(),
        "form": bound,
        "circles": circles.circles(people(), label="Sixty-two people around you.", chosen="sample-5"),
        "circles_phone": circles.circles(
            people(), label="Thirty-six people around you.", chosen="sample-5", frame=circles.PHONE
        ),
        "five": five.five(["Amara Okafor", "Thabo", "Niamh"]),
        "years": area(),
        "years_phone": area(years.PHONE),
        "rhythm": strip(),
        "rhythm_phone": strip(rhythm.PHONE),
        "terms": chance(),
        "ledger": given(),
        "rungs": steps(),
        "capacity": room(),
        "balance": balance.balance("in person", "online", 0.19, aim=0.25),
        "pulse": balance.pulse(
            [1, 3, 0, 2, 4, 1, 0, 0, 2, 5, 1, 3, 2, 0, 1, 4, 2], label="The last 17 weeks"
        ),
        "table": table(),
    }
