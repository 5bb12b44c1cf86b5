"""The chart of a figure over the runs of a suite: what is drawn, and what is never joined."""

from __future__ import annotations

import pytest

from evals.run_heads import head_of
from tests.support.eval_runs import ask_run, review_run
from ui.web.components.run_chart import alt_text, chart, comparable, groups_of, measures_of, points_of


def heads(tmp_path, runs, **more):
    """A run a day: "+" for one that is right, "-" for one that is not."""
    return [head_of(ask_run(tmp_path, day=day, right=sign == "+", **more), 1) for day, sign in enumerate(runs)]


def drawn(points, theme="light"):
    return chart(points, theme).to_dict()


def marks(spec):
    return [layer["mark"]["type"] for layer in spec["layer"]]


def test_splits_are_series_where_there_are_several_else_all_cases_are_one(tmp_path):
    assert groups_of(heads(tmp_path, "+")) == ("split:dev", "split:test")
    assert groups_of([head_of(review_run(tmp_path / "r"), 1)]) == ("all",)
    assert groups_of(heads(tmp_path, "+", questions=2)) == ("all",)


def test_every_point_has_its_interval_and_its_n(tmp_path):
    spec = drawn(points_of(heads(tmp_path, "-+"), "correct"))
    rows = spec["layer"][0].get("data", spec.get("data", {})).get("values") or next(iter(spec["datasets"].values()))
    assert [(row["series"], row["value"], row["n"]) for row in rows] == [
        ("dev", 0.5, "2"),
        ("test", 0.0, "1"),
        ("dev", 1.0, "2"),
        ("test", 0.0, "1"),
    ]
    assert all(row["low"] <= row["value"] <= row["high"] for row in rows)
    assert {"line", "rule", "point", "text"} <= set(marks(spec))


def test_what_was_not_scored_is_no_point(tmp_path):
    points = points_of(heads(tmp_path, "++"), "refused_recall")
    assert {point.group for point in points} == {"split:test"}, "no refusal is due in the other half"


def test_runs_on_other_cases_are_another_stretch_and_no_line_joins_them(tmp_path):
    found = [
        head_of(ask_run(tmp_path / "a", questions=2), 1),
        head_of(ask_run(tmp_path / "b", day=1, questions=2), 1),
        head_of(ask_run(tmp_path / "b", day=2), 1),
    ]
    points = points_of(found, "correct")
    assert [point.stretch for point in points if point.group == "split:dev"] == [0, 0, 1]
    line = drawn(points)["layer"][0]
    assert "stretch" in {one["field"] for one in line["encoding"]["detail"]}


def test_the_newest_highest_series_is_named_first(tmp_path):
    points = points_of(heads(tmp_path, "+"), "correct")
    colour = drawn(points)["layer"][0]["encoding"]["color"]
    assert colour["scale"]["domain"] == ["dev", "test"]
    assert alt_text("Right", points).startswith("Right. dev: 1.000 on 20 November 2026, 1.000 on 20 November 2026; test: 0.000")


def test_no_share_is_drawn_outside_of_0_and_1(tmp_path):
    scale = drawn(points_of(heads(tmp_path, "+-"), "correct"))["layer"][0]["encoding"]["y"]["scale"]
    assert scale["domain"] == [0.0, 1.0]


@pytest.mark.parametrize(("theme", "ink"), [("light", "#1f4e79"), ("dark", "#8ab8e6"), ("sepia", "#1f4e79")])
def test_colours_fit_the_ground(tmp_path, theme, ink):
    colour = drawn(points_of(heads(tmp_path, "+"), "correct"), theme)["layer"][0]["encoding"]["color"]
    assert colour["scale"]["range"][0] == ink


def test_many_runs_carry_no_labels(tmp_path):
    one = points_of(heads(tmp_path, "+"), "correct")
    assert marks(drawn(one)).count("text") == 3, "what changed, and the values of two series"
    assert marks(drawn(one * 20)).count("text") == 1


def test_runs_on_single_cases_are_left_out(tmp_path):
    whole = head_of(ask_run(tmp_path), 1)
    single = whole.model_copy(update={"selection": "ids:ask-1"})
    split = whole.model_copy(update={"selection": "split:dev"})
    assert comparable([whole, single, split]) == (whole, split)


def test_the_headline_measures_of_the_newest_run_are_offered_in_their_order(tmp_path):
    found = measures_of(heads(tmp_path, "+"))
    assert list(found)[:2] == ["correct", "status"]
    assert all(figure.headline for figure in found.values())
    assert measures_of([]) == {}
