"""What can come of a relationship, in the words of the screen. Pure."""

from collections.abc import Mapping

KINDS: Mapping[str, str] = {
    "referral": "a referral",
    "sale": "a sale",
    "hire": "somebody hired",
    "contribution": "a contribution",
    "answer": "an answer",
    "introduction": "an introduction that worked",
    "aim": "an aim that came true",
}
