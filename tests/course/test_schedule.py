"""The fifteen days: their order, their dates in a run, and which one it is today."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from underhood_course import read_catalog
from underhood_course.run import Run, RunError, in_run, published, read_published, read_run
from underhood_course.schedule import WEEKDAYS, Day, dates, day_of, read_schedule
from underhood_course.schema import faults, schema
from underhood_course.toml_table import FieldError, Table

DAYS = [Day(number, "material" if number <= 7 else "project", f"day {number}") for number in range(1, 16)]


def schedule(*days):
    return Table({"schedule": [{"topic": "t", "day": number, **one} for number, one in enumerate(days, 1)]})


def test_the_courses_own_schedule_has_fifteen_days_in_two_halves():
    catalog = read_catalog()
    assert [day.number for day in catalog.schedule] == list(range(1, 16))
    assert [day.half for day in catalog.schedule] == ["material"] * 7 + ["project"] * 8
    assert not [problem for problem in catalog.problems if problem.file == "course.toml"]


def test_weekends_and_free_days_are_passed_over():
    found = dates(DAYS[:4], date(2026, 11, 19), free=[date(2026, 11, 20)])
    assert [str(one) for one in found] == ["2026-11-19", "2026-11-23", "2026-11-24", "2026-11-25"]


def test_seven_thursdays_then_eight_days_of_project_after_the_holidays():
    # The course's first run: 26 October 2023 to 11 January 2024, with a project day less.
    found = dates(DAYS, date(2023, 10, 26), weekdays=["thu"], project_start=date(2024, 1, 2))
    assert [str(one) for one in found[:7]] == [
        "2023-10-26",
        "2023-11-02",
        "2023-11-09",
        "2023-11-16",
        "2023-11-23",
        "2023-11-30",
        "2023-12-07",
    ]
    assert [str(one) for one in found[7:]] == [
        "2024-01-02",
        "2024-01-03",
        "2024-01-04",
        "2024-01-05",
        "2024-01-08",
        "2024-01-09",
        "2024-01-10",
        "2024-01-11",
    ]


def test_a_project_that_would_start_before_the_material_ends_follows_it():
    found = dates(DAYS, date(2026, 11, 16), project_start=date(2026, 11, 17))
    assert found[7] == date(2026, 11, 25)


@given(
    start=st.dates(date(2000, 1, 1), date(2999, 12, 31)),
    weekdays=st.sets(st.sampled_from(WEEKDAYS), min_size=1),
    free=st.sets(st.integers(0, 60), max_size=10),
    later=st.none() | st.integers(-30, 200),
)
def test_dates_rise_and_keep_what_was_asked_for(start, weekdays, free, later):
    days_off = {date.fromordinal(start.toordinal() + one) for one in free}
    project = None if later is None else date.fromordinal(start.toordinal() + later)
    found = dates(DAYS, start, weekdays=weekdays, free=days_off, project_start=project)
    assert all(one < other for one, other in pairwise(found))
    assert not days_off & set(found)
    assert {WEEKDAYS[one.weekday()] for one in found[:7]} <= weekdays
    assert all(one.weekday() < 5 for one in found[7:])
    assert found[0] >= start
    assert project is None or found[7] >= project


@pytest.mark.parametrize(
    ("today", "day"), [("2026-11-18", None), ("2026-11-19", 1), ("2026-11-21", 2), ("2026-11-23", 3), ("2027-01-01", 4)]
)
def test_today_is_a_day_or_the_last_one_before(today, day):
    assert day_of(dates(DAYS[:4], date(2026, 11, 19)), date.fromisoformat(today)) == day


def test_today_is_reckoned_where_the_class_is():
    late = datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
    assert Run(start=date(2026, 11, 19), timezone="Europe/Berlin").today(DAYS, late) == 1
    assert Run(start=date(2026, 11, 19), timezone="America/New_York").today(DAYS, late) is None


def test_the_calendar_has_a_handin_due_at_the_end_of_its_day():
    days = [Day(1, "material", "a", out=("sums",)), Day(2, "material", "b", due=("sums",))]
    run = Run(start=date(2026, 11, 19), timezone="Europe/Berlin")
    assert run.due(days, "sums").isoformat() == "2026-11-20T23:59:59+01:00"
    assert run.due(days, "other") is None
    assert Run(start=run.start).due(days, "sums") is None
    assert Run(timezone="Europe/Berlin").due(days, "sums") is None


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ([{"day": 2}], "out of turn"),
        ([{"half": "project"}, {"half": "material"}], "after a project day"),
        ([{"due": ["sums"]}], "before it goes out"),
        ([{"out": ["sums"]}, {"out": ["sums"]}], "goes out twice"),
        ([{"out": ["sums"], "due": ["sums"]}, {"due": ["sums"]}], "due twice"),
        ([{"half": "evening"}], "none of material, project"),
        ([{"rooms": 2}], "is no field"),
    ],
)
def test_a_schedule_that_can_not_be_is_refused_with_its_day(days, said):
    with pytest.raises(FieldError, match=said) as error:
        read_schedule(schedule(*days))
    assert error.value.field.startswith(f"schedule[{len(days) - 1}]")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"start": "2026-11-19"}, "is not a time"),
        ({"start": datetime(2026, 11, 19, 8, tzinfo=UTC)}, "write the day alone"),
        ({"start": date(1, 1, 1)}, "no day that a course can be on"),
        ({"weekdays": ["someday"]}, "none of mon"),
        ({"weekdays": []}, "at least one"),
        ({"levels": [7]}, "no level"),
        ({"levels": [True]}, "whole number"),
        ({"free": ["2026-12-24"]}, "list of days"),
        ({"begin": 1}, "no field"),
    ],
)
def test_a_run_that_can_not_be_is_refused(values, said):
    with pytest.raises(FieldError, match=said):
        read_run(Table(values))


def test_what_is_published_is_what_its_schema_says_and_comes_back(tmp_path):
    catalog = read_catalog()
    handins = [page.handin for page in catalog.handins()]
    document = published(Run(start=date(2026, 11, 19), timezone="UTC"), catalog.schedule, handins)
    assert list(faults(document, schema("run"))) == []
    assert in_run(catalog, document) == catalog
    assert read_published(tmp_path / "none.json") is None


def test_the_run_leaves_out_pages_and_levels_and_says_what_is_required():
    catalog = read_catalog()
    handins = [page.handin for page in catalog.handins()]
    document = published(Run(levels=(1, 4), leave_out=("m1/further-reading",)), catalog.schedule, handins)
    document["handins"]["convolution"]["parts"]["shared"] = {
        "kind": "invited",
        "specializations": {"computer-graphics": "required"},
    }
    chosen = in_run(catalog, document)
    assert {page.level for page in chosen.pages()} <= {1, 4}
    assert chosen.page("m1/further-reading") is None
    assert [one["level"] for one in chosen.levels] == [1, 4]
    there = {page.id for page in chosen.pages()}
    assert all(set(page.requires) <= there for page in chosen.pages())
    (handin,) = [page.handin for page in chosen.handins()]
    assert handin.parts[-1].specializations == {"computer-graphics": "required"}
    assert list(faults(chosen.to_dict(), schema("catalog"))) == []


@pytest.mark.parametrize("text", ["{", "[]", "{}", "[" * 100_000, '{"name": 1}'])
def test_a_published_run_that_is_broken_says_so(tmp_path, text):
    file = tmp_path / "run.json"
    file.write_text(text)
    with pytest.raises(RunError, match=r"run\.json.*ask your teacher"):
        read_published(file)
