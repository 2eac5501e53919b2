"""Why an act about an agreement is refused, in words for the person who asked."""

from datetime import date

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from contracts.models import Version
from contracts.rules import VersionState
from core.canonical import RefusedCharacter
from core.errors import Forbidden, Refusal, Stale
from programs.rules import Role

OWN_PART, SHARED_TERMS = "part", "terms"
EXAMPLES: dict[Role, Promise] = {
    Role.MENTEE: gettext_lazy(
        "I write my own weekly update in the forum. We will notice because people answer me there."
    ),
    Role.MENTOR: gettext_lazy(
        "I sit in on two budget reviews. We will notice because I can explain a decision to others."
    ),
}


class TextChanged(Stale):
    """The other saved meanwhile; `what` is `OWN_PART` or `SHARED_TERMS`. Nothing was written."""

    def __init__(self, what: str) -> None:
        super().__init__("changed_meanwhile", _("This was changed while you were writing."))
        self.what = what


class ReadAgain(Stale):
    """What the person looked at is not what stands there now."""

    def __init__(self) -> None:
        super().__init__("text_changed", _("The text has changed, read it again."))


class ProofNeeded(Refusal):
    """The sign-in proves nothing that a signature could claim: a mailed code comes last."""

    def __init__(self) -> None:
        super().__init__("proof_needed", _("Type the code that we sent you, as the last step."))


def not_a_partner() -> Forbidden:
    """Only the two of the pair do this, each for themselves."""
    return Forbidden("not_a_partner", _("Only the two of the pair can do this."))


def not_live() -> Stale:
    """The pair has not started, or is over."""
    return Stale("not_live", _("This pair has ended, or has not started yet."))


def not_a_draft(state: str = VersionState.OFFERED) -> Stale:
    """Only drafts are edited and offered."""
    if state == VersionState.OFFERED:
        words = _(
            "This text waits for signatures. To change it, take it back or send it back first."
        )
    else:
        words = _("This draft is not open any more. See how your agreement stands now.")
    return Stale("not_a_draft", words)


def nothing_in_force() -> Stale:
    """What both have not signed yet is written, not amended or reviewed."""
    return Stale("nothing_in_force", _("No agreement of yours is in force yet, or not any more."))


def nothing_changed(number: int) -> Refusal:
    """An amendment says something new."""
    words = _(
        "This says what version %(number)s says already. Change something, or drop the draft:"
        " version %(number)s simply goes on."
    )
    return Refusal("nothing_changed", words % {"number": number})


def not_an_amendment() -> Refusal:
    """The first text of a pair has nothing to fall back on."""
    words = _(
        "This is your first agreement. A draft beside one in force can be dropped, this cannot."
    )
    return Refusal("not_an_amendment", words)


def in_the_making(version: Version) -> Stale:
    """There is one text in the making at a time."""
    if version.is_rhythm:
        words = _("Another rhythm is suggested already. Answer it or take it back first.")
    elif version.state == VersionState.OFFERED:
        words = _("A new text waits for signatures. Sign it, or take it or send it back first.")
    else:
        words = _(
            "A draft stands beside your agreement. Change the rhythm there, or drop it first."
        )
    return Stale("in_the_making", words)


def same_rhythm() -> Refusal:
    """A suggestion changes something."""
    return Refusal("same_rhythm", _("This is your rhythm already. Choose another one."))


def minutes_out_of_range(least: int, most: int) -> Refusal:
    """A conversation is neither a greeting nor a day."""
    words = _("Choose a length between %(least)s and %(most)s minutes.")
    return Refusal("minutes_out_of_range", words % {"least": least, "most": most})


def review_too_early(review_on: date | None) -> Refusal:
    """The day of the review is still to come."""
    day = formats.date_format(review_on) if review_on else "–"
    words = _("The day to look at your agreement is %(day)s. You can change it before, of course.")
    return Refusal("review_too_early", words % {"day": day})


def nothing_in_the_making() -> Stale:
    """Words stand beside a text that is being written or waits for signatures."""
    words = _("No draft or offer stands here any more. See how your agreement stands now.")
    return Stale("nothing_in_the_making", words)


def word_blank() -> Refusal:
    """A word says something."""
    return Refusal("word_blank", _("Write a word first."))


def too_many_comments(most: int) -> Refusal:
    """Beyond that a conversation is better."""
    words = _(
        "There are %(most)s words beside this text already. Talk about the rest when you meet."
    )
    return Refusal("too_many_comments", words % {"most": most})


def only_its_writer() -> Forbidden:
    """Nobody deletes the words of another."""
    return Forbidden("not_yours", _("Only who wrote this can delete it."))


def own_part_blank(role: Role) -> Refusal:
    """Nothing can be offered before one's own part says something."""
    words = _("Your own part is still empty. Write one goal, for example: “%(example)s”")
    return Refusal("own_part_blank", words % {"example": EXAMPLES[role]})


