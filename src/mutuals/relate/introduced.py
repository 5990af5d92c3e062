"""What may become of an introduction, and the note to each of the two. Pure.

Both are asked before either hears more than the name of the other (double opt-in): nothing is sent from here, the notes
are text to copy and change. A note claims nothing that a post open to all does not show, so that what one of them
said in private never comes to the other through us.
"""

from collections.abc import Sequence
from enum import StrEnum

from mutuals.ui.faces import first_name

# After so many weeks we ask what came of it.
ASK_AFTER_MS = 21 * 86_400_000


class State(StrEnum):
    """Where an introduction stands; the last four are its ends."""

    PROPOSED = "proposed"
    ASKED = "asked"
    MADE = "made"
    DECLINED = "declined"
    DROPPED = "dropped"
    # The two were seen in contact before both had answered: they found each other.
    SETTLED = "settled"


class Move(StrEnum):
    """What can happen to an introduction."""

    ASK = "ask"
    YES = "yes"
    BOTH = "both"
    NO = "no"
    DROP = "drop"
    SETTLE = "settle"


MOVES: dict[tuple[State, Move], State] = {
    (State.PROPOSED, Move.ASK): State.ASKED,
    (State.PROPOSED, Move.DROP): State.DROPPED,
    (State.PROPOSED, Move.SETTLE): State.SETTLED,
    (State.ASKED, Move.YES): State.ASKED,
    (State.ASKED, Move.BOTH): State.MADE,
    (State.ASKED, Move.NO): State.DECLINED,
    (State.ASKED, Move.DROP): State.DROPPED,
    (State.ASKED, Move.SETTLE): State.SETTLED,
}


class CannotMove(Exception):
    """This introduction stands elsewhere by now; look at the page again."""


def moved(state: str, move: Move) -> State:
    """Where a move leads from a state; CannotMove where it is not allowed."""
    try:
        return MOVES[State(state), move]
    except (KeyError, ValueError):
        raise CannotMove(str(CannotMove.__doc__)) from None


def note(to: str, other: str, me: str, *, topic: str = "") -> str:
    """The note to one of the two about the other; `topic` only where both wrote of it for all to read."""
    both = f"You both write about “{topic}”, and I" if topic else "I"
    return (
        f"Dear {first_name(to)},\n\n"
        f"may I introduce you to {other}? {both} think the two of you would have something to say to each other.\n\n"
        f"If you like, tell me how {first_name(other)} may reach you. I am asking them the same, and pass nothing on "
        f"before you both said yes. If not, that is quite all right, and nobody hears of it.\n\n{first_name(me)}"
    )


def hello(a: str, b: str, me: str) -> str:
    """The words that bring two together once both said yes."""
    return (
        f"Dear {first_name(a)}, dear {first_name(b)},\n\nhere you are: {a}, meet {b}; {b}, meet {a}. "
        f"You both said you would like that, and I leave the rest to you.\n\n{first_name(me)}"
    )


def waiting(a: str, b: str, said_a: bool | None, said_b: bool | None) -> str:
    """For whose answer an introduction waits, in words."""
    open_ = [first_name(name) for name, said in ((a, said_a), (b, said_b)) if said is None]
    yes = [first_name(name) for name, said in ((a, said_a), (b, said_b)) if said]
    if len(open_) == 2:
        return "Neither has answered yet."
    return f"{yes[0]} said yes. Waiting for {open_[0]}." if yes and open_ else ""


def listed(names: Sequence[str], most: int = 3) -> str:
    """First names in a row: "Ana, Jun and 2 others"."""
    shown = [first_name(name) for name in names[:most]]
    rest = len(names) - len(shown)
    if rest > 0:
        shown.append(f"{rest} other{'s' * (rest > 1)}")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}" if shown else ""
