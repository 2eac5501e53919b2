"""The demo's house rules: the sponsor signs them, and they change once while pairs meet."""

from datetime import datetime, timedelta
from typing import Final

from accounts.models import User
from contracts.actions import Signing, publish_house_rules, sign_house_rules
from contracts.queries import latest_house_rules
from contracts.rules import Proof
from contracts.rules.house_rules import default_house_rules
from contracts.rules.proof import Evidence
from mentoring.demo.pairs import Timetable
from mentoring.demo.story import HR
from programs.models import Program

SPONSOR: Final = "V001"
CHANGED_ON: Final = -40
SIGNED_AFTER: Final = 2
_BEFORE: Final = "## Respect"
_ADDED: Final = """\
## Recordings and assistants

Nobody records a conversation. Neither of you gives what the other said to an AI assistant.

"""


def sign_from(stage: Timetable, program: Program, day: int) -> None:
    """Let the sponsor sign what is published, two days after this one."""
    stage.at(day + SIGNED_AFTER, lambda now: _sign(stage.people[SPONSOR], program, now))


def change_rules(stage: Timetable, program: Program) -> None:
    """Publish a second version while pairs meet, and let the sponsor sign it."""
    stage.at(CHANGED_ON, lambda now: _publish(program, now))
    sign_from(stage, program, CHANGED_ON)


def _publish(program: Program, now: datetime) -> None:
    text = default_house_rules().replace(_BEFORE, _ADDED + _BEFORE)
    publish_house_rules(program=program, text=text, by=User.objects.get(email=HR), now=now)


def _sign(sponsor: User, program: Program, now: datetime) -> None:
    rules = latest_house_rules(program)
    if rules is None:
        return
    signing = Signing(
        shown_sha256=rules.sha256,
        has_consented=True,
        typed_name=sponsor.display_name,
        evidence=Evidence(Proof.PASSWORD, now),
    )
    sign_house_rules(rules=rules, by=sponsor, signing=signing, now=now + timedelta(minutes=5))
