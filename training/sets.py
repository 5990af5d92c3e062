"""The texts that models are trained on and measured by, one reader for each set, all in one shape.

The folder is that of MUTUALS_TEST_DATA; each set lies in a folder of its own there. Every set but TweetEval may be
trained on and the model given away (class A); TweetEval is for measuring only, and only `tweeteval` reads it.
What a set does not tell of a target is NaN: nothing is learned from it, nothing measured.
"""

import csv
import gzip
import hashlib
import html
import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from mutuals.text.readings import EMOTIONS, LABELS

TONES = ("negative", "neutral", "positive")
TARGETS = (*TONES, *EMOTIONS, *LABELS, "toxic")
"""The columns of `Texts.targets`: three tones (a distribution), ten emotions, nine labels, toxic (each by itself)."""
COLUMN = {name: at for at, name in enumerate(TARGETS)}
OURS = Path(__file__).parent / "labels"
WRITTEN = Path(__file__).parent / "written" / "posts.tsv"
RUDE = {"0": 0.02, "1": 0.6, "2": 0.97}
"""How likely a written post is called offensive: clean, crude without a victim (raters differ), at somebody's cost."""
Row = tuple[str, str, dict[str, float]]
HELD = 10
"""One text in so many is held out of the sets that have no split of their own, by the hash of its name."""

# What each of GoEmotions' 27 emotions says of ours; "?" before a name: it may be, so nothing is learned of it.
FEELS: dict[str, tuple[str, ...]] = {
    "admiration": ("?joy",),
    "amusement": ("amusement",),
    "anger": ("anger",),
    "annoyance": ("anger", "?disappointment"),
    "approval": (),
    "caring": ("caring",),
    "confusion": ("?curiosity",),
    "curiosity": ("curiosity",),
    "desire": ("?optimism",),
    "disappointment": ("disappointment", "?sadness"),
    "disapproval": ("?anger", "?disappointment"),
    "disgust": ("?anger",),
    "embarrassment": ("?sadness",),
    "excitement": ("joy",),
    "fear": ("fear",),
    "gratitude": ("gratitude",),
    "grief": ("sadness",),
    "joy": ("joy",),
    "love": ("joy", "?caring"),
    "nervousness": ("fear",),
    "optimism": ("optimism",),
    "pride": ("joy",),
    "realization": (),
    "relief": ("joy",),
    "remorse": ("sadness",),
    "sadness": ("sadness", "?disappointment"),
    "surprise": (),
    "neutral": (),
}
# (negative, neutral, positive) of each: GoEmotions' own grouping (Demszky et al. 2020, table 2), softened where a
# comment so called is often said coolly; what they group as ambiguous is taken for mostly neutral.
WARM, COOL_WARM, COLD, COOL_COLD, OPEN = (
    (0, 0.05, 0.95),
    (0, 0.35, 0.65),
    (0.95, 0.05, 0),
    (0.7, 0.3, 0),
    (0.1, 0.8, 0.1),
)
TONE_OF = {
    **dict.fromkeys("admiration amusement excitement gratitude joy love pride relief optimism".split(), WARM),
    **dict.fromkeys("approval caring desire".split(), COOL_WARM),
    **dict.fromkeys("anger disappointment disgust embarrassment fear grief remorse sadness".split(), COLD),
    **dict.fromkeys("annoyance disapproval nervousness".split(), COOL_COLD),
    **dict.fromkeys("confusion curiosity realization surprise neutral".split(), OPEN),
}
# CLINC150's intents by what they are to our labels; the others tell nothing sure of question and ask.
TOLD = """account_blocked application_status apr are_you_a_bot balance bill_balance bill_due calculator calendar
calories carry_on card_declined cook_time credit_limit credit_score current_location date definition directions
distance do_you_have_pets exchange_rate expiration_date flight_status food_last fun_fact gas gas_type how_busy
how_old_are_you improve_credit_score income ingredient_substitution ingredients_list insurance interest_rate
international_fees international_visa last_maintenance meal_suggestion meaning_of_life measurement_conversion
meeting_schedule min_payment mpg next_holiday nutrition_info oil_change_how oil_change_when order_status payday
plug_type pto_balance pto_request_status pto_used recipe replacement_card_duration restaurant_reviews
restaurant_suggestion rewards_balance routing spelling spending_history taxes time timezone tire_pressure
traffic transactions translate travel_alert travel_suggestion user_name vaccines w2 weather
what_are_your_hobbies what_can_i_ask_you what_is_your_name what_song where_are_you_from who_do_you_work_for
who_made_you""".split()
DONE = """alarm book_flight book_hotel calendar_update cancel cancel_reservation car_rental change_accent
change_ai_name change_language change_speed change_user_name change_volume flip_coin freeze_account make_call
next_song order order_checks pay_bill play_music reminder_update repeat reset_settings restaurant_reservation
roll_dice schedule_maintenance schedule_meeting share_location shopping_list_update smart_home sync_device text
timer todo_list_update transfer uber update_playlist whisper_mode""".split()
SAID = "yes no maybe goodbye thank_you travel_notification".split()
ASKING = re.compile(r"^(?:how|what|when|where|why|who|which|is there|are there|do|does|am)\b")
IRC = re.compile(r"^\[\d\d:\d\d\] <([^>]+)> (.*)$")


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts with what is known of them: `targets[i, COLUMN[name]]` from 0 to 1, NaN where the set does not tell."""

    name: str
    ids: list[str]
    texts: list[str]
    langs: list[str]
    targets: npt.NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.texts)

    def pick(self, rows: Sequence[int] | npt.NDArray[np.intp]) -> "Texts":
        """Only these rows, in their order."""
        at = [int(row) for row in rows]
        ids, texts, langs = ([part[row] for row in at] for part in (self.ids, self.texts, self.langs))
        return Texts(self.name, ids, texts, langs, self.targets[at])


def folder() -> Path:
    """Where the sets lie; RuntimeError without MUTUALS_TEST_DATA."""
    if not (path := os.environ.get("MUTUALS_TEST_DATA")):
        raise RuntimeError("Say where the sets lie: MUTUALS_TEST_DATA=/path/to/data")
    return Path(path)


def held(name: str, *, one_in: int = HELD) -> bool:
    """Whether the text of this name is held out: the same ones always."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % one_in == 0


