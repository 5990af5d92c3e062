"""How well depth and forecast tell who will be in touch: `python -m benchmarks.ties_accuracy`.

Protocol: candidates are unordered pairs with any contact before T; the answer is any contact in [T, T + W), W 28
days (14 on Copenhagen); equal scores share their middle rank. Whatever is fitted or tuned sees windows of the
same log that closed before T, nothing else. The seven terms were chosen on CollegeMsg up to day 84 and the
mailing list up to 2011; no moment below was looked at before the choice was final.
ECE: ten bins of equal width, weighted by their pairs.
"""

from datetime import UTC, datetime

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from benchmarks import ties_data as data
from benchmarks.ties_prior import auc
from mutuals.record.kinds import Kind
from mutuals.relate.forecast import fit, openings, prior, sigmoid
from mutuals.relate.forecast_terms import History, terms
from mutuals.relate.tie_arrays import Columns, H, build, tie_days

HALF_LIVES = (1, 2, 3.5, 5, 7, 10, 14, 20, 28, 40, 56, 80, 112, 224)
SCORES = ("count", "distinct days", "recency", "half-life 56 d", "tuned half-life", "S alone", "7 terms refit",
          "7 terms, prior alone", "gradient boosting")  # fmt: skip


def plain(history, counts, at):
    """Simple scores of every pair seen before `at`, each higher for more contact; and other half-lives."""
    rows = slice(0, int(np.searchsorted(history.day, at)))
    tie, age = history.tie[rows], at - 1 - history.day[rows]
    size = len(history.low)
    last = np.full(size, -1e9)
    last[tie] = -age
    acts, sides = counts[rows], (history.out[rows] > 0) * 1.0 + (history.into[rows] > 0)
    kernel = np.exp2(-age[:, None] / H) @ (1 / np.sqrt(H))
    found = {
        "count": np.bincount(tie, acts, size),
        "distinct days": np.bincount(tie, minlength=size).astype(float),
        "recency": last,
        "S alone": np.bincount(tie, kernel * (history.out + history.into)[rows], size),
    }
    fades = {h: np.bincount(tie, sides * np.exp2(-age / h), size) for h in HALF_LIVES}
    return found | {"half-life 56 d": fades[56]}, fades


def rich(history, counts, at):
    """Many features of every pair seen before `at`, for the boosting reference."""
    found = terms(history, at=at)
    simple, fades = plain(history, counts, at)
    columns = [found.values, found.raw, *(v[found.ties, None] for v in (*simple.values(), *fades.values()))]
    return found.ties, np.hstack(columns)


def window(log, moment, horizon):
    """All scores of one window: {name: (score, probability or not)}, and the answers."""
    days = tie_days(log.columns(moment, days_after=horizon), at=horizon)
    history, counts = History.of(days), days.n[np.argsort(days.day, kind="stable")]
    found = terms(history, at=0)
    simple, fades = plain(history, counts, 0)
    past = openings(history, at=0, horizon=horizon)
    scores = {name: (values[found.ties], False) for name, values in simple.items()}
    best = max(HALF_LIVES, key=lambda h: tuned(history, counts, past, horizon, h)) if past else None
    scores["tuned half-life"] = (fades[best][found.ties] if past else None, False)
    refit = fit(history, at=0, horizon=horizon, start=prior())
    scores["7 terms refit"] = (None if refit.rough else sigmoid(refit.logits(found.values)), True)
    scores["7 terms, prior alone"] = (sigmoid(prior().logits(found.values)), True)
    scores["gradient boosting"] = (boosted(history, counts, past, horizon), True)
    return scores, history.contact(0, horizon)[found.ties]


def tuned(history, counts, past, horizon, half_life):
    """Mean AUC of one half-life on past windows."""
    areas = []
    for at in past:
        _, fades = plain(history, counts, at)
        seen = terms(history, at=at).ties
        areas.append(auc(fades[half_life][seen], history.contact(at, at + horizon)[seen]))
    return np.mean(areas)


def boosted(history, counts, past, horizon):
    """Probabilities by gradient boosting on all past windows, None without any."""
    if not past:
        return None
    x, y = [], []
    for at in past:
        ties, features = rich(history, counts, at)
        x.append(features)
        y.append(history.contact(at, at + horizon)[ties])
    model = HistGradientBoostingClassifier(
        learning_rate=0.05,
        max_iter=120,
        max_leaf_nodes=8,
        min_samples_leaf=40,
        l2_regularization=1.0,
        random_state=0,
    )
    model.fit(np.concatenate(x), np.concatenate(y))
    return model.predict_proba(rich(history, counts, 0)[1])[:, 1]


