"""Splink on the same rows, in a Python of its own: PYTHON benchmarks/who_splink.py KIND ROWS.json OUT.json

`who_accuracy` runs this by the interpreter that MUTUALS_SPLINK names (`python -m venv v && v/bin/pip install
splink==5.0.0`). Set up as its guide for people advises: names by Jaro-Winkler with term frequencies, birthdays, two
trainings of expectation maximisation, u by random sampling, the prior by deterministic rules.
"""

import json
import sys
from pathlib import Path

import splink.comparison_library as cl  # type: ignore[import-not-found]
from splink import Linker, SettingsCreator, block_on
from splink.internals.duckdb.database_api import DuckDBAPI  # type: ignore[import-not-found]


def settings(kind: str) -> tuple[SettingsCreator, list[str], list[str]]:
    """What is compared, the rules that are nearly always right, and by what the two trainings hold still."""
    if kind == "febrl":
        compare = [
            cl.ForenameSurnameComparison("first", "last"),
            cl.DateOfBirthComparison("born", input_is_string=True, datetime_format="%Y%m%d"),
            cl.DamerauLevenshteinAtThresholds("postcode"),
            cl.JaroWinklerAtThresholds("street"),
            cl.JaroWinklerAtThresholds("suburb").configure(term_frequency_adjustments=True),
            cl.ExactMatch("state").configure(term_frequency_adjustments=True),
        ]
        keys = [
            "first, last",
            "last, postcode",
            "first, postcode",
            "born",
            "street",
            "suburb, first",
            "suburb, last",
        ]
        return _of(compare, keys), ["first, last, born"], ["born", "first, last"]
    compare = [
        cl.ForenameSurnameComparison("first", "last"),
        cl.JaroWinklerAtThresholds("handle", [0.95, 0.9]).configure(term_frequency_adjustments=True),
        cl.ArrayIntersectAtSizes("addresses", 1),
        cl.DamerauLevenshteinAtThresholds("born"),
        cl.ExactMatch("work").configure(term_frequency_adjustments=True),
        cl.ExactMatch("city").configure(term_frequency_adjustments=True),
    ]
    keys = [
        "first, last",
        "handle",
        "born",
        "work, first",
        "substr(first, 1, 1), last",
        "first, substr(last, 1, 4)",
    ]
    return (
        _of(compare, keys, ["addresses"]),
        ["first, last, handle", "first, last, born"],
        ["first, last", "handle"],
    )


def _of(compare: list[object], keys: list[str], arrays: list[str] | None = None) -> SettingsCreator:
    rules = [_block(one) for one in keys]
    rules += [block_on(one, arrays_to_explode=[one]) for one in arrays or ()]
    return SettingsCreator(
        link_type="dedupe_only", comparisons=compare, blocking_rules_to_generate_predictions=rules,
        retain_matching_columns=False, unique_id_column_name="id",
    )  # fmt: skip


def _block(columns: str) -> object:
    parts, depth, word = [], 0, ""
    for char in columns + ",":
        depth += (char == "(") - (char == ")")
        if char == "," and not depth:
            parts.append(word.strip())
            word = ""
        else:
            word += char
    return block_on(*parts)


def main() -> None:
    """Reads rows, links them, writes [a, b, chance]."""
    kind, rows, out = sys.argv[1:4]
    database = DuckDBAPI()
    database.duckdb_con.execute(
        f"CREATE TABLE rows AS SELECT * FROM read_json_auto('{rows}', maximum_object_size=99999999)"
    )
    chosen, sure, still = settings(kind)
    linker = Linker(database.register("rows", table_name="people"), chosen)
    linker.training.estimate_probability_two_random_records_match([_block(one) for one in sure], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=3e6, seed=1)
    for one in still:
        linker.training.estimate_parameters_using_expectation_maximisation(
            _block(one), record_sample_proportion=1.0
        )
    found = linker.inference.predict(threshold_match_probability=0.01).as_record_list()
    pairs = [[row["id_l"], row["id_r"], row["match_probability"]] for row in found]
    Path(out).write_text(json.dumps(pairs))


if __name__ == "__main__":
    main()