def goemotions(part: str) -> Texts:
    """GoEmotions, `part` "train" or "dev": tone and emotions, thanks from gratitude, praise from admiration."""
    names = (folder() / "goemotions" / "labels.txt").read_text().split()
    lines = (folder() / "goemotions" / f"{part}.tsv").read_text(encoding="utf-8").rstrip("\n").split("\n")
    rows: list[Row] = []
    for line in lines:
        text, felt, key = line.split("\t")
        rows.append((key, _plain(text), _felt([names[int(one)] for one in felt.split(",")])))
    return _texts("goemotions", rows)


def goemotions_names(part: str) -> list[list[str]]:
    """GoEmotions' own names of each comment's emotions, in the order of `goemotions(part)`."""
    names = (folder() / "goemotions" / "labels.txt").read_text().split()
    lines = (folder() / "goemotions" / f"{part}.tsv").read_text(encoding="utf-8").rstrip("\n").split("\n")
    return [[names[int(one)] for one in line.split("\t")[1].split(",")] for line in lines]


def vader(
    part: str, kinds: Sequence[str] = ("tweets", "amazonReviewSnippets", "nytEditorialSnippets")
) -> Texts:
    """VADER's rated snippets, `part` "train" or "held": tone from the mean of ten raters between -4 and 4."""
    rows: list[Row] = []
    for kind in kinds:
        path = folder() / "vader" / f"{kind}_GroundTruth.txt"
        for line in (
            path.read_text(encoding="utf-8", errors="replace").replace("\r", "").strip("\n").split("\n")
        ):
            key, mean, text = line.split("\t", 2)
            # Sentences of one review or article stay on one side.
            if held(f"{kind}-{key.split('_')[0]}") == (part == "held"):
                rows.append((f"{kind}-{key}", _plain(text), tone_of_mean(float(mean))))
    return _texts("vader", rows)


