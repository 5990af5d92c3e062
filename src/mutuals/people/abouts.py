"""What a note can be about, in the words of the screen. Pure."""

from collections.abc import Mapping

ANYTHING, NEXT, MET, HEARD, INTEREST, LIKE = "", "next", "met", "heard", "interest", "like"
ABOUTS: Mapping[str, str] = {
    ANYTHING: "anything",
    NEXT: "what to ask next time",
    MET: "how you met",
    HEARD: "how they heard of you",
    INTEREST: "what they like",
    LIKE: "what you both like",
}
# Those that can name through whom.
THROUGH = frozenset({MET, HEARD})
