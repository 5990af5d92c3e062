"""Writes small archives of three kinds about the same few people. Shares no code with the readers."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

WORDS = "tea garden bench market hall harbour lamp street answer letter music window bread river".split()
PEOPLE = [
    ("Mara", "mara@one.example"),
    ("Ola", "ola@two.example"),
    ("Finn", "finn@two.example"),
    ("Ida", "ida@x.example"),
]
START = datetime(2021, 3, 1, 9, 0, tzinfo=UTC)


def folder(path: Path, *, seed: int, mails: int = 250, lines: int = 400, posts: int = 250) -> Path:
    """A folder with an mbox, two WhatsApp chats and an X archive."""
    rnd = random.Random(seed)
    path.mkdir(parents=True)
    (path / "mail.mbox").write_text("".join(_mail(rnd, number) for number in range(mails)))
    chat(path / "WhatsApp Chat with Ola.txt", rnd, ["Mara", "Ola"], lines)
    chat(path / "WhatsApp Chat with Harbour.txt", rnd, [name for name, _ in PEOPLE], lines)
    _x(path / "x" / "data", rnd, posts)
    return path


def chat(
    path: Path, rnd: random.Random, speakers: list[str], lines: int, *, format_: str = "%d/%m/%Y, %H:%M"
) -> Path:
    """A WhatsApp chat of Android's kind."""
    at, rows = START, []
    for _ in range(lines):
        at += timedelta(minutes=rnd.randint(0, 200))
        rows.append(f"{at.strftime(format_)} - {rnd.choice(speakers)}: {_text(rnd)}\n")
    path.write_text("".join(rows))
    return path


def _text(rnd: random.Random) -> str:
    return " ".join(rnd.choices(WORDS, k=rnd.randint(2, 9)))


def _mail(rnd: random.Random, number: int) -> str:
    who, to = rnd.sample(PEOPLE, 2)
    date = (START + timedelta(hours=5 * number)).strftime("%a, %d %b %Y %H:%M:%S +0000")
    parent = f"In-Reply-To: <m{rnd.randrange(number)}@one.example>\n" if number and rnd.random() < 0.5 else ""
    return (
        f"From {who[1]} Mon Mar  1 09:00:00 2021\nFrom: {who[0]} <{who[1]}>\nTo: {to[0]} <{to[1]}>\n"
        f"Subject: {_text(rnd)}\nDate: {date}\nMessage-ID: <m{number}@one.example>\n{parent}\n{_text(rnd)}\n\n"
    )


def _x(data: Path, rnd: random.Random, posts: int) -> None:
    data.mkdir(parents=True)
    account = {"account": {"accountId": "1001", "username": "mara", "accountDisplayName": "Mara"}}
    (data / "account.js").write_text(f"window.YTD.account.part0 = {json.dumps([account])}")
    rows = []
    for number in range(posts):
        at = (START + timedelta(hours=number)).strftime("%a %b %d %H:%M:%S +0000 %Y")
        row = {
            "id_str": str(10_000 + number),
            "full_text": _text(rnd),
            "created_at": at,
            "lang": "en",
            "entities": {},
        }
        if rnd.random() < 0.4:
            user = str(rnd.randint(2001, 2009))
            row |= {
                "in_reply_to_user_id_str": user,
                "in_reply_to_status_id_str": str(rnd.randint(5000, 5050)),
            }
        rows.append({"tweet": row})
    (data / "tweets.js").write_text(f"window.YTD.tweets.part0 = {json.dumps(rows)}")
