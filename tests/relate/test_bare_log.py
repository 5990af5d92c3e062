"""Ties and forecasts of a bare log: every way of writing a row, bad rows counted, the fast path as the exact one."""

import csv
import gzip
import io
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mutuals.record.kinds import Kind
from mutuals.relate import bare_log, ties
from mutuals.relate.bare_log import LogError, read_log
from mutuals.relate.bare_rows import BLANKS
from mutuals.relate.ties import TieDay


def log_of(text: str | bytes) -> bare_log.Log:
    return read_log(io.BytesIO(text.encode() if isinstance(text, str) else text), name="test.csv")


def rows_of(log: bare_log.Log) -> list[tuple]:
    columns = (log.a, log.b, log.ms, log.kind, log.seconds)
    return sorted(
        (log.names[a], log.names[b], ms, kind, seconds)
        for a, b, ms, kind, seconds in zip(*(c.tolist() for c in columns), strict=True)
    )


MOMENT = datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC)
SECONDS = int(MOMENT.timestamp())


@pytest.mark.parametrize(
    "written",
    [
        "2021-03-04T05:06:07Z", "2021-03-04T05:06:07", "2021-03-04 05:06:07", "2021-03-04T05:06:07+00:00",
        "2021-03-04T07:36:07+02:30", "2021-03-03T22:06:07-07:00", "2021-03-04T05:06:07.000Z",
        "2021-03-04T05:06:07.000", "20210304T050607Z", str(SECONDS), f"{SECONDS}.0", f"{SECONDS}.000", "1.614834367e9",
        f'"{SECONDS}"', f" {SECONDS} ", "2021-03-04T05:06:07.000000+00:00",
    ],
)  # fmt: skip
def test_one_moment_in_all_its_spellings(written):
    assert rows_of(log_of(f"from,to,time\na,b,{written}\n")) == [("a", "b", SECONDS * 1000, Kind.MESSAGE, 0)]


@pytest.mark.parametrize(
    ("written", "ms"),
    [
        ("1969-12-31", -86_400_000), ("-1", -1000), ("0", 0), ("-1.5", -1500),
        ("1860-02-29", int(datetime(1860, 2, 29, tzinfo=UTC).timestamp()) * 1000),
        ("0001-01-01", -62_135_596_800_000), ("1.25", 1250), ("2000-02-29T23:59:59.999Z", 951_868_799_999), (".5", 500),
    ],
)  # fmt: skip
def test_early_dates_and_fractions_are_used_as_given(written, ms):
    assert [row[2] for row in rows_of(log_of(f"from,to,time\na,b,{written}\n"))] == [ms]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a,b,yesterday", "neither ISO 8601 nor unix seconds"),
        ("a,b,2021-02-29", "neither"),
        ("a,b,2021-13-01T00:00:00Z", "neither"),
        ("a,b,2021-01-01T24:00:01Z", "neither"),
        ("a,b,", "neither"),
        ("a,b,nan", "outside the years"),
        ("a,b,1614834367000", "outside the years"),
        (",b,5", "from or to is empty"),
        ("a,,5", "from or to is empty"),
        ("a,b", "2 fields"),
        ("a,b,5,6,7,8", "6 fields"),
        ("a,b,5,telepathy", "unknown kind 'telepathy'"),
        ("a,b,5,call,long", "duration 'long'"),
        ("a,b,5,call,inf", "duration 'inf'"),
    ],
)
def test_a_bad_row_is_counted_with_line_and_reason_and_stops_nothing(row, reason):
    log = log_of(f"from,to,time,kind,duration\nx,y,1,message,\n{row}\nx,y,2,call,30\n")
    assert [r[2] for r in rows_of(log)] == [1000, 2000]
    assert log.rejected_count == 1
    assert log.rejected[0].line == 3
    assert reason in log.rejected[0].reason


def test_columns_in_any_order_unknown_ones_ignored_kinds_and_durations_read():
    log = log_of(
        "\ufeffduration,Time,x,TO,kind,from\r\n90,5,junk,Bea,call,Al\r\n,6,,Al,Reply,Bea\r\n-1,7,,Al,call,Bea\r\n\r\n"
    )
    assert rows_of(log) == [
        ("Al", "Bea", 5000, Kind.CALL, 90),
        ("Bea", "Al", 6000, Kind.REPLY, 0),
        ("Bea", "Al", 7000, Kind.CALL, 0),
    ]
    assert log.rejected_count == 0


def test_rows_to_oneself_are_skipped_and_counted():
    log = log_of("from,to,time\na,a,1\na,b,2\nb,b,3\n")
    assert (len(log), log.skipped_self) == (1, 2)


def test_names_may_hold_commas_quotes_newlines_and_any_script():
    names = ["Ada, Countess", 'Grace "Amazing"', "two\nlines", "日本語", "Ünal", "x" * 200]
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["from", "to", "time"])
    writer.writerows([name, "me", i] for i, name in enumerate(names))
    log = log_of(out.getvalue())
    assert {row[0] for row in rows_of(log)} == set(names)
    assert log.names == sorted([*names, "me"])


