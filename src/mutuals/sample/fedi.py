"""Mastodon: the town's posts and answers, the weekly chat, direct messages, favourites, boosts and follows."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator

from mutuals.as2 import Activity, Collection, Item, Object, Time
from mutuals.sample import items, plan
from mutuals.sample.cast import MINE, actor, uri
from mutuals.sample.clock import minutes
from mutuals.sample.days import FIRST, Calendar
from mutuals.sample.dice import Dice
from mutuals.sample.reading import people, pools
from mutuals.sample.shapes import ME, Phase, Session
from mutuals.sample.telling import Teller, filled

_GERMAN = frozenset(" der die das und ist nicht ich wir ein eine auf mit für von heute hat bei".split())
_ITALIAN = frozenset("la il un una di non che per è grazie trovato forno".split())
_PORTUGUESE = frozenset("o a um uma não que com está obrigado olá preciso mas".split())
_HOUR = 20 * 60


def fedi_items(sessions: Iterable[Session], calendar: Calendar) -> list[Item]:
    """Everybody on Mastodon, Mara's followers and whom she follows, then what was posted and done in its order."""
    town = Town(calendar)
    for session in sessions:
        if session.net in ("ma", "dm"):
            town.thread(session)
    for evening in plan.evenings(calendar):
        town.evening(evening)
    acts = [*map(items.created, town.posts), *town.reactions(), *town.follows()]
    acts.sort(key=lambda act: (act.published.ms or 0, act.id))
    slugs = [ME, *(one.slug for one in people().values() if "ma" in one.handles)]
    return [*(actor(slug, "ma") for slug in slugs), *town.lists(), *acts]