def tone_of_mean(mean: float) -> dict[str, float]:
    """How likely one calls a text negative, neutral, positive whose mean rating this is: two soft steps at +-0.5."""
    positive = 1 / (1 + np.exp((0.5 - mean) / 0.25))
    negative = 1 / (1 + np.exp((0.5 + mean) / 0.25))
    return {"negative": negative, "neutral": 1 - positive - negative, "positive": positive}


def davidson(part: str) -> Texts:
    """Davidson et al.'s posts, `part` "train" or "held": toxic is the share of raters who saw hate or offence."""
    with gzip.open(
        folder() / "davidson" / "labeled_data.csv.gz", "rt", encoding="utf-8", newline=""
    ) as lines:
        rows: list[Row] = []
        for one in csv.DictReader(lines):
            if held(f"davidson-{one['']}") == (part == "held"):
                share = (int(one["hate_speech"]) + int(one["offensive_language"])) / int(one["count"])
                rows.append((one[""], _plain(one["tweet"]), {"toxic": share}))
    return _texts("davidson", rows)


def clinc(part: str) -> Texts:
    """CLINC150's queries, `part` "train", "val" or "test", out of scope too: question, ask, thanks, and what is not."""
    with gzip.open(folder() / "clinc150" / "data_full.json.gz", "rt", encoding="utf-8") as file:
        data = json.load(file)
    pairs = data[part] + data[f"oos_{part}"]
    return _texts(
        "clinc", [(f"{part}-{at}", text, _queried(text, it)) for at, (text, it) in enumerate(pairs)]
    )


def clinc_intents(part: str) -> list[str]:
    """The intent of each query, in the order of `clinc(part)`; "oos" where it is out of scope."""
    with gzip.open(folder() / "clinc150" / "data_full.json.gz", "rt", encoding="utf-8") as file:
        data = json.load(file)
    return [intent for _, intent in data[part] + data[f"oos_{part}"]]


def sms(part: str) -> Texts:
    """The SMS spam collection, `part` "train" or "held": spam promotes; nothing else is known of these messages."""
    rows: list[Row] = []
    lines = (folder() / "sms_spam" / "SMSSpamCollection").read_text(encoding="utf-8").strip("\n").split("\n")
    for at, line in enumerate(lines[1:]):
        kind, text = line.split("\t", 1)
        if held(f"sms-{_plain(text)}") == (part == "held"):  # a message that stands twice stays on one side
            rows.append((str(at), _plain(text), {"promotion": float(kind == "spam")}))
    return _texts("sms", rows)


