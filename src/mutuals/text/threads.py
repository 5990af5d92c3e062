"""Who answers whom in a room without reply ids: for each line the earlier one that it answers, or itself if it starts.

A line's WINDOW lines before are weighed by a small learned network, several of which are averaged; `sure` is what it
gives to the one chosen (how right that is: docs/models/threads.md). Data, measures and what is weak stand there too.
Task and first models: Kummerfeld et al. 2019 (https://aclanthology.org/P19-1374). Pure; numpy alone.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from typing import IO, NamedTuple

import numpy as np

from mutuals.text.thread_signs import REACH, WINDOW, Signs, signs_of
from mutuals.text.thread_words import Floats, Ints, Line, lines_read
from mutuals.text.weights import content

__all__ = ["FAR_REACH", "REACH", "WINDOW", "Line", "Link", "Whom", "links", "whom"]

FAR_REACH = REACH + WINDOW
"""How many spoken lines before a line decide to whom it speaks."""
CHUNK = 1_500
NEVER = np.float32(-1e9)
# The networks are too sure of themselves by so much, as logs left out of training showed (docs/models/threads.md).
COOL = np.float32(0.88)


class Link(NamedTuple):
    """That line `line` answers line `to` (numbers from 0; itself: it answers none), with a confidence from 0 to 1."""

    line: int
    to: int
    sure: float


class Whom(NamedTuple):
    """To whom line `line` speaks ("": to nobody), with a confidence from 0 to 1."""

    line: int
    speaker: str
    sure: float


class Ranker(NamedTuple):
    """What was learned: how rare each bucket of words is, and the layers of each network."""

    rarity: Floats
    networks: tuple[dict[str, Floats], ...]


class _Weighed(NamedTuple):
    """A chunk of spoken lines: their places among all lines, who speaks (numbers), the first that is asked for, the
    first that was weighed, and from there on the chances to answer none (column 0) or the line so many before."""

    places: list[int]
    speaker: Ints
    first: int
    since: int
    chances: Floats


def links(lines: Sequence[Line], *, names: Mapping[str, str] | None = None) -> list[Link]:
    """For each line of a room, in order of time, the one that it answers; lines of the room itself answer none.

    `names` are the names by which speakers are called, where those that stand in `lines` are other ones. A link depends
    on the REACH spoken lines before it and on nothing else.
    """
    found = [Link(place, place, 1.0) for place in range(len(lines))]
    for part in _weighed(lines, names or {}):
        for row, back in enumerate(part.chances.argmax(axis=1).tolist()):
            line, to = part.places[part.first + row], part.places[part.first + row - back]
            found[line] = Link(line, to, float(part.chances[row, back]))
    return found


def whom(lines: Sequence[Line], *, names: Mapping[str, str] | None = None, first: int = 0) -> list[Whom]:
    """For each line of a room, in order of time, from number `first` on, to whom it speaks: the author of what it
    answers, and where it goes on from what the speaker said before, to whom that was said.

    Depends on the FAR_REACH spoken lines before it and on nothing else.
    """
    found = [Whom(place, "", 1.0) for place in range(len(lines))]
    for part in _weighed(lines, names or {}, more=WINDOW, first=first):
        people = dict(zip(part.speaker.tolist(), part.places, strict=True))
        heard = _heard(part)
        for row, one in enumerate(heard.argmax(axis=1).tolist()):
            line = part.places[part.first + row]
            found[line] = Whom(
                line, lines[people[one]].speaker if one in people else "", float(heard[row, one])
            )
    return found[first:]


def _weighed(
    lines: Sequence[Line], names: Mapping[str, str], *, more: int = 0, first: int = 0
) -> Iterator[_Weighed]:
    """The chances of all spoken lines from `first` on, in chunks; `more` lines before each chunk are weighed too."""
    ranker = learned()
    spoken = [place for place, line in enumerate(lines) if line.speaker]
    for start in range(bisect_left(spoken, first), len(spoken), CHUNK):
        since = max(0, start - more)
        low = max(0, since - REACH)
        places = spoken[low : start + CHUNK]
        some = [lines[place] for place in places]
        said = lines_read(some, names, ranker.rarity)
        signs = signs_of(said, np.array([line.at for line in some]), np.array(places))
        chances = weigh(signs, ranker, since - low)
        yield _Weighed(places, said.speaker, start - low, since - low, chances)


def _heard(part: _Weighed) -> Floats:
    """For each line asked for the chances that it speaks to each speaker, or (last column) to nobody."""
    n, nobody = len(part.chances), int(part.speaker.max()) + 1
    now = np.arange(part.since, part.since + n)[:, None]
    back = np.maximum(now - np.arange(1, WINDOW + 1), 0)
    own = part.speaker[back] == part.speaker[now]
    others = np.where(own, 0, part.chances[:, 1:])
    direct = np.zeros((n, nobody + 1), np.float32)
    np.add.at(direct, (now - part.since, part.speaker[back]), others)
    direct[:, nobody] = part.chances[:, 0]
    asked = part.first - part.since
    goes_on = np.where(own, part.chances[:, 1:], 0)[asked:]
    alone = direct / np.maximum(direct.sum(axis=1, keepdims=True), 1e-6)
    known = back[asked:] >= part.since
    before = np.maximum(back[asked:] - part.since, 0)
    passed = np.einsum("nw,nws->ns", np.where(known, goes_on, 0), alone[before])
    return np.asarray(direct[asked:] + passed, np.float32)


def weigh(signs: Signs, ranker: Ranker, first: int = 0) -> Floats:
    """The chances of each line from `first` on to answer none (column 0), or the line so many before it."""
    back = np.maximum(np.arange(first, len(signs.line))[:, None] - np.arange(1, WINDOW + 1), 0)
    chances = [_softmax(_scores(signs, one, back, first)) for one in ranker.networks]
    return sum(chances[1:], chances[0]) / np.float32(len(chances))


def _scores(signs: Signs, net: dict[str, Floats], back: Ints, first: int) -> Floats:
    """The score of each candidate: line and candidate enter the first layer apart, since they recur."""
    mine = signs.line[first:]
    now, then = mine @ net["line"] + net["bias"], signs.line @ net["then"]
    pairs = signs.pair[:, first:].reshape(len(signs.pair), -1)
    hidden = (pairs.T @ net["pair"]).reshape(len(now), WINDOW, -1)
    hidden += now[:, None]
    hidden += then[back]
    np.maximum(hidden, 0, out=hidden)
    second = np.maximum(hidden @ net["deep"] + net["deep bias"], 0)
    others = np.where(signs.there[first:], (second @ net["out"])[..., 0], NEVER)
    starts = np.maximum(mine @ net["start"] + net["start bias"], 0) @ net["start out"] + net["start out bias"]
    return np.concatenate([starts, others], axis=1)


def _softmax(scores: Floats) -> Floats:
    raised = np.exp(COOL * (scores - scores.max(axis=1, keepdims=True)))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)


@cache
def learned() -> Ranker:
    """The networks that came with this version, read at first use."""
    return ranker_read(BytesIO(content("threads.npz")))


def ranker_read(file: IO[bytes]) -> Ranker:
    """The networks in a file as `training.train_threads` writes it."""
    with np.load(file) as stored:
        values = {name: stored[name].astype(np.float32) for name in stored.files}
    rarity = values.pop("rarity") / np.float32(255)
    nets: dict[str, dict[str, Floats]] = {}
    for name, value in values.items():
        number, _, layer = name.partition("/")
        nets.setdefault(number, {})[layer] = value
    return Ranker(rarity, tuple(nets.values()))
