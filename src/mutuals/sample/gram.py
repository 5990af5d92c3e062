"""Instagram beside its messages: Mara's pictures with comments and likes, hers under the pictures of others."""

from collections.abc import Iterator

from mutuals.as2 import Activity, Actor, Link, Object, Time
from mutuals.sample import items, plan
from mutuals.sample.cast import BASE, MINE, actor, uri
from mutuals.sample.days import FIRST, Calendar
from mutuals.sample.dice import Dice
from mutuals.sample.reading import pools
from mutuals.sample.shapes import Person
from mutuals.sample.telling import Teller

_EVERY = 12
_OWN = 0.4
_ONLY = ("ig.post.fire", "ig.post.now")
_TIMES = (
    (-56, "ig.post.now"),
    (plan.CRISIS + 34, "ig.post.later"),
    (plan.CRISIS, "ig.post.fire"),
    (FIRST, "ig.post"),
)
_ANSWERED = 0.24


def gram_items(calendar: Calendar) -> tuple[list[Actor], list[Activity]]:
    """(people, what was posted and done) beside the messages."""
    wall = _Wall(calendar)
    acts = [*wall.mine(), *wall.comments(), *wall.likes(), *wall.theirs()]
    slugs = dict.fromkeys(one.slug for one, _ in plan.phases("com", "react", "their"))
    return [actor(slug, "ig") for slug in slugs], sorted(
        acts, key=lambda act: (act.published.ms or 0, act.id)
    )


class _Wall:
    def __init__(self, calendar: Calendar) -> None:
        self._calendar, self._marks, self._teller = calendar, items.Marks(), Teller()
        self._words = pools("pools")
        self._posts: list[tuple[int, Object]] = []

    def mine(self) -> Iterator[Activity]:
        """Mara's pictures: what belongs to a time is shown in that time."""
        dice = Dice("captions")
        left = {name: list(reversed(self._words[name])) for _, name in _TIMES} | {
            "ig.post": dice.mixed(self._words["ig.post"])
        }
        for day in range(FIRST + 2, 0, _EVERY):
            time = next(name for since, name in _TIMES if day >= since)
            own = bool(left[time]) and (time in _ONLY or dice.chance(_OWN))
            caption = left[time if own else "ig.post"].pop()
            post = self._thing("post", MINE["ig"], caption, self._when(day, 830, 900), None, picture=True)
            self._posts.append((day, post))
            yield items.created(post)

    def _thing(
        self, kind: str, author: str, text: str, when: Time, about: Object | None, *, picture: bool = False
    ) -> Object:
        mark = self._marks.next(kind, author, when.ms, text)
        owner = (about.attributed_to,) if about and about.attributed_to != author else ()
        return Object(
            id=f"{BASE}instagram/{kind}/{mark}",
            attributed_to=author,
            content=text,
            in_reply_to=about.id if about else "",
            to=(*owner, f"{author}/followers"),
            attachment=(Link("", "Image", f"{mark[:12]}.jpg"),) if picture else (),
            published=when,
        )

    def _when(self, day: int, low: int, high: int) -> Time:
        dice = Dice(f"gram/{day}/{low}/{len(self._posts)}")
        return self._calendar.time(day, dice.between(low, high), more=1000 * dice.between(0, 59))

    def _latest(self, day: int) -> Object:
        return max((one for one in self._posts if one[0] <= day), key=lambda one: one[0])[1]

    def comments(self) -> Iterator[Activity]:
        """What others wrote under Mara's pictures, and some answers."""
        for one, phase in plan.phases("com"):
            dice = Dice(f"com/{one.slug}")
            for day in plan.spread(phase.n, phase.first, phase.last, dice):
                about = self._latest(day)
                pool = self._words[f"ig.comment.{one.languages[0]}"]
                when = self._calendar.time(day, dice.between(905, 1250), more=1000 * dice.between(0, 59))
                said = self._thing(
                    "comment", uri(one.slug, "ig"), self._teller.once(pool, "de", dice), when, about
                )
                yield items.created(said)
                if dice.chance(_ANSWERED):
                    later = self._calendar.time(
                        day, dice.between(1255, 1300), more=1000 * dice.between(0, 59)
                    )
                    text = self._teller.once(self._words["ig.mara"], "de", dice)
                    yield items.created(self._thing("comment", MINE["ig"], text, later, said))

    def likes(self) -> Iterator[Activity]:
        """Hearts on Mara's pictures, of those who leave hearts."""
        for one, phase in plan.phases("react"):
            dice = Dice(f"react/{one.slug}")
            done: set[str] = set()
            for day in plan.spread(phase.n, phase.first, phase.last, dice):
                about = next(post for at, post in reversed(self._posts) if at <= day and post.id not in done)
                done.add(about.id)
                who = uri(one.slug, "ig")
                when = self._calendar.time(day, dice.between(905, 1330), more=1000 * dice.between(0, 59))
                yield Activity(
                    id=f"{about.id}#reaction/{one.slug}", type="Like", actor=who, object=about.id, published=when,
                    to=(MINE["ig"],), summary="❤️",
                )  # fmt: skip

    def theirs(self) -> Iterator[Activity]:
        """Pictures of others, with Mara's comment."""
        for one, phase in plan.phases("their"):
            dice = Dice(f"their/{one.slug}")
            for day in plan.spread(phase.n, phase.first, phase.last, dice):
                yield from self._visited(one, day, dice)

    def _visited(self, one: Person, day: int, dice: Dice) -> Iterator[Activity]:
        when = self._calendar.time(day, dice.between(700, 1000), more=1000 * dice.between(0, 59))
        post = self._thing(
            "post",
            uri(one.slug, "ig"),
            self._teller.once(self._words[f"ig.theirs.{one.languages[0]}"], "de", dice),
            when,
            None,
            picture=True,
        )
        yield items.created(post)
        later = self._calendar.time(day, dice.between(1010, 1300), more=1000 * dice.between(0, 59))
        yield items.created(
            self._thing(
                "comment",
                MINE["ig"],
                self._teller.once(self._words[f"ig.mine.{one.languages[0]}"], "de", dice),
                later,
                post,
            )
        )
