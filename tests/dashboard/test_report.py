"""The sponsor's page: figures alone, none of a small group, for the right people."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from dashboard.queries.report import report_of
from health.actions import refresh_stale
from pairings.models import Pairing
from pairings.rules import PairState
from programs.actions import add_staff
from programs.models import Program
from programs.rules import EnrollmentState, Role, StaffRole
from tests import builders
from tests.dashboard.stage import LAST_WEEK, main_of, meet, text_of

SignIn = Callable[[User], Client]


@pytest.fixture
def sponsor(program: Program, hr_admin: User, now: datetime) -> User:
    """Sponsors `program`."""
    person = builders.make_person("Sid Sponsor", level=8)
    add_staff(program=program, user=person, role=StaffRole.SPONSOR, by=hr_admin, now=now)
    return person


def make_pairs(program: Program, number: int, **fields: object) -> list[Pairing]:
    """Make active pairs from Product to Operations."""
    return [
        builders.make_pair(
            program=program,
            mentor=builders.make_person(level=2, department="Product"),
            mentee=builders.make_person(level=6, department="Operations"),
            state=PairState.ACTIVE,
            **fields,
        )
        for _number in range(number)
    ]


def test_five_pairs_are_shown_in_figures(program: Program, now: datetime) -> None:
    pairs = make_pairs(program, 5)
    for pair in pairs[:3]:
        meet(pair, date(2026, 9, 10), LAST_WEEK)
    refresh_stale(now=now)
    figures = report_of(program, now=now).figures
    assert figures is not None
    assert (figures.pairs, figures.held, figures.hours) == (5, 6, 4)
    assert (figures.met_early, figures.could_meet_early) == (3, 5)
    assert [(month.first, month.held) for month in figures.months] == [
        (date(2026, 9, 1), 3),
        (date(2026, 11, 1), 3),
    ]


def test_four_pairs_are_too_few_for_figures_of_meetings(program: Program, now: datetime) -> None:
    make_pairs(program, 4)
    report = report_of(program, now=now)
    assert report.figures is None
    assert (report.mentors, report.mentees, report.matched) == (4, 4, 8)


def test_a_pair_that_has_just_started_is_not_yet_late_for_its_first_meeting(
    program: Program, now: datetime
) -> None:
    make_pairs(program, 5, started_at=now - timedelta(days=3))
    figures = report_of(program, now=now).figures
    assert figures is not None
    assert figures.could_meet_early == 0


@pytest.mark.parametrize(("ended_at", "early"), [(date(2026, 11, 1), 1), (date(2027, 2, 28), 0)])
def test_an_end_before_the_agreed_day_is_early(
    program: Program, now: datetime, ended_at: date, early: int
) -> None:
    last = make_pairs(program, 5)[0]
    last.state = PairState.ENDED
    last.ended_at = now.replace(year=ended_at.year, month=ended_at.month, day=ended_at.day)
    last.save()
    figures = report_of(program, now=now).figures
    assert figures is not None
    assert figures.ended_early == early


def test_the_day_of_an_end_is_the_mentees_day(program: Program, now: datetime) -> None:
    last = make_pairs(program, 5)[0]
    last.mentee.time_zone = "Pacific/Auckland"
    last.mentee.save()
    last.state, last.ends_on = PairState.ENDED, date(2026, 11, 20)
    # Half past eleven on the 19th in UTC: there the 20th has begun.
    last.ended_at = now.replace(day=19, hour=23, minute=30)
    last.save()
    figures = report_of(program, now=now).figures
    assert figures is not None
    assert figures.ended_early == 0


def test_small_departments_are_shown_together(program: Program, now: datetime) -> None:
    make_pairs(program, 6)
    for department in ("Legal", "Sales", "Sales", "Care", "Care"):
        person = builders.make_person(department=department)
        builders.make_enrollment(program, person, Role.MENTOR)
    report = report_of(program, now=now)
    assert [(group.names, group.count) for group in report.departments] == [
        (("Operations",), 6),
        (("Product",), 6),
        (("Care", "Sales", "Legal"), 5),
    ]


def test_who_only_applied_takes_no_part(program: Program, now: datetime) -> None:
    builders.make_enrollment(
        program, builders.make_person(), Role.MENTOR, state=EnrollmentState.APPLIED
    )
    assert report_of(program, now=now).mentors == 0


def test_the_sponsor_reads_the_page_and_finds_it_in_the_navigation(
    program: Program, sponsor: User, sign_in: SignIn
) -> None:
    make_pairs(program, 5)
    page = sign_in(sponsor).get(reverse("dashboard:show-report", args=[program.uid]))
    assert "Programs in figures" in text_of(page)
    assert "Where it is learned Operations 5 pairs" in main_of(page)


def test_no_name_is_on_the_page(program: Program, sponsor: User, sign_in: SignIn) -> None:
    pairs = make_pairs(program, 6)
    shown = main_of(sign_in(sponsor).get(reverse("dashboard:show-report", args=[program.uid])))
    people = [person for pair in pairs for person in (pair.mentor, pair.mentee)]
    assert not [person for person in people if person.display_name in shown]


def test_a_sponsor_opens_none_of_the_other_pages_of_hr(
    program: Program, sponsor: User, sign_in: SignIn
) -> None:
    client = sign_in(sponsor)
    for name in ("show-health", "list-pairs", "list-people", "list-programs", "list-needs"):
        answer = client.get(reverse(f"dashboard:{name}"))
        assert (answer.status_code, program.name in text_of(answer)) == (404, False)


def test_a_report_of_another_program_does_not_exist(
    program: Program, sponsor: User, sign_in: SignIn
) -> None:
    other = builders.make_program("Another")
    answer = sign_in(sponsor).get(reverse("dashboard:show-report", args=[other.uid]))
    assert answer.status_code == 404
    assert "colleagues" not in text_of(answer)


def test_the_list_holds_what_one_sponsors_or_runs(
    program: Program, sponsor: User, coordinator: User, sign_in: SignIn
) -> None:
    builders.make_program("Another")
    for person in (sponsor, coordinator):
        shown = main_of(sign_in(person).get(reverse("dashboard:list-reports")))
        assert program.name in shown
        assert "Another" not in shown


def test_who_sponsors_nothing_reads_so(program: Program, stranger: User, sign_in: SignIn) -> None:
    assert "You sponsor no program" in main_of(
        sign_in(stranger).get(reverse("dashboard:list-reports"))
    )
