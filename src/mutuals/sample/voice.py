"""How somebody writes: small letters, no full stops, an emoji now and then, a name at the end, a slip of the finger.

Said in `people*.txt` as `lc nodot emo:😂🙈 sig:LG_Birgit`. Only what many could have written is spoken so; what was
written for one person is left as it is.
"""

from mutuals.sample.dice import Dice
from mutuals.sample.shapes import Person

_EMOJI, _SLIP = 0.16, 0.03


def spoken(text: str, one: Person, dice: Dice) -> str:
    """A line in somebody's voice."""
    for style in one.voice:
        name, _, value = style.partition(":")
        if name == "lc":
            text = text.lower()
        elif name == "nodot":
            text = text.removesuffix(".")
        elif name == "sig":
            text = (
                f"{text.rstrip('.!')}. {value.replace('_', ' ')}"
                if text[-1] not in "?!"
                else f"{text} {value.replace('_', ' ')}"
            )
        elif name == "emo" and text[-1].isascii() and dice.chance(_EMOJI):
            text = f"{text} {dice.pick(value)}"
    return _slip(text, dice) if "lc" in one.voice and dice.chance(_SLIP) else text


def _slip(text: str, dice: Dice) -> str:
    """Two letters of a long word change places."""
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) > 6 and word.isalpha()]
    if long:
        at = dice.pick(long)
        word = words[at]
        words[at] = word[:2] + word[3] + word[2] + word[4:]
    return " ".join(words)
