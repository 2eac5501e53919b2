"""With the end of a pair its agreement ends, in whatever state it is."""

from datetime import datetime

from django.db import transaction

from contracts import emails
from contracts.actions.inscribing import inscribe_close
from contracts.models import Contract, Version
from contracts.rules import VERSION_LIFE, VersionState
from core import audit
from outbox.actions import supersede_about
from pairings.models import Pairing


def end_contract(*, pairing: Pairing, now: datetime) -> int:
    """End every version that is written, offered or in force; returns how many. Again is harmless.

    The caller ends the pair in the same transaction and holds its lock.
    """
    with transaction.atomic():
        contract = Contract.objects.select_for_update().filter(pairing=pairing).first()
        if contract is None:
            return 0
        open_versions = list(contract.versions.filter(state__in=VERSION_LIFE.sources_of("end")))
        for version in open_versions:
            _end(version, now)
        if open_versions:
            audit.record("end agreement", contract.subject, by=None, now=now)
        for version in open_versions:
            inscribe_close(version, None, now)
        return len(open_versions)


def _end(version: Version, now: datetime) -> None:
    version.state, version.closed_at = VersionState.ENDED, now
    version.save(update_fields=["state", "closed_at"])
    supersede_about(subject_uid=version.uid, kinds=emails.ALL, reason="pair ended", now=now)