def other_part_blank(partner: User, role: Role) -> Refusal:
    """Only the partner can write the partner's part."""
    words = _(
        "%(name)s has not written anything yet, and nobody else can. One sentence is enough, for"
        " example: “%(example)s”"
    )
    return Refusal(
        "other_part_blank", words % {"name": partner.first_name, "example": EXAMPLES[role]}
    )


def goal_missing() -> Refusal:
    """A way to notice success stands there without the goal itself."""
    return Refusal(
        "goal_missing", _("One entry says how you will notice, but not what the goal is.")
    )


def too_much(goals: int, characters: int) -> Refusal:
    """More goals, or longer ones, than there is room for."""
    words = _("There is room for %(goals)s goals with %(characters)s characters each.")
    return Refusal("too_much", words % {"goals": goals, "characters": characters})


def too_many_words(count: int, most: int) -> Refusal:
    """The agreement is one page."""
    words = _("Together your texts have %(count)s words. At most %(most)s keep it to one page.")
    return Refusal("too_many_words", words % {"count": count, "most": most})


def too_few_meetings(count: int, least: int, ends_on: date) -> Refusal:
    """The term is too short for this rhythm."""
    words = _(
        "Until %(date)s this rhythm gives only %(count)s meetings, and an agreement needs at least"
        " %(least)s. Choose a shorter rhythm."
    )
    facts = {"count": count, "least": least, "date": formats.date_format(ends_on)}
    return Refusal("too_few_meetings", words % facts)


def no_time_left(least: int, ends_on: date) -> Refusal:
    """No rhythm at all gives enough meetings."""
    words = _(
        "Until %(date)s there is no time for %(least)s meetings in any rhythm, and an agreement"
        " needs as many. Ask your coordinator about a later end."
    )
    return Refusal("no_time_left", words % {"least": least, "date": formats.date_format(ends_on)})


def date_passed() -> Refusal:
    """A first date lies behind."""
    return Refusal("date_passed", _("One of the first dates has passed. Choose a later one."))


def date_after_end(ends_on: date) -> Refusal:
    """A first date lies behind the end of the pair."""
    words = _("One of the first dates is after the end on %(date)s.")
    return Refusal("date_after_end", words % {"date": formats.date_format(ends_on)})


def review_out_of_term(ends_on: date) -> Refusal:
    """The review lies in the past or after the end."""
    words = _("Choose a day for the review between tomorrow and %(date)s.")
    return Refusal("review_out_of_term", words % {"date": formats.date_format(ends_on)})


def character_refused(error: RefusedCharacter) -> Refusal:
    """A text holds what a signed text cannot keep."""
    return Refusal("character_refused", words_for(error))


def words_for(error: RefusedCharacter) -> str:
    """Say which character cannot stay."""
    shown = f" “{error.character}”" if error.character.isprintable() else ""
    return _("The character%(shown)s (%(code)s) cannot be part of a signed text. Leave it out.") % {
        "shown": shown,
        "code": f"U+{ord(error.character):04X}",
    }


def not_offered() -> Stale:
    """Only a text that waits for signatures is sent back, withdrawn or signed."""
    return Stale(
        "not_offered", _("This text does not wait for signatures any more. See how it stands now.")
    )


def only_who_offered() -> Forbidden:
    """The other side sends back instead."""
    return Forbidden("not_yours", _("Only who sent it can take it back. You can send it back."))


def only_who_was_asked() -> Forbidden:
    """Who offered withdraws instead."""
    return Forbidden("not_yours", _("You sent it yourself. You can take it back."))


def comment_blank() -> Refusal:
    """Without a word the other cannot know what to change."""
    return Refusal("comment_blank", _("Say in a few words what you would like to change."))


def comment_too_long(most: int) -> Refusal:
    """A comment is short; a conversation is better for the rest."""
    words = _("A comment has at most %(most)s characters. Talk about the rest when you meet.")
    return Refusal("comment_too_long", words % {"most": most})


def consent_missing() -> Refusal:
    """A signature is given, not assumed."""
    return Refusal("consent_missing", _("Tick the box to say that you agree."))


def name_missing() -> Refusal:
    """A signature has a name."""
    return Refusal("name_missing", _("Type your name, as you would sign."))


def code_wrong(tries_left: int) -> Refusal:
    """The code is not the one that was mailed."""
    if not tries_left:
        return code_used_up()
    words = ngettext(
        "This is not the code that we sent you. %(count)s try is left.",
        "This is not the code that we sent you. %(count)s tries are left.",
        tries_left,
    )
    return Refusal("code_wrong", words % {"count": tries_left})


def code_used_up() -> Refusal:
    """No code waits: never asked for, too old, or tried too often."""
    return Refusal("code_used_up", _("This code does not count any more. Ask for a new one."))


def not_intact() -> Refusal:
    """The stored bytes are not those whose hash was shown."""
    return Refusal(
        "not_intact",
        _("This text was damaged after it was sent and cannot be signed. Tell your coordinator."),
    )
