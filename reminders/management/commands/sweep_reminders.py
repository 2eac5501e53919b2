"""Decide which nudges are due: `manage.py sweep_reminders [--at TIME --dry-run] [--json]`."""

import json
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from pairings.models import Pairing
from reminders.actions import Planned, plan_sweep, sweep


class Command(BaseCommand):
    """Does what the task `reminders.tasks.sweep` does, or says what it would do."""

    help = "Put the nudges that are due into the outbox. --dry-run: who would get what and why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --at, --dry-run and --json."""
        parser.add_argument("--at", help="ISO time to look at (UTC); only with --dry-run")
        parser.add_argument("--dry-run", action="store_true", help="say it, write nothing")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Sweep, or plan a sweep."""
        now = _time(options["at"]) if options["at"] else clock.now()
        if options["dry_run"]:
            self._plan(now, as_json=options["json"])
            return
        if options["at"]:
            message = "A sweep is made now; --at goes with --dry-run."
            raise CommandError(message)
        report = sweep(now=now).as_facts()
        text = json.dumps(report)
        self.stdout.write(
            text
            if options["json"]
            else f"{report['due']} nudges are due for {report['looked_at']} pairs"
        )

    def _plan(self, now: datetime, *, as_json: bool) -> None:
        pairs = list(Pairing.objects.live().with_people().order_by("pk"))
        plans = [_describe(plan) for plan in plan_sweep(pairs, now=now)]
        if as_json:
            self.stdout.write(json.dumps(plans))
            return
        for plan in plans:
            self.stdout.write(plan["pair"])
            for line in (*plan["due"], *plan["held"]):
                self.stdout.write(f"  {line}")


def _time(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is not an ISO time such as 2026-12-01T09:00."
        raise CommandError(message) from error
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _describe(plan: Planned) -> dict[str, Any]:
    pairing = plan.pairing
    names = {
        pairing.mentor_id: pairing.mentor.short_name,
        pairing.mentee_id: pairing.mentee.short_name,
    }
    assistant = f"the assistant of {pairing.mentee.short_name}"
    return {
        "pair": f"{pairing.mentor.short_name} mentors {pairing.mentee.short_name} ({pairing.uid})",
        "due": [
            f"{nudge.step} to {names.get(nudge.person_id, assistant)},"
            f" due since {nudge.wanted_at:%Y-%m-%d %H:%M}"
            for nudge in plan.ladder.due
        ],
        "held": [
            f"nothing to {held.role or 'the two'}: {str(held.reason).replace('_', ' ')}"
            for held in plan.ladder.held
        ],
        "item": str(plan.ladder.item or ""),
    }
