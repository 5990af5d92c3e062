"""Words cut into the pieces of a vocabulary, as BERT's uncased models want them.

Source: Devlin et al. 2019 and its reference tokenizer: lower case without accents, cut at spaces, at each mark of
punctuation and each CJK ideograph; then the longest piece that fits from the left, again and again.
"""

import re
import unicodedata
from collections.abc import Sequence

# A word; or one sign by itself: what ASCII has beside letters and digits, punctuation, ideographs.
PARTS = re.compile(r"[^\W_]+|[^\s\w]|_")
BEGIN, END, UNKNOWN = "[CLS]", "[SEP]", "[UNK]"
LONGEST_WORD = 100
MOST_KEPT = 50_000
IDEOGRAPHS = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]")


class WordPieces:
    """Turns texts into the numbers of their pieces; `vocabulary` has a piece at each number. Threads may share it."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._number = {piece: number for number, piece in enumerate(vocabulary)}
        self._begin, self._end, self._unknown = (self._number[one] for one in (BEGIN, END, UNKNOWN))
        self._met: dict[str, tuple[int, ...]] = {}

    def numbers(self, text: str, most: int) -> list[int]:
        """The numbers of the text's pieces between those that begin and end a text, at most `most` in all."""
        out = [self._begin]
        for word in PARTS.findall(_bare(text)):
            out.extend(self._met.get(word) or self._meet(word))
        del out[most - 1 :]
        out.append(self._end)
        return out

    def _meet(self, word: str) -> tuple[int, ...]:
        if len(self._met) > MOST_KEPT:
            self._met.clear()
        pieces = self._met[word] = self._pieces(word)
        return pieces

    def _pieces(self, word: str) -> tuple[int, ...]:
        if word in self._number:
            return (self._number[word],)
        if len(word) > LONGEST_WORD:
            return (self._unknown,)
        out: list[int] = []
        at = 0
        while at < len(word):
            lead = "##" if at else ""
            for end in range(len(word), at, -1):
                if (number := self._number.get(lead + word[at:end])) is not None:
                    out.append(number)
                    at = end
                    break
            else:
                return (self._unknown,)
        return tuple(out)


def _bare(text: str) -> str:
    """The text in lower case without accents, ideographs set apart."""
    text = text.lower()
    if text.isascii():
        return text
    text = "".join(char for char in unicodedata.normalize("NFD", text) if unicodedata.category(char) != "Mn")
    return IDEOGRAPHS.sub(r" \g<0> ", text)
