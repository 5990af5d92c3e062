"""The forecast: one recipe, an explanation that adds up, nothing from the future, honest about which model spoke."""

import numpy as np
import pytest

from mutuals.relate import forecast as forecasts
from mutuals.relate.forecast import fit, forecast, logistic_ridge, prior, sigmoid
from mutuals.relate.forecast_terms import NAMES, TITLES, History, terms
from mutuals.relate.tie_arrays import Columns, build, tie_days


def chatter(seed: int = 1, days: int = 200, people: int = 60) -> Columns:
    """Pairs with a rate each, most of them falling silent for good at some day."""
    random = np.random.default_rng(seed)
    rows = []
    for _ in range(500):
        a, b = random.choice(people, 2, replace=False)
        start, stop = sorted(random.integers(0, days, 2))
        rate = random.uniform(0.02, 0.5)
        rows += [
            (day, *((a, b) if random.uniform() < 0.5 else (b, a)))
            for day in range(start, stop)
            if random.uniform() < rate
        ]
    rows.sort()
    day, a, b = np.array(rows).T
    return Columns.of(a, b, day)


LOG = chatter()


def test_there_are_at_most_seven_terms_and_each_can_be_said_in_words():
    assert len(NAMES) <= 7
    assert set(TITLES) == set(NAMES) == set(prior().names)


def test_every_pair_seen_before_is_forecast_with_the_sum_its_explanation_prints():
    found = forecast(LOG, at=150)
    seen = {tuple(sorted(p)) for p in zip(*(c[LOG.day < 150].tolist() for c in (LOG.a, LOG.b)), strict=True)}
    assert set(zip(found.a.tolist(), found.b.tolist(), strict=True)) == seen
    for row in range(0, len(found.a), 17):
        said = found.explain(row)
        assert said.base + sum(term.contribution for term in said.terms) == pytest.approx(said.total)
        assert 1 / (1 + np.exp(-said.total)) == pytest.approx(said.probability)
        assert said.probability == found.probability[row]
        assert [term.name for term in said.terms] == list(NAMES)


def test_nothing_on_or_after_the_day_changes_the_forecast():
    before = LOG.take(LOG.day < 150)
    whole, cut = forecast(LOG, at=150), forecast(before, at=150)
    assert whole.probability.tolist() == cut.probability.tolist()
    assert whole.model == cut.model


def test_enough_past_refits_and_too_little_leaves_the_prior_to_speak():
    assert forecast(LOG, at=150).model.fitted == "refit"
    young = forecast(LOG, at=20)
    assert (young.model, young.model.rough) == (prior(), True)
    assert forecast(Columns.of([], [], []), at=5).probability.tolist() == []


def test_a_refit_is_calibrated_and_ranks_better_than_chance_on_what_comes():
    found = forecast(LOG, at=150)
    later = {
        tuple(sorted(p))
        for p in zip(*(c[(LOG.day >= 150) & (LOG.day < 178)].tolist() for c in (LOG.a, LOG.b)), strict=True)
    }
    y = np.array([pair in later for pair in zip(found.a.tolist(), found.b.tolist(), strict=True)])
    assert found.probability.mean() == pytest.approx(y.mean(), abs=0.08)
    assert found.probability[y].mean() > found.probability[~y].mean() + 0.2


def test_terms_read_as_their_titles_say():
    rows = [(1, 2, 0), (2, 1, 40), (1, 3, 60), (2, 3, 95)]
    a, b, day = np.array(rows).T
    columns = Columns.of(a, b, day)
    history = History.of(tie_days(columns, at=99))
    found = terms(history, at=100)
    row = next(i for i, t in enumerate(found.ties) if (history.low[t], history.high[t]) == (1, 2))
    raw = dict(zip(NAMES, found.raw[row], strict=True))
    table = build(columns, at=99)
    assert raw["depth"] == pytest.approx(table.depths(99).depth[(table.a == 1) & (table.b == 2)][0])
    assert raw["pace"] == pytest.approx(2 / 100)
    assert raw["elsewhere"] == 59 - 4
    assert raw["heard"] == pytest.approx(np.sqrt(40 * 5) - 1)
    assert raw["wrote"] == 4
    assert raw["loyalty"] == pytest.approx(1.5)
    assert raw["company"] == 0.0


def test_company_is_the_cosine_of_recent_neighbours():
    rows = [(1, 2, 99), (1, 3, 99), (2, 3, 99), (1, 4, 50), (2, 4, 50), (5, 6, 99)]
    a, b, day = np.array(rows).T
    history = History.of(tie_days(Columns.of(a, b, day), at=99))
    found = terms(history, at=100)
    company = dict(zip(zip(history.low[found.ties].tolist(), history.high[found.ties].tolist(), strict=True),
                       found.raw[:, NAMES.index("company")], strict=True))  # fmt: skip
    assert company[1, 2] == pytest.approx(1 / 3)
    assert company[5, 6] == 0.0


def test_the_fit_finds_known_coefficients_and_shrinks_to_its_start_without_data():
    random = np.random.default_rng(0)
    x = random.normal(size=(40_000, 2))
    y = (random.uniform(size=40_000) < sigmoid(x @ np.array([1.0, -2.0]) - 3.0)).astype(float)
    assert logistic_ridge(x, y, np.ones(len(y)), np.zeros(3)) == pytest.approx([1.0, -2.0, -3.0], abs=0.15)
    start = np.array([0.5, 0.5, 0.0])
    few = logistic_ridge(x[:4], y[:4], np.ones(4) * 1e-6, start)
    assert few == pytest.approx(start, abs=1e-3)


def test_the_fit_does_not_swing_on_features_far_from_their_scale():
    random = np.random.default_rng(0)
    x = random.normal(6.0, 1.0, size=(500, 7))
    y = (random.uniform(size=500) < sigmoid(x[:, 0] - 6.0)).astype(float)
    beta = logistic_ridge(x, y, np.ones(500), np.array([0.0] * 7 + [-3.0]))
    p = sigmoid(x @ beta[:-1] + beta[-1])
    assert p.mean() == pytest.approx(y.mean(), abs=0.02)
    assert p[y == 1].mean() > p[y == 0].mean()


def test_coefficients_of_other_terms_are_refused_and_a_horizon_has_a_day():
    stored = {
        "version": "x",
        "names": ["other"],
        "center": [0],
        "scale": [1],
        "coefficients": [1],
        "intercept": 0,
    }
    with pytest.raises(ValueError, match="other terms"):
        forecasts.model_load(stored)
    with pytest.raises(ValueError, match="one day"):
        forecast(LOG, at=100, horizon=0)


def test_a_longer_horizon_is_not_less_likely_on_average():
    history = History.of(tie_days(LOG, at=199))
    month, week = (fit(history, at=160, horizon=h, start=prior()) for h in (28, 7))
    found = terms(history, at=160)
    assert sigmoid(month.logits(found.values)).mean() > sigmoid(week.logits(found.values)).mean()
