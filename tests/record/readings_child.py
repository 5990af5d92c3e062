"""Run in a process of its own, to be killed: writes some posts, has them read in small steps, or prints what is stored.

`python -m tests.record.readings_child read MODEL` writes "reading" once it begins and "read" at its end.
"""

import json
import sys

POSTS = 1_500


def main() -> None:
    from mutuals.team.home import prepare

    prepare()
    from mutuals.record.services import turns

    # Many short transactions, so that a kill falls into any of their moments.
    turns.REST_S, turns.SMALLEST, turns.LARGEST = 0.0, 25, 25
    {"bring": bring, "read": read, "show": show}[sys.argv[1]]()


def bring() -> None:
    from mutuals.as2 import PUBLIC, Activity, Link, Object, Time
    from mutuals.record.services.accounts import account_for
    from mutuals.record.services.ingest import Ingest
    from mutuals.team.services.who import user_of

    def one(number: int) -> Activity:
        thing = Object(
            id=f"https://one.example/{number}", attributed_to="https://one.example/ann", to=(PUBLIC,),
            content=f"{'thanks' if number % 3 else 'when?'} {number}", published=Time(1_600_000_000_000 + number, "ms"),
            in_reply_to=f"https://one.example/{number - 1}" if number % 2 else "",
            tag=(Link("https://one.example/bea", "Mention", "@bea"),),
        )  # fmt: skip
        return Activity(id=f"{thing.id}#c", actor=thing.attributed_to, object=thing)

    run = Ingest(account=account_for(network="mastodon", holder=user_of(None)), now_ms=1)
    run.write([one(number) for number in range(POSTS)])


def read() -> None:
    from mutuals.record.services.readings import readings_make
    from mutuals.record.services.turns import Turns, holder_name
    from mutuals.team.services.common import now_ms
    from tests.record.reader import MadeUp

    say("reading")
    readings_make(MadeUp(sys.argv[2]), turns=Turns(holder_name("readings"), now_ms), clock=now_ms)
    say("read")


def show() -> None:
    from mutuals.record.models import Act, Reading, ReadingModel, ReadingRun, Unread

    columns = ("post", "lang", "tone", "tone_score", "personal")
    rows = Reading.objects.order_by("post").values_list(*columns, "sure")
    models = ReadingModel.objects.filter(pk__in=Reading.objects.values("model"))
    told = {
        "readings": [[*row, bytes(sure).hex()] for *row, sure in rows],
        "models": sorted(models.values_list("name", flat=True)),
        "acts": sorted(map(list, Act.objects.values_list("interaction", "act", "confidence", "decided_by"))),
        "unread": Unread.objects.count(),
        "waiting": ReadingRun.objects.get().waiting,
    }
    say(json.dumps(told))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
