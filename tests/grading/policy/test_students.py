"""`students.toml` and `underhood.toml`: what they mean, and what they say of each fault."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from underhood_grading.policy import (
    Extension,
    PolicyError,
    Student,
    named_specializations,
    read_course_policy,
    read_students,
)

TOML = """\
[ada]
specializations = ["computer-graphics"]

[ada.handins.blur]
extension_hours = 36

["j.doe"]
handins = { blur = { due = 2026-11-27T12:00:00 } }
"""


def read(root, text=TOML, **options):
    (root / "students.toml").write_text(text)
    return read_students(root, "Europe/Berlin", **options)


def test_who_has_what(tmp_path) -> None:
    found = read(tmp_path, handins=["blur"], specializations=["computer-graphics"])
    assert found["ada"] == Student(("computer-graphics",), {"blur": Extension(timedelta(hours=36))})
    assert found["j.doe"].extensions["blur"].due == datetime(2026, 11, 27, 11, tzinfo=UTC)
    assert found["nobody"] == Student()
    assert "nobody" not in found


def test_without_the_files_nothing_differs(tmp_path) -> None:
    assert read_students(tmp_path) == {}
    assert read_course_policy(tmp_path).attempts == "last"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("ada.handins.blur", "ada.handins.blurr", 'ada.handins.blurr: "blurr" is no hand-in; did you mean "blur"?'),
        ("computer-graphics", "x!", 'ada.specializations: "x!" is no specialization; there is: computer'),
        ("computer-graphics", "computer-grafics", 'did you mean "computer-graphics"?'),
        ("extension_hours = 36", "extension_hours = -1", "ada.handins.blur.extension_hours: -1 is not a number from 0"),
        ("extension_hours = 36", "extension_days = 1", "ada.handins.blur.extension_days: is no field"),
        ('["j.doe"]', "[j.doe]", 'j.doe: is no field; a student\'s id with a dot stands in quotes: ["j.doe"]'),
        ("[ada]", "ada = 3", "is not valid TOML"),
        ('["computer-graphics"]', '"computer-graphics"', "ada.specializations"),
    ],
)
def test_a_fault_is_named(tmp_path, old, new, words) -> None:
    assert old in TOML
    with pytest.raises(PolicyError) as caught:
        read(tmp_path, TOML.replace(old, new), handins=["blur"], specializations=["computer-graphics"])
    assert str(caught.value).startswith("students.toml ")
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_local_time_needs_a_zone(tmp_path) -> None:
    (tmp_path / "students.toml").write_text(TOML)
    with pytest.raises(PolicyError, match=r"students\.toml j\.doe\.handins\.blur\.due: has no time zone"):
        read_students(tmp_path)


def test_the_courses_policy(tmp_path) -> None:
    file = tmp_path / "underhood.toml"
    file.write_text('[policy]\ntimezone = "Europe/Berlin"\nbonus_cap = 0.1')
    assert read_course_policy(tmp_path).bonus_cap == 0.1
    file.write_text("[polizy]\nbonus_cap = 0.1")
    with pytest.raises(PolicyError, match=r"^underhood\.toml polizy: is no field; there are policy, run$"):
        read_course_policy(tmp_path)
    file.write_bytes(b"\xff")
    with pytest.raises(PolicyError, match=r"^underhood\.toml is not UTF-8 text"):
        read_course_policy(tmp_path)


def test_specializations_that_hand_ins_name(tmp_path) -> None:
    for name, text in (("a", "[[parts]]\nspecializations = { robotics = 'required' }"), ("b", "parts = 3"), ("c", "[")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "handin.toml").write_text(text)
    assert named_specializations(tmp_path / name for name in "abcd") == {"robotics"}