def ours() -> Texts:
    """Our own labelled posts (training/labels): the nine labels in ten languages."""
    posts = [json.loads(line) for line in (OURS / "posts.jsonl").read_text(encoding="utf-8").splitlines()]
    read = [json.loads(line) for line in (OURS / "readings.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [
        (post["id"], post["text"], {label: float(label in one["labels"]) for label in LABELS})
        for post, one in zip(posts, read, strict=True)
    ]
    return _texts("ours", rows, [post["lang"] for post in posts])


def written(part: str) -> Texts:
    """Posts written to learn from (training/written), `part` "train" or "held": every target, by who wrote them."""
    rows: list[Row] = []
    langs = []
    for line in WRITTEN.read_text(encoding="utf-8").splitlines()[1:]:
        key, lang, tone, felt, acts, rude, text = line.split("\t")
        if held(f"written-{key}") != (part == "held"):
            continue
        told = {name: float(name == tone) for name in TONES} | {"toxic": RUDE[rude]}
        told |= {name: float(name in felt.split(",")) for name in EMOTIONS}
        told |= {name: float(name in acts.split(",")) for name in LABELS}
        rows.append((key, text, told))
        langs.append(lang)
    return _texts("written", rows, langs)


def irc(part: str) -> Texts:
    """Lines people said in #ubuntu, `part` "train" or "dev", without the nick they speak to; nothing known of them."""
    rows: list[Row] = [(key, text, {}) for key, _, text in irc_said(part) if len(text.split()) >= 3]
    return _texts("irc", rows)


def irc_said(part: str) -> Iterator[tuple[str, str, str]]:
    """(log:line, nick, text) of each line said."""
    for path in sorted((folder() / "irc" / part).glob("*.ascii.txt*")):
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8", errors="replace") as lines:
            for at, line in enumerate(lines):
                if match := IRC.match(line.rstrip("\n")):
                    yield f"{path.name.split('.')[0]}:{at}", match[1], re.sub(r"^\S{2,16}[:,] ", "", match[2])


def tweeteval(task: str, part: str = "val") -> tuple[list[str], list[str]]:
    """TweetEval's texts of a task and the names of their classes. To measure, never to train, tune or choose by."""
    home = folder() / "tweeteval" / task
    names = dict(line.split("\t") for line in (home / "mapping.txt").read_text().strip().split("\n"))
    texts = (home / f"{part}_text.txt").read_text(encoding="utf-8").rstrip("\n").split("\n")
    classes = [names[one] for one in (home / f"{part}_labels.txt").read_text().split()]
    if len(texts) != len(classes):
        raise ValueError(f"TweetEval {task}/{part}: {len(texts)} texts, {len(classes)} classes")
    return [_plain(text) for text in texts], classes


def all_train() -> list[Texts]:
    """Every text that may be trained on, held-out ones left out, ours whole (see `splits` for folds of ours)."""
    return [
        goemotions("train"),
        vader("train"),
        davidson("train"),
        clinc("train"),
        sms("train"),
        written("train"),
        ours(),
        irc("train"),
    ]


def _felt(names: list[str]) -> dict[str, float]:
    """Our targets of a comment with these of GoEmotions' emotions."""
    means = [word for name in names for word in FEELS[name]]
    told = {emotion: float(emotion in means) for emotion in EMOTIONS}
    told |= {word[1:]: float("nan") for word in means if word[0] == "?" and word[1:] not in means}
    told |= dict(zip(TONES, np.mean([TONE_OF[name] for name in names], axis=0).tolist(), strict=True))
    if names == ["neutral"] or not {"admiration", "approval", "love"} & set(names):
        told["praise"] = 0.0
    elif "admiration" in names:
        told["praise"] = 1.0
    return told | {"thanks": float("gratitude" in names)}


def _queried(text: str, intent: str) -> dict[str, float]:
    """Our targets of a query with this intent."""
    told = {"thanks": float(intent == "thank_you"), **dict.fromkeys(("offer", "promise", "promotion"), 0.0)}
    if intent in TOLD:
        told["question"] = 1.0
        if ASKING.match(text):
            told["ask"] = 0.0
    elif intent in DONE:
        told["ask"] = 1.0
        if not ASKING.match(text):
            told["question"] = 0.0
    elif intent in SAID:
        told |= dict.fromkeys(("question", "ask", "need"), 0.0)
    return told


def _plain(text: str) -> str:
    """The text as people see it: character references undone (twice, as some sets hold them so), ends trimmed."""
    return html.unescape(html.unescape(text)).strip()


def _texts(name: str, rows: Sequence[Row], langs: list[str] | None = None) -> Texts:
    targets = np.full((len(rows), len(TARGETS)), np.nan, dtype=np.float32)
    for at, (_, _, told) in enumerate(rows):
        for target, value in told.items():
            targets[at, COLUMN[target]] = value
    ids = [f"{name}:{row[0]}" for row in rows]
    return Texts(name, ids, [row[1] for row in rows], langs or ["en"] * len(rows), targets)
