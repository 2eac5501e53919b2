"""The page on which a pair writes its agreement, and the look before it is sent."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from accounts.models import User
from contracts.actions import offer, open_contract, save_terms, send_back
from contracts.models import Contract, Version
from contracts.queries.parts import own_parts, shared_terms
from contracts.rules import Channel, VersionState
from contracts.rules.parts import GoalText
from pairings.models import Pairing
from pairings.rules import PairState
from programs.rules import Cadence, Role
from tests import builders
from tests.contracts.agreements import (
    MENTEE_GOAL,
    MENTOR_GAIN,
    current,
    make_draft,
    make_offer,
    terms_with,
)
from tests.contracts.browsing import Answer, fields_of, form_at, page_of
from tests.contracts.conftest import SignedIn

pytestmark = pytest.mark.django_db


def _url(pair: Pairing) -> str:
    return reverse("contracts:show-agreement", args=[pair.uid])


def form_of(browser: Client, pair: Pairing) -> dict[str, str]:
    return form_at(browser, _url(pair))


def test_before_it_is_begun_the_page_offers_to_begin(pair: Pairing, signed_in: SignedIn) -> None:
    page = page_of(signed_in(pair.mentor).get(_url(pair)))
    assert "Agree how you will work" in page
    assert reverse("contracts:open-agreement", args=[pair.uid]) in page
    assert not Contract.objects.exists()


def test_beginning_opens_the_draft(pair: Pairing, signed_in: SignedIn) -> None:
    browser = signed_in(pair.mentor)
    answer = browser.post(reverse("contracts:open-agreement", args=[pair.uid]), follow=True)
    assert "What I gain as the mentor" in page_of(answer)
    assert Contract.objects.get().pairing == pair


def test_each_side_gets_fields_for_its_own_part_alone(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_draft(pair, now)
    for person, own, other in (
        (pair.mentor, MENTOR_GAIN, MENTEE_GOAL),
        (pair.mentee, MENTEE_GOAL, MENTOR_GAIN),
    ):
        page = page_of(signed_in(person).get(_url(pair)))
        assert f'value="{own}"' in page
        assert f"<bdi>{other}</bdi>" in page
        assert f'value="{other}"' not in page


def test_six_inputs_at_first(pair: Pairing, signed_in: SignedIn, now: datetime) -> None:
    make_draft(pair, now)
    page = page_of(signed_in(pair.mentor).get(_url(pair)))
    at_first = re.sub(r"<details(?! open).*?</details>", "", page, flags=re.DOTALL)
    main = at_first[at_first.index('<form method="post" id="agreement"') :]
    fields = re.findall(r'<(?:input|select|textarea)[^>]*name="(?!csrf)[^"]+"[^>]*>', main)
    shown = [field for field in fields if 'type="hidden"' not in field]
    assert len(shown) == 6


def test_what_was_typed_is_saved(pair: Pairing, signed_in: SignedIn, now: datetime) -> None:
    version = make_draft(pair, now)
    browser = signed_in(pair.mentee)
    typed = form_of(browser, pair) | {
        "goal_1": "  new   goal ",
        "sign_1": "",
        "goal_2": "second",
        "cadence": "weekly",
        "channel": "office",
        "place": "Room 7",
        "date_1": "2026-12-01T09:15",
        "date_2": "",
        "date_3": "",
    }
    answer = browser.post(_url(pair), typed, follow=True)
    version = current(version.contract)
    terms = shared_terms(version)
    assert "Saved." in page_of(answer)
    assert own_parts(version)[Role.MENTEE] == (GoalText("new goal"), GoalText("second"))
    assert (terms.cadence, terms.channel, terms.place) == (Cadence.WEEKLY, Channel.OFFICE, "Room 7")
    assert [str(moment) for moment in terms.first_dates] == ["2026-12-01 08:15:00+00:00"]


def _dates(version: Version) -> list[str]:
    return [f"{at:%d %b}" for at in shared_terms(current(version.contract)).first_dates]


def test_suggested_dates_follow_the_cadence(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = open_contract(pairing=pair, now=now).versions.get()
    assert _dates(version) == ["26 Nov", "28 Dec", "26 Jan"]
    browser = signed_in(pair.mentee)
    typed = form_of(browser, pair) | {"cadence": "weekly"}
    for _click in range(2):
        assert browser.post(_url(pair), typed).status_code == 302
        assert _dates(version) == ["26 Nov", "03 Dec", "10 Dec"]
    browser.post(_url(pair), form_of(browser, pair) | {"cadence": "fortnightly"})
    assert _dates(version) == ["26 Nov", "10 Dec", "24 Dec"]


def test_chosen_dates_stay_when_the_cadence_changes(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = open_contract(pairing=pair, now=now).versions.get()
    browser = signed_in(pair.mentee)
    browser.post(_url(pair), form_of(browser, pair) | {"date_1": "2026-12-01T09:15"})
    chosen = _dates(version)
    browser.post(_url(pair), form_of(browser, pair) | {"cadence": "weekly"})
    assert _dates(version) == chosen == ["01 Dec", "28 Dec", "26 Jan"]


def test_a_damaged_mark_of_suggestions_changes_no_date(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = open_contract(pairing=pair, now=now).versions.get()
    browser, before = signed_in(pair.mentee), _dates(version)
    typed = form_of(browser, pair) | {"cadence": "weekly", "dates_suggested": "monthly x"}
    browser.post(_url(pair), typed)
    assert _dates(version) == before


def test_saving_nothing_changed_changes_nothing(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_draft(pair, now)
    browser = signed_in(pair.mentor)
    browser.post(_url(pair), form_of(browser, pair))
    version.refresh_from_db()
    assert (version.revision, version.mentor_revision) == (0, 1)


def test_saving_ones_own_part_leaves_what_the_other_changed_meanwhile(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_draft(pair, now)
    browser = signed_in(pair.mentor)
    typed = form_of(browser, pair) | {"goal_1": "only mine"}
    weekly = terms_with(version, cadence=Cadence.WEEKLY)
    save_terms(version=version, by=pair.mentee, terms=weekly, seen=0, now=now)
    answer = browser.post(_url(pair), typed, follow=True)
    assert "Saved." in page_of(answer)
    assert shared_terms(current(version.contract)).cadence == Cadence.WEEKLY
    assert own_parts(current(version.contract))[Role.MENTOR][0].text == "only mine"


def _collide(pair: Pairing, browser: Client, now: datetime) -> tuple[Version, Answer]:
    version = make_draft(pair, now)
    typed = form_of(browser, pair) | {"goal_1": "typed goal", "place": "typed place"}
    theirs = terms_with(version, place="saved place")
    save_terms(version=version, by=pair.mentee, terms=theirs, seen=0, now=now)
    return version, browser.post(_url(pair), typed)


def test_a_collision_shows_both_and_loses_nothing(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version, answer = _collide(pair, signed_in(pair.mentor), now)
    page = page_of(answer)
    assert answer.status_code == 409
    assert "Tom changed this while you were writing" in page
    assert "saved place" in page
    assert 'value="typed place"' in page
    assert 'value="typed goal"' in page
    assert shared_terms(current(version.contract)).place == "saved place"


@pytest.mark.parametrize(
    ("take", "place"), [("mine", "typed place"), ("terms", "saved place"), ("", "typed place")]
)
def test_after_a_collision_the_person_chooses(
    take: str, place: str, pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    browser = signed_in(pair.mentor)
    version, answer = _collide(pair, browser, now)
    browser.post(_url(pair), fields_of(page_of(answer)) | {"take": take})
    assert shared_terms(current(version.contract)).place == place
    assert own_parts(current(version.contract))[Role.MENTOR][0].text == "typed goal"


def test_what_one_did_not_touch_is_taken_from_the_other(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_draft(pair, now)
    browser = signed_in(pair.mentor)
    typed = form_of(browser, pair) | {"channel": "coffee"}
    weekly = terms_with(version, cadence=Cadence.WEEKLY)
    save_terms(version=version, by=pair.mentee, terms=weekly, seen=0, now=now)
    answer = browser.post(_url(pair), typed)
    assert answer.status_code == 409
    assert "you left it as it was" in page_of(answer)
    browser.post(_url(pair), fields_of(page_of(answer)) | {"take": "mine"})
    terms = shared_terms(current(version.contract))
    assert (terms.cadence, terms.channel) == (Cadence.WEEKLY, Channel.COFFEE)


@pytest.mark.parametrize("mark", ["", "{", "[]", '{"rhythm":3}', "[" * 3999, "x" * 5000])
def test_a_damaged_mark_of_what_was_shown_loses_nothing(
    mark: str, pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_draft(pair, now)
    browser = signed_in(pair.mentor)
    typed = form_of(browser, pair) | {"place": "typed place", "terms_shown": mark}
    save_terms(
        version=version, by=pair.mentee, terms=terms_with(version, place="saved"), seen=0, now=now
    )
    answer = browser.post(_url(pair), typed)
    assert 'value="typed place"' in page_of(answer)
    assert shared_terms(current(version.contract)).place == "saved"


def test_two_windows_of_one_person_collide_too(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_draft(pair, now)
    browser = signed_in(pair.mentor)
    first = form_of(browser, pair) | {"goal_1": "first window"}
    second = form_of(browser, pair) | {"goal_1": "second window"}
    browser.post(_url(pair), first)
    answer = browser.post(_url(pair), second)
    assert answer.status_code == 409
    assert "You changed this in another window" in page_of(answer)
    assert "first window" in page_of(answer)
    assert own_parts(current(version.contract))[Role.MENTOR][0].text == "first window"


def test_what_was_typed_while_the_other_sent_it_is_shown_again(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_draft(pair, now)
    browser = signed_in(pair.mentor)
    typed = form_of(browser, pair) | {"goal_1": "typed too late"}
    offer(version=version, by=pair.mentee, now=now)
    answer = browser.post(_url(pair), typed)
    assert answer.status_code == 409
    assert "This text waits for signatures" in page_of(answer)
    assert 'value="typed too late"' in page_of(answer)


def test_what_was_typed_while_the_pair_ended_is_shown_again(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_draft(pair, now)
    browser = signed_in(pair.mentor)
    typed = form_of(browser, pair) | {"goal_1": "typed too late"}
    Pairing.objects.update(state=PairState.ENDED)
    answer = browser.post(_url(pair), typed)
    assert answer.status_code == 409
    assert 'value="typed too late"' in page_of(answer)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("cadence", "hourly", "hourly is not one of the available choices"),
        ("cadence", "quarterly", ""),
        ("minutes", "0", "greater than or equal to 15"),
        ("minutes", "-5", "greater than or equal to 15"),
        ("minutes", "1e9", "whole number"),
        ("minutes", "NaN", "whole number"),
        ("place", "x" * 201, "at most 200 characters"),
        ("goal_1", "x" * 281, "at most 280 characters"),
        ("goal_1", "a\u202eb", "cannot be part of a signed text"),
        ("goal_1", "a\x00b", "(U+0000) cannot be part of a signed text"),
        ("date_1", "1900-01-01T10:00", "Choose a date of our time"),
        ("date_1", "9999-12-31T23:59", "Choose a date of our time"),
        ("date_1", "0001-01-01T00:00", "Choose a date of our time"),
        ("date_1", "soon", "Enter a valid date/time"),
        ("date_1", "2026-11-01T10:00", "has passed"),
        ("date_1", "2027-06-01T10:00", "after the end"),
        ("review_on", "2020-01-01", "between tomorrow and"),
        ("review_on", "never", "Enter a valid date"),
        ("organizer", "hr", "is not one of the available choices"),
        ("terms_revision", "abc", "whole number"),
    ],
)
def test_bad_input_is_answered_and_kept(
    field: str, value: str, said: str, pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_draft(pair, now)
    browser = signed_in(pair.mentor)
    typed = form_of(browser, pair) | {"sign_1": "kept words", field: value}
    answer = browser.post(_url(pair), typed)
    if not said:
        assert answer.status_code == 302
        return
    page = page_of(answer)
    assert said in page
    assert 'value="kept words"' in page
    assert current(version.contract).revision == 0


def test_a_rhythm_that_is_too_slow_is_said_beside_it(signed_in: SignedIn, now: datetime) -> None:
    pair = builders.make_pair(
        started_at=now, ends_on=datetime(2027, 4, 30, tzinfo=now.tzinfo).date()
    )
    make_draft(pair, now)
    browser = signed_in(pair.mentor)
    answer = browser.post(_url(pair), form_of(browser, pair) | {"cadence": "quarterly"})
    assert "gives only 2 meetings" in str(answer.context["form"].errors["cadence"])


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>'],
)
def test_markup_stays_words_on_the_partnerspage_of(
    words: str, pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_draft(pair, now)
    browser = signed_in(pair.mentor)
    browser.post(_url(pair), form_of(browser, pair) | {"goal_1": words, "place": words})
    page = page_of(signed_in(pair.mentee).get(_url(pair)))
    assert words not in page
    assert f"<bdi>{escape(words)}</bdi>" in page


def test_template_code_stays_words(pair: Pairing, signed_in: SignedIn, now: datetime) -> None:
    make_draft(pair, now)
    browser = signed_in(pair.mentor)
    browser.post(_url(pair), form_of(browser, pair) | {"goal_1": "{{ 7|add:7 }}"})
    assert "<bdi>{{ 7|add:7 }}</bdi>" in page_of(signed_in(pair.mentee).get(_url(pair)))


def test_dates_that_have_passed_are_suggested_anew(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_draft(pair, now)
    Version.objects.filter(pk=version.pk).update(first_dates=["2026-11-20T09:00:00Z"])
    browser = signed_in(pair.mentor)
    browser.post(_url(pair), form_of(browser, pair))
    dates = shared_terms(current(version.contract)).first_dates
    assert [f"{moment:%Y-%m-%d}" for moment in dates] == ["2026-11-26", "2026-12-28", "2027-01-26"]


def test_the_comment_of_who_sent_it_back_stands_on_the_new_draft(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_offer(pair, now)
    send_back(version=version, by=pair.mentee, comment="A <b>smaller</b> goal\nplease", now=now)
    for person in (pair.mentor, pair.mentee):
        page = page_of(signed_in(person).get(_url(pair)))
        assert "A &lt;b&gt;smaller&lt;/b&gt; goal<br>please" in page


def test_save_and_look_leads_to_the_whole_text(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_draft(pair, now)
    browser = signed_in(pair.mentor)
    typed = form_of(browser, pair) | {"goal_1": "changed at last", "offer": "1"}
    answer = browser.post(_url(pair), typed, follow=True)
    assert "Send it to Tom?" in page_of(answer)
    assert "changed at last" in page_of(answer)
    assert MENTEE_GOAL in page_of(answer)


def test_sending_freezes_what_was_looked_at(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_draft(pair, now)
    browser = signed_in(pair.mentor)
    url = reverse("contracts:offer-agreement", args=[version.contract.uid])
    shown = browser.get(url).context["preview"].fingerprint
    answer = browser.post(url, {"shown": shown}, follow=True)
    assert "Sent to Tom." in page_of(answer)
    assert current(version.contract).state == VersionState.OFFERED


def test_sending_what_changed_meanwhile_shows_the_new_text(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = make_draft(pair, now)
    browser = signed_in(pair.mentor)
    url = reverse("contracts:offer-agreement", args=[version.contract.uid])
    shown = browser.get(url).context["preview"].fingerprint
    new = terms_with(version, place="a new place")
    save_terms(version=version, by=pair.mentee, terms=new, seen=0, now=now)
    answer = browser.post(url, {"shown": shown})
    assert answer.status_code == 409
    assert "The text has changed, read it again." in page_of(answer)
    assert "a new place" in page_of(answer)
    assert current(version.contract).state == VersionState.DRAFT


def test_what_is_missing_is_said_before_it_is_sent(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    version = current(open_contract(pairing=pair, now=now))
    url = reverse("contracts:offer-agreement", args=[version.contract.uid])
    page = page_of(signed_in(pair.mentor).get(url))
    assert "Your own part is still empty" in page
    assert "Send to Tom" not in page


def test_a_pair_that_ended_unsigned_reads_that_it_did(
    pair: Pairing, signed_in: SignedIn, now: datetime
) -> None:
    make_draft(pair, now)
    Version.objects.update(state=VersionState.ENDED)
    Pairing.objects.update(state=PairState.ENDED)
    page = page_of(signed_in(pair.mentor).get(_url(pair)))
    assert "ended before its agreement was signed" in page
    assert "canary" not in page


@pytest.mark.parametrize("outsider", ["stranger", "hr_admin", "coordinator"])
def test_for_others_the_agreement_does_not_exist(
    outsider: str,
    pair: Pairing,
    signed_in: SignedIn,
    now: datetime,
    request: pytest.FixtureRequest,
) -> None:
    version = make_offer(pair, now)
    person: User = request.getfixturevalue(outsider)
    browser = signed_in(person)
    for name in ("show-agreement", "offer-agreement", "sign-agreement", "send-back-offer"):
        for uid in (version.contract.uid, pair.uid):
            answer = browser.get(reverse(f"contracts:{name}", args=[uid]))
            assert (answer.status_code, b"canary" in answer.content) == (404, False)
    answer = browser.get(reverse("contracts:read-version", args=[version.uid]))
    assert (answer.status_code, b"canary" in answer.content) == (404, False)


def test_pages_take_few_queries(
    pair: Pairing, signed_in: SignedIn, now: datetime, django_assert_max_num_queries: Any
) -> None:
    make_draft(pair, now)
    browser = signed_in(pair.mentor)
    with django_assert_max_num_queries(16):
        browser.get(_url(pair))
