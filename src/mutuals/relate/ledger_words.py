"""What the pages say of give and take, in whole sentences. Pure."""

from collections.abc import Mapping
from typing import Any

from mutuals.record.kinds import ActName, Kind
from mutuals.relate.ledger import EVEN, LEAST, MUCH, NO_QUARTER, Balance
from mutuals.relate.quarters import quarter_span
from mutuals.ui.words import MONTHS, number

TITLES: Mapping[ActName, str] = {
    ActName.ANSWERED: "Answered a question",
    ActName.THANKED: "Thanked",
    ActName.HELPED: "Helped",
    ActName.SHARED_THEIRS: "Shared the other’s words",
    ActName.CREDITED: "Quoted with credit",
    ActName.INTRODUCED: "Introduced",
    ActName.RECOMMENDED: "Recommended",
    ActName.ENDORSED: "Vouched for a skill",
    ActName.GAVE: "Gift or card",
    ActName.ASKED: "Asked for something",
    ActName.PROMOTED: "Promoted",
}
# What one did for another: {} is whom.
DID: Mapping[ActName, str] = {
    ActName.ANSWERED: "answered {}",
    ActName.THANKED: "thanked {}",
    ActName.HELPED: "helped {}",
    ActName.SHARED_THEIRS: "passed on what {} said",
    ActName.CREDITED: "quoted {}",
    ActName.INTRODUCED: "introduced {} to somebody",
    ActName.RECOMMENDED: "recommended {}",
    ActName.ENDORSED: "vouched for a skill of {}",
    ActName.GAVE: "gave {} something",
    ActName.ASKED: "asked {} for something",
    ActName.PROMOTED: "promoted something to {}",
}
FORMS: Mapping[Kind, str] = {Kind.GIFT: "gave {} a gift", Kind.CARD: "sent {} a card"}
YOURS = {ActName.ENDORSED: "vouched for a skill of yours"}
SAID = "user:"


def did(act: ActName, *, ours: bool, name: str, kind: Kind | None = None) -> str:
    """Who did what: "You thanked Amara", "Amara gave you a gift"."""
    form = FORMS.get(kind, DID[act]) if kind is not None and act is ActName.GAVE else DID[act]
    if ours:
        return f"You {form.format(name)}"
    return f"{name} {YOURS.get(act) or form.format('you')}"


def balance_words(balance: Balance, *, apart: bool = False) -> str:
    """Who gives more, in words and out of a hundred: "You give a little more, 59 to 41."; `apart` from a sentence about
    two people."""
    share = balance.share
    if balance.few:
        return (
            f"Too few to say: {number(balance.entries)} of {LEAST} entries."
            if balance.entries
            else "Nothing yet."
        )
    if share is None:
        return "Nothing that weighs yet."
    ours = round(100 * share)
    rest = f"{ours} to {100 - ours}"
    if 1 - EVEN <= share <= EVEN:
        return f"About even, {rest}." if apart else f"You give each other about the same, {rest}."
    more = "more" if share >= MUCH or share <= 1 - MUCH else "a little more"
    return (
        f"You give {more}, {rest}."
        if share > EVEN
        else f"{more.capitalize()} comes to you, {100 - ours} to {ours}."
    )


def whole_words(balance: Balance) -> str:
    """The balance with everybody: "You give a little more than you take, 59 to 41."."""
    share = balance.share
    if share is None or balance.few:
        return balance_words(balance)
    ours = round(100 * share)
    if 1 - EVEN <= share <= EVEN:
        return f"You give about as much as you take, {ours} to {100 - ours}."
    much = "" if share >= MUCH or share <= 1 - MUCH else "a little "
    if share > EVEN:
        return f"You give {much}more than you take, {ours} to {100 - ours}."
    return f"You take {much}more than you give, {100 - ours} to {ours}."


def times(n: int) -> str:
    """ "once", "twice", "12 times"."""
    return {1: "once", 2: "twice"}.get(n) or f"{number(n)} times"


def because(entry: Any, viewer: str) -> str:
    """Why an entry stands: what decided it, and how sure that is; `viewer` is a public id."""
    decided = entry.decided_by
    if decided.startswith(SAID):
        if not entry.kind or entry.ref.startswith("d"):
            return "noted by hand"
        return "you said so" if decided == f"{SAID}{viewer}" else "a colleague said so"
    told = {
        "": "its form says so",
        "source": "the source says so",
        "correction": "you said what the post says",
        "made": "an introduction you made",
    }
    return told.get(decided) or f"read in the words, {entry.confidence:.0%} sure"


def quarter_words(quarter: int) -> str:
    """ "July to September 2026"; "at an unknown time"."""
    if quarter == NO_QUARTER:
        return "at an unknown time"
    return quarter_span(quarter)


def since_words(quarter: int) -> str:
    """The first day of a quarter in words: "1 July 2026"."""
    year, part = divmod(quarter, 4)
    return f"1 {MONTHS[3 * part]} {year}"
