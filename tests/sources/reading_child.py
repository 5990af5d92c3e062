"""Run in a process of its own, to be killed: imports a path in small steps, or prints what the record holds.

`python -m tests.sources.reading_child import PATH` writes "reading" once it begins and the report at its end.
"""

import json
import sys
from pathlib import Path


def main() -> None:
    from mutuals.team.home import prepare

    prepare()
    from mutuals.record.services import turns

    # Many short transactions, so that a kill falls into any of their moments.
    turns.REST_S, turns.SMALLEST, turns.LARGEST = 0.0, 40, 40
    if sys.argv[1] == "import":
        bring(Path(sys.argv[2]))
    else:
        from tests.record.worlds import canonical

        say(json.dumps(canonical(), sort_keys=True, default=str))


def bring(path: Path) -> None:
    from mutuals.sources.selectors.report import import_report
    from mutuals.sources.services.imports import import_add, import_run
    from mutuals.team.services.who import user_of

    owner = user_of(None)
    run = import_add(actor=owner, path=path, answers={"dates": "dmy", "me": ["Mara"], "zone": "UTC"})
    say("reading")
    report = import_report(owner, import_run(run))
    say(json.dumps(report))


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
