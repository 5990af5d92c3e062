"""Real life: meetings as a calendar tells of them, telephone calls, and Mara's address book."""

from mutuals.as2 import Activity, Actor, Item
from mutuals.sample import items, plan
from mutuals.sample.cast import MINE, actor, anywhere, by_phone, card, uris
from mutuals.sample.days import Calendar
from mutuals.sample.dice import Dice
from mutuals.sample.reading import people, pools
from mutuals.sample.shapes import ME


def meeting_items(calendar: Calendar) -> list[Item]:
    """Who came, then the meetings in their order."""
    marks, words = items.Marks(), pools("pools")
    told: dict[str, Actor] = {ME: actor(ME, "mail")}
    acts: list[Activity] = []
    for one in plan.meetings(calendar):
        for slug in one.who:
            told.setdefault(slug, _known(slug))
        name = Dice(f"name/{one.day}/{one.who[0]}").pick(words.get(f"ev.{one.name}", (one.name,)))
        when = calendar.time(one.day, one.minute, grain="min")
        thing = items.event(marks, name, map(anywhere, one.who), one.minutes * 60, when)
        acts.append(items.created(thing))
    return [*told.values(), *acts]


def _known(slug: str) -> Actor:
    net = next(net for net in ("mail", "wa", "ma", "ig", "hand") if net in uris(slug))
    return actor(slug, net)


def call_items(calendar: Calendar) -> list[Item]:
    """Who telephoned, then the calls in their order."""
    marks = items.Marks()
    told: list[Actor] = [actor(ME, "tel")]
    acts: list[Activity] = []
    for one, phase in plan.phases("call"):
        theirs = by_phone(one.slug)
        told.append(Actor(id=theirs, name=one.name))
        dice = Dice(f"call/{one.slug}")
        for day in plan.spread(phase.n, phase.first, phase.last, dice):
            pair = (MINE["tel"], theirs) if dice.chance(phase.me) else (theirs, MINE["tel"])
            seconds = dice.between(2, 20) * dice.between(20, 160)
            when = calendar.time(day, dice.between(840, 1230), more=1000 * dice.between(0, 59))
            acts.append(items.created(items.call(marks, *pair, seconds, when)))
    return [*dict.fromkeys(told), *sorted(acts, key=lambda act: act.published.ms or 0)]


def card_items() -> list[Item]:
    """Mara's address book: numbers, mail and birthdays."""
    return [made for one in people().values() if (made := card(one))]
