"""Takes the addresses of somebody erased out of the words of others, and has these found and read as they are now."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from mutuals.as2 import Link, Object
from mutuals.record.erasing import GONE, redacted
from mutuals.record.models import PostCopy, PostText
from mutuals.record.services.batch import Batch
from mutuals.record.services.turns import Turns
from mutuals.record.services.words import NAMED_IN_TEXT, copies_keep, words_drop, words_write

STEP = 200
COLUMNS = ("name", "summary", "content", "url", "links")


def words_redact(*, needles: list[str], pattern: re.Pattern[str], turns: Turns) -> int:
    """Mends all texts that hold one of these words; gives how many. To do it again finds nothing."""
    if not needles:
        return 0
    posts = sorted(PostText.objects.filter(_holds(needles)).values_list("post", flat=True))
    copies = sorted(PostCopy.objects.filter(_holds(needles)).values_list("post", "account"))
    for some in _some(posts):
        with turns.turn():
            rows = [(row.post, _mended(row, pattern)) for row in PostText.objects.filter(post__in=some)]
            words_drop([post for post, _ in rows])
            words_write(Batch(account=0, now_ms=0), rows, fresh=False)
    for some in _some(copies):
        with turns.turn():
            kept = [
                (post, account, PostCopy.objects.get(post=post, account=account)) for post, account in some
            ]
            copies_keep([(post, account, _mended(row, pattern)) for post, account, row in kept])
    return len(posts) + len(copies)


def _holds(needles: list[str]) -> Q:
    found = Q()
    for column in COLUMNS:
        for needle in needles:
            found |= Q(**{f"{column}__icontains": needle})
    return found


def _some(rows: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(rows), STEP):
        yield rows[start : start + STEP]


def _mended(row: Any, pattern: re.Pattern[str]) -> Object:
    """A post's words without the links to somebody and without the names by which it mentioned them."""
    links = [Link(href, kind, name) for kind, href, name in json.loads(row.links)] if row.links else []
    lost = [one for one in links if pattern.search(one.href)]
    texts = [row.content, row.name, row.summary]
    for link in lost:
        if link.type in NAMED_IN_TEXT and len(link.name) > 1:
            texts = [text.replace(link.name, GONE) for text in texts]
    content, name, summary = (redacted(text, pattern) for text in texts)
    kept = [Link(one.href, one.type, redacted(one.name, pattern)) for one in links if one not in lost]
    return Object(
        id="", content=content, name=name, summary=summary, url="" if pattern.search(row.url) else row.url,
        language=row.language, tag=tuple(one for one in kept if one.type in NAMED_IN_TEXT),
        attachment=tuple(one for one in kept if one.type not in NAMED_IN_TEXT),
    )  # fmt: skip
