"""What happened between the two since they last met: facts, the newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.days import day_of
from home.queries.agreed import Agreed
from home.queries.pairs import OwnPair
from home.queries.strip import Pill
from meetings.models import CANCELLED, CONTACT_KINDS, MOVED, NOT_MET
from meetings.queries import PairReading

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Happened:
    """One fact: the day, what it was, and who did it or when."""

    on: date
    pill: Pill
    title: str
    detail: str
    url: str = ""


def since_last_met(own: OwnPair, reading: PairReading, agreed: Agreed) -> list[Happened]:
    """Return the latest facts after the last held meeting; planned dates stand elsewhere."""
    last = max((day for day, _meeting in reading.facts.held_days()), default=date.min)
    teller = _Teller(own, reading, agreed)
    found = [*teller.contacts(), *teller.note(), *teller.signatures(), *teller.lost_dates()]
    later = [each for each in found if each.on > last]
    return sorted(later, key=lambda each: each.on, reverse=True)[:SHOWN]


class _Teller:
    """Puts facts of one pair into words; days are the mentee's, like the pair's own."""

    def __init__(self, own: OwnPair, reading: PairReading, agreed: Agreed) -> None:
        self.own, self.reading, self.agreed = own, reading, agreed
        pairing = own.pairing
        self.names = {person.pk: person.first_name for person in (pairing.mentor, pairing.mentee)}

    def _day(self, instant: datetime) -> date:
        return day_of(instant, self.reading.facts.zone)

    def contacts(self) -> Iterator[Happened]:
        labels = dict(CONTACT_KINDS)
        for contact in self.reading.contacts:
            yield Happened(
                contact.on,
                Pill("ok", _("In touch")),
                str(labels.get(contact.kind, contact.kind)),
                self._by(_("Noted by %(name)s, %(day)s"), contact.by_id, contact.on),
            )

    def note(self) -> Iterator[Happened]:
        if self.own.noted_at is not None:
            on = self._day(self.own.noted_at)
            detail = self._by(_("Last word by %(name)s, %(day)s"), self.own.noted_by_id, on)
            url = reverse("meetings:list-notes", args=[self.own.pairing.uid])
            yield Happened(on, Pill("ok", _("Shared")), _("A note for you both"), detail, url)

    def signatures(self) -> Iterator[Happened]:
        for role, at in self.agreed.signed_at.items():
            name = self.own.pairing.person_in(role).first_name
            title = _("%(name)s signed your agreement") % {"name": name}
            on = self._day(at)
            yield Happened(on, Pill("ok", _("Signed")), title, date_format(on, "j M"))

    def lost_dates(self) -> Iterator[Happened]:
        pills = {
            CANCELLED: Pill("pause", _("Called off")),
            MOVED: Pill("due", _("Moved")),
            NOT_MET: Pill("over", _("Did not happen")),
        }
        for meeting in self.reading.meetings:
            if meeting.state in pills:
                planned = date_format(self._day(meeting.starts_at), "l j M")
                title = _("Your date on %(day)s") % {"day": planned}
                on = self._day(meeting.changed_at or meeting.starts_at)
                yield Happened(on, pills[meeting.state], title, date_format(on, "j M"))

    def _by(self, sentence: str, person: int | None, on: date) -> str:
        name = self.names.get(person or 0, "")
        day = date_format(on, "j M")
        return sentence % {"name": name, "day": day} if name else day
