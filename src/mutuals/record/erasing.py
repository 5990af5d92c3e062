"""What of a stream may enter once people were erased: what they did and said is left out, and what others told them is
told without them. Pure: whether an id is an erased one is asked of a function.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from mutuals.as2 import PUBLIC, Activity, Actor, Collection, Item, Link, Object

# What stands in the place of an address that was erased.
GONE = "[erased]"
# Addresses as they stand in texts: mail, and @name@server of the fediverse.
_ADDRESS = re.compile(r"@?[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63}){1,8}")
_ROOMY = ("/followers", "/following")
Gone = Callable[[str], bool]


def named_in(item: Item) -> Iterator[str]:
    """Every id and address that an item names, so that all can be looked up at once."""
    if isinstance(item, Actor):
        yield from (item.id, *item.also_known_as)
    elif isinstance(item, Collection):
        yield from (item.attributed_to, *item.items)
    elif isinstance(item, Activity):
        yield from (item.id, item.actor, *item.to, *item.cc)
        if isinstance(item.object, Object):
            yield from _in_post(item.object)
        else:
            yield item.object


def _in_post(post: Object) -> Iterator[str]:
    yield from (
        post.id,
        post.attributed_to,
        post.in_reply_to,
        post.quote_url,
        post.context,
        *post.to,
        *post.cc,
    )
    yield from post.audience
    yield from (link.href for link in (*post.tag, *post.attachment))
    for text in (post.content, post.name, post.summary):
        for found in addresses_in(text):
            yield from address_ids(found)


def addresses_in(text: str) -> list[str]:
    """The addresses that stand in a text."""
    return _ADDRESS.findall(text) if "@" in text else []


def address_ids(text: str) -> tuple[str, ...]:
    """The ids that an address in a text may stand for."""
    plain = text.lstrip("@").lower()
    return (f"mailto:{plain}", f"acct:{plain}")


def without(items: Iterable[Item], gone: Gone) -> Iterator[Item]:
    """The items that may enter, without the erased."""
    for item in items:
        if isinstance(item, Actor):
            if not gone(item.id) and not any(map(gone, item.also_known_as)):
                yield item
        elif isinstance(item, Collection):
            if not gone(item.attributed_to):
                yield replace(item, items=tuple(one for one in item.items if not gone(one)))
        elif isinstance(item, Activity):
            yield from _activity(item, gone)
        else:
            yield item


def _activity(act: Activity, gone: Gone) -> Iterator[Activity]:
    if gone(act.actor) or gone(act.id):
        return
    about = act.object
    if isinstance(about, str):
        # To delete or undo what was erased is harmless, to like it is not.
        if not gone(about):
            yield replace(act, to=_rest(act.to, gone), cc=_rest(act.cc, gone))
        return
    post = _post(about, gone)
    if post is not None:
        yield replace(act, object=post, to=_rest(act.to, gone), cc=_rest(act.cc, gone))


def _post(post: Object, gone: Gone) -> Object | None:
    """A post without the erased; None for their own, and for a letter or talk that only they were part of."""
    if gone(post.id) or gone(post.attributed_to) or gone(post.context) or any(map(gone, post.audience)):
        return None
    to, cc = _rest(post.to, gone), _rest(post.cc, gone)
    if (post.to or post.cc) and not (to or cc):
        return None
    lost = [link for link in post.tag if gone(link.href)]
    content, name, summary = (_words(text, lost, gone) for text in (post.content, post.name, post.summary))
    return replace(
        post, to=to, cc=cc, content=content, name=name, summary=summary,
        in_reply_to="" if gone(post.in_reply_to) else post.in_reply_to,
        quote_url="" if gone(post.quote_url) else post.quote_url,
        tag=tuple(link for link in post.tag if link not in lost),
        attachment=tuple(link for link in post.attachment if not gone(link.href)),
    )  # fmt: skip


def _rest(ids: tuple[str, ...], gone: Gone) -> tuple[str, ...]:
    return tuple(one for one in ids if one == PUBLIC or one.endswith(_ROOMY) or not gone(one))


def _words(text: str, lost: list[Link], gone: Gone) -> str:
    """A text without the names by which it mentioned somebody erased, and without their addresses."""
    for link in lost:
        if len(link.name) > 1:
            text = text.replace(link.name, GONE)
    return without_addresses(text, gone)


def without_addresses(text: str, gone: Gone) -> str:
    """A text without the addresses of somebody erased."""
    if "@" not in text:
        return text
    return _ADDRESS.sub(lambda found: GONE if any(map(gone, address_ids(found[0]))) else found[0], text)


def needle_of(value: str) -> str:
    """How an identifier stands in the texts of others: an address, a number, a whole id."""
    return value.removeprefix("mailto:").removeprefix("tel:").removeprefix("acct:")


def redacted(text: str, needles: re.Pattern[str]) -> str:
    """A text in which what `pattern` finds is erased."""
    return needles.sub(GONE, text)


def pattern(needles: Iterable[str]) -> re.Pattern[str] | None:
    """Finds these words as whole ones, however they are written large or small, the longest first."""
    words = sorted({one for one in needles if len(one) > 2}, key=lambda one: (-len(one), one))
    if not words:
        return None
    return re.compile(rf"(?<![\w.+\-])@?(?:{'|'.join(map(re.escape, words))})(?![\w\-])", re.I)
