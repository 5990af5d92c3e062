"""Who will begin to be in touch: `python -m benchmarks.introductions`.

Protocol: candidates are unordered pairs of whom both were in touch with somebody in the 28 days before T and who were
never in touch with each other; the answer is any contact in [T, T + 28 d). P@100 is the share among the first hundred
(of equal scores, the expected share), AUC takes middle ranks. Weights are fitted on windows of the same log that closed
before T. Terms and prior were chosen on CollegeMsg up to day 84; no moment below was looked at before that was final.
"""

from datetime import UTC, datetime

import numpy as np

from benchmarks import ties_data as data
from benchmarks.ties_prior import auc
from mutuals.relate.introductions import HORIZON, PRIOR, Known, active, fitted, likely, pairs

FIRST = 100
SCORES = ("common neighbours", "Adamic-Adar", "preferential attachment", "Adamic-Adar, faded",
          "our terms, prior", "our terms, refit")  # fmt: skip


def precision(score, met, first=FIRST):
    """The share of the first that met, expected over the order of equal scores."""
    cut = np.sort(score)[::-1][min(first, len(score)) - 1]
    above, equal = score > cut, score == cut
    room = min(first, len(score)) - above.sum()
    return float((met[above].sum() + room * met[equal].mean()) / min(first, len(score)))


def plain(known, found, chosen):
    """The three classic scores, which know nothing of time or depth."""
    once = np.zeros((len(chosen), known.people), dtype=np.float32)
    place = np.full(known.people, -1)
    place[chosen] = np.arange(len(chosen))
    for one, other in ((known.a, known.b), (known.b, known.a)):
        mine = place[one] >= 0
        once[place[one[mine]], other[mine]] = 1
    degree = np.bincount(known.a, minlength=known.people) + np.bincount(known.b, minlength=known.people)
    x, y = place[found.x], place[found.y]
    weighed = once / np.log(np.maximum(degree, 2))
    return {
        "common neighbours": (once @ once.T)[x, y],
        "Adamic-Adar": (weighed @ once.T)[x, y],
        "preferential attachment": (degree[found.x] * degree[found.y]).astype(float),
    }


def window(log, moment):
    """All scores of one window, and who met."""
    people = int(max(log.a.max(), log.b.max())) + 1
    columns = log.columns(moment)
    known = Known.of(columns, at=-1, people=people)
    chosen = active(known)
    found = pairs(known, chosen)
    later = (log.at >= moment) & (log.at < moment + HORIZON * data.DAY)
    low, high = np.minimum(log.a[later], log.b[later]), np.maximum(log.a[later], log.b[later])
    met = np.isin(found.x * people + found.y, low * people + high)
    scores = plain(known, found, chosen)
    scores["Adamic-Adar, faded"] = found.between
    scores["our terms, prior"] = likely(found.terms)
    weights = fitted(columns, at=-1, people=people)
    scores["our terms, refit"] = likely(found.terms, weights)
    return scores, met, weights


def windows():
    """Every test window: (title, log, moment in seconds)."""
    college = data.collegemsg()
    for day in (84, 112):
        yield f"CollegeMsg day {day}", college, college.at[0] + day * data.DAY
    for title, log in (("list, answers", data.answers()), ("list, To and Cc", data.addressed())):
        for year in (2013, 2015, 2017, 2019):
            yield f"{title}, May {year}", log, datetime(year, 5, 1, tzinfo=UTC).timestamp()


def main():
    """Print the table: P@100 (AUC) of each score in each window."""
    print("| window | pairs | met | " + " | ".join(SCORES) + " | weights |")
    print("|---" * (len(SCORES) + 4) + "|")
    for title, log, moment in windows():
        scores, met, weights = window(log, moment)
        cells = [f"{precision(scores[name], met):.3f} ({area(scores[name], met):.3f})" for name in SCORES]
        shown = "prior" if weights == PRIOR else " ".join(f"{one:.2f}" for one in weights)
        print(
            f"| {title} | {len(met)} | {int(met.sum())} | " + " | ".join(cells) + f" | {shown} |", flush=True
        )


def area(score, met):
    """AUC, nothing where nobody or everybody met."""
    return auc(score, met) if met.any() and not met.all() else float("nan")


if __name__ == "__main__":
    main()