def ece(p, y, bins=10):
    """Expected calibration error."""
    of = np.minimum((p * bins).astype(int), bins - 1)
    return sum(abs(p[of == i].sum() - y[of == i].sum()) for i in range(bins)) / len(p)


def windows():
    """Every test window: (title, log, moment in seconds, horizon in days)."""
    college = data.collegemsg()
    for day in (84, 112):
        yield f"CollegeMsg day {day}", college, college.at[0] + day * data.DAY, 28
    answers, addressed = data.answers(), data.addressed()
    for year in (2013, 2015, 2017, 2019):
        yield f"mail, answers, May {year}", answers, datetime(year, 5, 1, tzinfo=UTC).timestamp(), 28
    for year in (2013, 2015, 2017, 2019):
        yield f"mail, To and Cc, May {year}", addressed, datetime(year, 5, 1, tzinfo=UTC).timestamp(), 28
    yield "Copenhagen day 14 (W = 14)", data.log(data.copenhagen()), 14 * data.DAY, 14


def forecasts():
    """Print the table of forecasts: AUC, and ECE where a score is a probability."""
    print("| window | pairs | in touch | " + " | ".join(SCORES) + " |")
    print("|---" * (len(SCORES) + 3) + "|")
    for title, log, moment, horizon in windows():
        scores, y = window(log, moment, horizon)
        cells = []
        for name in SCORES:
            score, is_probability = scores[name]
            if score is None:
                cells.append("too little past")
            else:
                cells.append(
                    f"{auc(score, y):.3f}" + (f" (ECE {ece(score, y):.3f})" if is_probability else "")
                )
        print(f"| {title} | {len(y)} | {y.mean():.3f} | " + " | ".join(cells) + " |", flush=True)


def friendship():
    """Print how well texts and calls of 28 days tell Facebook friends among those who text or call."""
    rows, friends = data.copenhagen(), data.friends()
    a, b, at, kind, seconds = map(np.array, zip(*rows, strict=True))
    print(
        "\n| Facebook friendship | pairs | friends | S | count | distinct days |\n|---|---|---|---|---|---|"
    )
    for title, kept in (("who text", kind == Kind.MESSAGE), ("who text or call", kind > 0)):
        columns = Columns.of(a[kept], b[kept], at[kept] // data.DAY, kind=kind[kept], seconds=seconds[kept])
        table = build(columns, at=27)
        y = np.array([pair in friends for pair in zip(table.a.tolist(), table.b.tolist(), strict=True)])
        scores = (table.depths(27).depth, table.count, table.days_active)
        print(
            f"| {title} | {len(y)} | {y.mean():.3f} | "
            + " | ".join(f"{auc(s, y):.3f}" for s in scores)
            + " |"
        )


def together():
    """Print what depth from face-to-face time tells, untrained, beside contact time and distinct days."""
    print("\n| face to face | pairs | true | S | contact time | distinct days |\n|---|---|---|---|---|---|")
    for name in ("InVS13", "InVS15", "SFHH"):
        rows, groups = data.contacts(name)
        i, j, at = map(np.array, zip(*rows, strict=True))
        day = at // data.DAY
        columns = Columns.of(i, j, day, kind=Kind.MEETING, seconds=20)
        if groups:
            table = build(columns, at=int(day.max()))
            same = [
                groups.get(p) == groups.get(q)
                for p, q in zip(table.a.tolist(), table.b.tolist(), strict=True)
            ]
            line(f"{name}: same department", table, int(day.max()), np.array(same))
        half = int(np.unique(day)[len(np.unique(day)) // 2])
        table = build(columns.take(day < half), at=half - 1)
        later = {tuple(sorted(p)) for p in zip(i[day >= half].tolist(), j[day >= half].tolist(), strict=True)}
        again = [pair in later for pair in zip(table.a.tolist(), table.b.tolist(), strict=True)]
        line(f"{name}: meet again in the second half", table, half - 1, np.array(again))


def line(title, table, at, y):
    """One row: AUC of depth, time and days."""
    scores = (table.depths(at).depth, table.count, table.days_active)
    print(f"| {title} | {len(y)} | {y.mean():.3f} | " + " | ".join(f"{auc(s, y):.3f}" for s in scores) + " |")


if __name__ == "__main__":
    forecasts()
    friendship()
    together()
