"""A made-up life in the files that a person has: mail, an address book, a chat. Shares no code with the readers."""

import email.utils
import random
import time
import unicodedata
from dataclasses import dataclass
from pathlib import Path

DAY = 86_400
ME = ("Ines Marlow", "ines@rookery.example")
# Those who are close come first; after the last first name they begin again, with other last names.
FIRST = (
    "Amara", "Jun", "Thabo", "Fatou", "Søren", "Niamh", "Oksana", "Zainab", "Mateus", "Hana", "Linh", "Tane",
    "Priya", "Giorgos", "Marisol", "Yusuf", "Aroha", "Pavel", "Teresa", "Kofi", "Anneke", "Saoirse", "Elif",
    "Lucía", "Leilani", "Dario", "Esther", "Ingrid", "Omar", "Björk", "Malia", "Alasdair", "Rosa", "Tiwonge",
    "Jana", "Emeka",
)  # fmt: skip
LAST = (
    "Okafor", "Takahashi", "Mokoena", "Diallo", "Kjeldsen", "Gallagher", "Shevchenko", "Bello", "Carvalho",
    "Nováková", "Trần", "Parata", "Raghunathan", "Pappas", "Quispe", "Demirel", "Ngata", "Dvořák", "Mwangi",
    "Mensah", "de Vries", "Byrne", "Aydın", "Fernández", "Kahale", "Conti", "Adeyemi", "Solheim", "Bensaïd",
    "Jónsdóttir", "Fonoti", "Munro", "Jiménez", "Banda", "Kovač", "Obi",
)  # fmt: skip
LETTERS = (
    ("The birch trays", "Do you still seal the birch trays with shellac?"),
    ("Spring course", "I can bring the bench hooks. Would eight people be too many?"),
    ("Thank you", "The beeswax came today. It smells of the whole garden."),
    ("Saturday", "See you at the repair café. I bring the cake this time."),
    ("The lathe belt", "I found the spare one and will send it by Friday."),
    ("A question", "Who was the woman with the clocks? I should like to write to her."),
)


@dataclass(frozen=True, slots=True)
class Friend:
    """Somebody in the life: how often one writes, and since when they are silent."""

    name: str
    gap: float
    began: int
    silent: int

    @property
    def address(self) -> str:
        """Their mail address."""
        plain = unicodedata.normalize("NFD", self.name.lower()).replace(" ", ".")
        return "".join(one for one in plain if one.isascii()) + "@makers.example"


def friends(count: int) -> list[Friend]:
    """The first `count` people, the closest first; every seventh has gone quiet."""
    found = []
    for i in range(count):
        name = f"{FIRST[i % len(FIRST)]} {LAST[(i + 5 * (i // len(FIRST))) % len(LAST)]}"
        gap = 3 + 0.55 * i
        silent = int(6 * gap) + 20 if i % 7 == 5 else int(gap * 0.4)
        found.append(Friend(name, gap, 500 + 37 * (i * 7 % 29), silent))
    return found


def mailbox(path: Path, people: list[Friend], *, now: int, seed: int = 11) -> int:
    """Writes the letters of all these people as one mbox; returns how many there are."""
    rnd, letters = random.Random(seed), []
    for friend in people:
        at, before = now - friend.began * DAY, ""
        while at < now - friend.silent * DAY:
            ours = rnd.random() < 0.48
            number = f"<{len(letters)}.{friend.address}>"
            letters.append((at, friend, ours, number, before, rnd.choice(LETTERS)))
            before = number
            at += int(friend.gap * rnd.uniform(0.75, 1.25) * DAY) + rnd.randrange(20_000)
    letters.sort(key=lambda one: one[0])
    path.write_text("".join(_letter(*one) for one in letters), encoding="utf-8")
    return len(letters)


def _letter(at: int, friend: Friend, ours: bool, number: str, before: str, words: tuple[str, str]) -> str:
    theirs = (friend.name, friend.address)
    sender, receiver = (ME, theirs) if ours else (theirs, ME)
    answers = f"In-Reply-To: {before}\n" if before else ""
    return (
        f"From x {time.asctime(time.gmtime(at))}\n"
        f"From: {email.utils.formataddr(sender, 'utf-8')}\nTo: {email.utils.formataddr(receiver, 'utf-8')}\n"
        f"Date: {email.utils.formatdate(at)}\nMessage-ID: {number}\n{answers}Subject: {words[0]}\n"
        f"Content-Type: text/plain; charset=utf-8\n\n{words[1]}\n\n"
    )


def address_book(path: Path, people: list[Friend]) -> None:
    """Writes these people as vCards; every fifth with a birthday, an employer and what they do."""
    cards = []
    for i, friend in enumerate(people):
        more = "ORG:Makers Guild\r\nTITLE:Wood finisher\r\nBDAY:1980-03-12\r\n" if i % 5 == 0 else ""
        cards.append(
            f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:{friend.name}\r\nEMAIL:{friend.address}\r\n"
            f"TEL;TYPE=CELL:+4420794601{i:02d}\r\n{more}END:VCARD\r\n"
        )
    path.write_text("".join(cards), encoding="utf-8", newline="")


def chat(path: Path, name: str) -> None:
    """Writes a short WhatsApp chat whose dates may be read either way round."""
    lines = [
        f"03/04/2025, 18:02 - {name}: Are you coming on Saturday?",
        f"03/04/2025, 18:05 - {ME[0]}: Yes, with cake",
        f"05/06/2025, 09:12 - {name}: Thank you for yesterday",
        f"08/09/2025, 20:00 - {name}: How is the knee?",
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