class Town:
    """What is public in Mara's corner, while it is written."""

    def __init__(self, calendar: Calendar) -> None:
        self.posts: list[Object] = []
        self._calendar, self._marks, self._teller = calendar, items.Marks(), Teller()
        self._words = pools("breadhour")
        self._replies = ""

    def thread(self, session: Session) -> None:
        """A post and its answers, or direct messages between two."""
        dice = Dice(f"clock/{session.net}/{session.place}/{session.day}/{session.lines[0].text[:40]}")
        parent: Object | None = None
        for line, minute in zip(session.lines, minutes(session, dice), strict=True):
            direct = "" if session.net == "ma" else uri(session.place if line.who == ME else ME, "ma")
            parent = self._post(line.who, line.text, session.day, minute, dice, parent, direct)

    def evening(self, evening: plan.Evening) -> None:
        """One hour of the weekly chat."""
        dice = Dice(f"hour/{evening.day}")
        number = (evening.day - FIRST) // 7
        topics = self._topics()
        question, *answers = topics[number % len(topics)]
        rest = answers[:3] if number < len(topics) else answers[3:]
        made: list[Object] = []
        for at, said in enumerate(evening.posts):
            text = self._text(said, question, rest, evening.host, number, dice)
            minute = _HOUR + (at * 55) // len(evening.posts) + (5 if said.kind == "bye" else 0)
            parent = made[said.parent] if said.parent >= 0 else None
            made.append(self._post(said.who, text, evening.day, minute, dice, parent, ""))

    def _topics(self) -> list[list[str]]:
        words = self._words["topic"]
        return [list(words[at : at + 6]) for at in range(0, len(words), 6)]

    def _text(
        self, said: plan.Said, question: str, rest: list[str], host: str, number: int, dice: Dice
    ) -> str:
        words = self._words
        if said.kind == "open":
            greeting = words["mara"][number % 4] if host == ME else words["open"][number % len(words["open"])]
            return f"{greeting} {question} #breadhour"
        if said.kind == "answer" and said.who == ME:
            return f"{self._teller.once(words['anymara'], 'en', dice)} #breadhour"
        if said.kind == "answer" and rest and dice.chance(0.7):
            return f"{rest.pop(0)} #breadhour"
        if said.kind == "follow":
            asked, _, replies = self._teller.pair(words["follow"], dice).partition(" || ")
            self._replies = replies
            return filled(asked, "en", dice)
        if said.kind == "back":
            return filled(dice.pick(self._replies.split(" | ")), "en", dice)
        return self._teller.once(words["bye" if said.kind == "bye" else "any"], "en", dice)

    def _post(
        self, who: str, text: str, day: int, minute: int, dice: Dice, parent: Object | None, direct: str
    ) -> Object:
        when = self._calendar.time(day, minute, more=dice.between(0, 59_999), grain="ms")
        if parent and (parent.published.ms or 0) >= (when.ms or 0):
            when = Time((parent.published.ms or 0) + 41_000, "ms", when.zone)
        made = items.note(
            self._marks, uri(who, "ma"), text, when, parent=parent, language=language_of(text), direct=direct
        )
        self.posts.append(made)
        return made

    def reactions(self) -> Iterator[Activity]:
        """Favourites and boosts: theirs of Mara's posts, hers of theirs."""
        mine = self._public(MINE["ma"])
        for what, kind in (("like", "Like"), ("boost", "Announce")):
            for one, phase in plan.phases(what):
                dice = Dice(f"{what}/{one.slug}/{phase.first}")
                days = plan.spread(phase.n, phase.first, phase.last, dice)
                yield from self._react(kind, uri(one.slug, "ma"), mine, days, dice)
        for what, kind in (("liked", "Like"), ("boosted", "Announce")):
            for one, phase in plan.phases(what):
                yield from self._return(kind, uri(one.slug, "ma"), phase, Dice(f"{what}/{one.slug}"))

    def _return(self, kind: str, author: str, phase: Phase, dice: Dice) -> Iterator[Activity]:
        """Mara's own, within the hour, of posts in a stretch of days."""
        low = self._calendar.time(phase.first, 0).ms or 0
        high = self._calendar.time(phase.last + 1, 0).ms or 0
        posts = [one for one in self._public(author) if low <= (one.published.ms or 0) < high]
        for at in sorted(dice.mixed(range(len(posts)))[: phase.n]):
            when = Time(
                (posts[at].published.ms or 0) + 60_000 * dice.between(3, 50), "ms", posts[at].published.zone
            )
            yield items.acted(kind, MINE["ma"], posts[at], when)

    def _public(self, author: str) -> list[Object]:
        """Somebody's public posts in their order."""
        found = [one for one in self.posts if one.attributed_to == author and one.cc]
        return sorted(found, key=lambda one: one.published.ms or 0)

    def _react(
        self, kind: str, who: str, posts: list[Object], days: list[int], dice: Dice
    ) -> Iterator[Activity]:
        """On each day the newest post until then that was not yet reacted to."""
        times = [post.published.ms or 0 for post in posts]
        done: set[int] = set()
        for day in days:
            when = self._calendar.time(
                day, dice.between(21 * 60 + 5, 23 * 60), more=dice.between(0, 59_999), grain="ms"
            )
            at = bisect_right(times, when.ms or 0) - 1
            while at in done:
                at -= 1
            assert at >= 0, (who, kind, day)
            done.add(at)
            yield items.acted(kind, who, posts[at], when)

    def follows(self) -> Iterator[Activity]:
        """Who began to follow whom."""
        for what in ("follow", "followed"):
            for one, phase in plan.phases(what):
                dice = Dice(f"{what}/{one.slug}")
                when = self._calendar.time(phase.first, dice.between(500, 1300))
                pair = (uri(one.slug, "ma"), MINE["ma"])
                yield items.followed(*(pair if what == "follow" else pair[::-1]), when)

    def lists(self) -> Iterator[Collection]:
        """Followers and followed as they are today."""
        when = self._calendar.time(-1, 1380)
        for name, what in (("followers", "follow"), ("following", "followed")):
            who = tuple(dict.fromkeys(uri(one.slug, "ma") for one, _ in plan.phases(what)))
            yield Collection(
                id=f"{MINE['ma']}/{name}",
                name="followers" if name == "followers" else "following",
                attributed_to=MINE["ma"],
                items=who,
                published=when,
            )


def language_of(text: str) -> str:
    """The language that a post says it is in: by its small words."""
    words = {word.strip(".,!?:;()\"'").lower() for word in text.split()}
    scores = {
        "de": len(words & _GERMAN) + sum(any(sign in word for sign in "äöüß") for word in words),
        "it": len(words & _ITALIAN),
        "pt": len(words & _PORTUGUESE),
    }
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] >= 2 or (scores["de"] == 1 and best == "de") else "en"