@pytest.mark.parametrize("text", ["", "a,b,c\n1,2,3\n", "from,to\na,b\n", "from,to,time,time\na,b,1,2\n"])
def test_a_file_that_is_no_log_says_so(text):
    with pytest.raises(LogError, match=r"test\.csv"):
        log_of(text)


def test_a_damaged_gzip_says_so_and_a_whole_one_is_read():
    packed = gzip.compress(b"from,to,time\na,b,1\n")
    assert len(log_of(packed)) == 1
    with pytest.raises(LogError, match="gzip"):
        log_of(packed[:-6])


field = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r"), min_size=1, max_size=12).filter(
    lambda text: text.strip(BLANKS)
)
zones = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30)), timezone(timedelta(hours=-8))])
moments = st.builds(lambda s, zone: datetime.fromtimestamp(s, zone), st.integers(-(10**9) * 3, 10**10), zones)


@given(
    rows=st.lists(
        st.tuples(field, field, moments, st.sampled_from(list(Kind)), st.integers(0, 10**6)), max_size=25
    ),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    unix=st.booleans(),
    end=st.sampled_from(["\n", "\r\n"]),
    piece=st.sampled_from([1, 40, 1 << 20]),
)
def test_whatever_the_csv_module_writes_is_read_back(rows, quoting, unix, end, piece):
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=quoting, lineterminator=end)
    writer.writerow(["from", "to", "time", "kind", "duration"])
    expected = []
    for a, b, when, kind, seconds in rows:
        whole = when.replace(microsecond=0)
        written = int(whole.timestamp()) if unix else whole.isoformat()
        writer.writerow([a, b, written, kind.name.lower(), seconds])
        if a.strip(BLANKS) != b.strip(BLANKS):
            expected.append((a.strip(BLANKS), b.strip(BLANKS), int(whole.timestamp()) * 1000, kind, seconds))
    old, bare_log.PIECE = bare_log.PIECE, piece
    try:
        log = log_of(out.getvalue())
    finally:
        bare_log.PIECE = old
    assert log.rejected == []
    assert rows_of(log) == sorted(expected)


@given(
    rows=st.lists(
        st.tuples(
            *[st.sampled_from(["ann", "bob", "cy", "Zoë"])] * 2,
            st.integers(-60, 60), st.sampled_from(list(Kind)), st.sampled_from([0, 0, 900]),
        ),
        min_size=1, max_size=40,
    )
)  # fmt: skip
def test_ties_equal_the_readable_definition(rows):
    text = "from,to,time,kind,duration\n" + "".join(
        f"{a},{b},{day * 86400 + 5},{kind.name.lower()},{seconds}\n" for a, b, day, kind, seconds in rows
    )
    names = sorted({name for row in rows for name in row[:2]})
    days = [TieDay(names.index(a), names.index(b), d, k, 1, s) for a, b, d, k, s in rows]
    expected = (
        ties.ties(days, at=max(d.day for d in days if d.a != d.b)) if any(d.a != d.b for d in days) else []
    )
    found = {(row["from"], row["to"]): row for row in bare_log.ties(log_of(text))}
    assert found.keys() == {(names[t.a], names[t.b]) for t in expected}
    for tie in expected:
        row = found[names[tie.a], names[tie.b]]
        assert (row["depth"], row["out"], row["in"]) == pytest.approx(
            (tie.depth, tie.out, tie.into), rel=1e-9
        )
        assert row["days"] == tie.days_active
        assert row["last"] == (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(days=tie.last)).date().isoformat()


def test_ties_are_ordered_limited_and_cut_at_a_moment():
    log = log_of("from,to,time\nb,a,2020-01-01T12:00:00Z\nc,a,2020-01-02\nc,a,2020-01-03\nz,y,2020-01-05\n")
    assert [(t["from"], t["to"]) for t in bare_log.ties(log)] == [("y", "z"), ("a", "c"), ("a", "b")]
    assert len(bare_log.ties(log, limit=1)) == 1
    noon = int(datetime(2020, 1, 1, 12, tzinfo=UTC).timestamp() * 1000)
    assert bare_log.ties(log, at=noon) == []
    assert [t["in"] for t in bare_log.ties(log, at=noon + 1)] == pytest.approx([ties.kernel(0)])


def test_a_forecast_covers_every_pair_seen_before_its_moment_and_none_after():
    log = log_of("from,to,time\n" + "".join(f"p{i % 9},p{i % 7},{i * 40_000}\n" for i in range(400)))
    at = 200 * 40_000 * 1000
    seen = {tuple(sorted((f"p{i % 9}", f"p{i % 7}"))) for i in range(200) if i % 9 != i % 7}
    found = bare_log.forecast(log, at=at, horizon_days=28)
    assert {(row["from"], row["to"]) for row in found} == seen
    assert all(0.0 < row["probability"] < 1.0 and row["depth"] > 0.0 for row in found)
    later = log_of("from,to,time\n" + "".join(f"p{i % 9},p{i % 7},{i * 40_000}\n" for i in range(200)))
    assert bare_log.forecast(later, at=at) == found
