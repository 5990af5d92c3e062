"""What a reading says, in the few words that stand beside a post. Pure.

Calm before complete: only what is sure enough to be shown, the surest three; tone only where it is negative and nothing
else says why; what a person said stands without doubt, and what they denied does not stand at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from mutuals.record.corrected import LANG, NO, PERSONAL, PHRASE, TONE, TOXIC, span_about, sureness
from mutuals.text.readings import LABELS, Reading, Span

MOST = 3
# From so sure on nothing is added; below it is "perhaps".
PLAIN = 0.85
# Beside these the tone says nothing new.
SAY_WHY = frozenset({"complaint", "toxic", "need"})
WORDS: Mapping[str, tuple[str, str]] = {
    "question": ("a question", "this is no question"),
    "need": ("says what is needed", "no need is told here"),
    "complaint": ("a complaint", "this is no complaint"),
    "praise": ("praise", "this is no praise"),
    "thanks": ("thanks", "nobody is thanked here"),
    "ask": ("asks for something", "nothing is asked for here"),
    "offer": ("offers something", "nothing is offered here"),
    "promise": ("a promise", "nothing is promised here"),
    "promotion": ("promotes something", "nothing is promoted here"),
    TOXIC: ("words that hurt", "these words do not hurt"),
    "negative": ("sounds unhappy", "this does not sound unhappy"),
    "joy": ("joy", "there is no joy in it"),
    "gratitude": ("gratitude", "there is no gratitude in it"),
    "caring": ("care", "there is no care in it"),
    "curiosity": ("curiosity", "there is no curiosity in it"),
    "amusement": ("amusement", "nobody is amused"),
    "optimism": ("hope", "there is no hope in it"),
    "anger": ("anger", "there is no anger in it"),
    "disappointment": ("disappointment", "nobody is disappointed"),
    "sadness": ("sadness", "there is no sadness in it"),
    "fear": ("fear", "there is no fear in it"),
}
KINDS: Mapping[str, str] = {
    "email": "an e-mail address", "phone": "a phone number", "address": "a postal address", "birth_date": "a birthday",
    "passport": "a passport number", "driver_licence": "the number of a driving licence", "card": "a card number",
    "iban": "a bank account", "bank_account": "a bank account", "crypto_wallet": "a wallet", "domain": "a web address",
    "ip": "an internet address", "mac": "the address of a device", "coordinates": "a place on the map",
    "password": "a password", "name": "a name", "place": "a place", "organisation": "an organisation",
    "health": "something about health", "family": "something about family",
}  # fmt: skip
FAMILIES: Mapping[str, str] = {"id_": "an identity number", "key_": "a secret key"}
SAID: Mapping[str, str] = {**KINDS, "id_other": FAMILIES["id_"], "key_generic": FAMILIES["key_"]}
"""The kinds that a person may say a text holds, in words."""
# Of personal data only what could do harm in the wrong hands stands beside a post: every mail has an address below.
HARMFUL = ("password", "card", "iban", "bank_account", "passport", "driver_licence", *FAMILIES)


@dataclass(frozen=True, slots=True)
class Chip:
    """A few words on a post, what they are about, and the whole sentence that denies them."""

    about: str
    words: str
    denied: str
    says: str = NO


def chips_of(reading: Reading, shown: Mapping[str, float]) -> list[Chip]:
    """The chips of a reading: what is sure enough by `shown`, at most `MOST`, the surest first."""
    sure = sureness(reading)
    # A reader that does not tell thanks tells of gratitude.
    names = (*LABELS, TOXIC) if "thanks" in sure else (*LABELS, "gratitude", TOXIC)
    found = [(sure[name], name) for name in names if sure.get(name, 0.0) >= shown.get(name, 1.0)]
    chips = [_chip(name, value) for value, name in sorted(found, reverse=True)[:MOST]]
    named = {chip.about for chip in chips}
    if reading.tone == "negative" and reading.tone_sure >= shown.get(TONE, 1.0) and not named & SAY_WHY:
        words, denied = WORDS["negative"]
        chips.append(Chip(TONE, _doubted(words, reading.tone_sure), denied, "neutral"))
    harmful = [one for one in reading.personal if not one.hint and one.kind.startswith(HARMFUL)]
    return [*chips[:MOST], *(_held(one) for one in harmful[:1])]


def _held(span: Span) -> Chip:
    words = kind_words(span.kind)
    return Chip(span_about(span), f"holds {words}", f"this is not {words}")


def kind_words(kind: str) -> str:
    """A kind of personal data in words."""
    family = next((words for start, words in FAMILIES.items() if kind.startswith(start)), "")
    return KINDS.get(kind) or family or kind.replace("_", " ")


def about_words(about: str) -> str:
    """What a correction is about, in words."""
    if about.startswith(PHRASE):
        return "what it is about"
    if about.startswith(PERSONAL):
        return kind_words(about.split(" ")[1])
    return {TONE: "the tone", LANG: "the language"}.get(about) or WORDS[about][0]


def _chip(name: str, sure: float) -> Chip:
    words, denied = WORDS[name]
    return Chip(name, _doubted(words, sure), denied)


def _doubted(words: str, sure: float) -> str:
    return words if sure >= PLAIN else f"perhaps {words}"
