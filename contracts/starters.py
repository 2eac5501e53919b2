"""The product's own sentences to start a goal from, by topic; no pair wrote them.

A sign goes on after "We will notice because". A topic is known by words in the names that HR gives.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.rules import Role

Sentence = str | Promise
Pair = tuple[Sentence, Sentence]
# "AI" is a topic, and "aim" is none.
_SHORT: Final = 2


@dataclass(frozen=True, slots=True)
class Starter:
    """A goal of a mentee, or a gain of a mentor, with its sign of success."""

    key: str
    role: Role
    text: Sentence
    sign: Sentence


@dataclass(frozen=True, slots=True, eq=False)
class Topic:
    """What starters are about. `words`: beginnings of words that name it, the shortest whole."""

    name: Sentence
    words: frozenset[str]
    starters: tuple[Starter, ...]

    def is_named(self, name: str) -> bool:
        """Say whether a topic of a program is this one."""
        said = "".join(c if c.isalnum() else " " for c in name.casefold()).split()
        return any(_begins(word, known) for word in said for known in self.words)

    def of(self, role: Role) -> list[Starter]:
        """Return those of one side."""
        return [starter for starter in self.starters if starter.role == role]


def _begins(word: str, known: str) -> bool:
    return word == known if len(known) <= _SHORT else word.startswith(known)


def _topic(
    key: str, name: Sentence, words: str, *, mentee: Iterable[Pair], mentor: Iterable[Pair]
) -> Topic:
    numbers = count(1)
    sides = ((Role.MENTEE, mentee), (Role.MENTOR, mentor))
    starters = (
        Starter(f"{key}-{next(numbers)}", role, text, sign)
        for role, pairs in sides
        for text, sign in pairs
    )
    return Topic(name, frozenset(words.split()), tuple(starters))


TOPICS: Final = (
    _topic(
        "tools",
        _("Tools and AI"),
        "tool ai ki digital data software technolog automat",
        mentee=(
            (_("I use one of our new tools for my own work."), _("I build one report alone.")),
            (
                _("I try an AI assistant on real tasks."),
                _("I can say where it helped and where not."),
            ),
            (_("I stop asking others for numbers I could look up."), _("I found three myself.")),
        ),
        mentor=(
            (_("I learn how a new tool gets its budget."), _("I can explain one such decision.")),
            (_("I show what I know to people who decide."), _("one idea of mine was tried.")),
        ),
    ),
    _topic(
        "customers",
        _("Customers"),
        "customer client market sales consumer kund user",
        mentee=(
            (_("I hear how customers really talk about us."), _("I quote one in each review.")),
            (_("I use our product as a new customer would."), _("I wrote down what annoyed me.")),
            (_("I learn where younger customers look first."), _("I have looked there myself.")),
        ),
        mentor=(
            (_("I see how we decide for which customers we work."), _("I can explain one choice.")),
            (
                _("I come along to a conversation with a large customer."),
                _("we talked it over after."),
            ),
        ),
    ),
    _topic(
        "newcomers",
        _("Newcomers and culture"),
        "newcomer onboard culture hiring",
        mentee=(
            (_("I learn what a first week here feels like."), _("we changed one thing about it.")),
            (
                _("I hear what people wonder about and never ask."),
                _("I answered three of it openly."),
            ),
            (_("I find out why good people leave in their second year."), _("I can name reasons.")),
        ),
        mentor=(
            (_("I understand why things are done the way they are."), _("I can tell a newcomer.")),
            (_("I get to know people outside my department."), _("I can call three of them.")),
        ),
    ),
    _topic(
        "media",
        _("Writing and social media"),
        "social media writ communicat video content post storytelling",
        mentee=(
            (_("I write my own weekly update."), _("people answer me there.")),
            (_("I write so that people read to the end."), _("my updates fit on one screen.")),
            (_("I post without fear, in my own words."), _("three posts are mine by the review.")),
        ),
        mentor=(
            (_("I learn what a leader may say in public, and what not."), _("I can explain why.")),
            (
                _("I practice presenting to people with four minutes."),
                _("I was asked to come again."),
            ),
        ),
    ),
    _topic(
        "careers",
        _("Careers and learning"),
        "career learn talent develop growth skill train karriere",
        mentee=(
            (
                _("I learn what people expect of work today."),
                _("I changed how I talk about careers."),
            ),
            (
                _("I find out how people learn when nobody teaches them."),
                _("I tried one way myself."),
            ),
            (
                _("I see which of our career rules make no sense any more."),
                _("one is being changed."),
            ),
        ),
        mentor=(
            (_("I understand how careers are made here."), _("I have a plan for two years.")),
            (_("I learn to ask for what I need."), _("I asked for it.")),
        ),
    ),
    _topic(
        "decisions",
        _("Decisions and strategy"),
        "decision strateg budget leader lead manag financ business power",
        mentee=(
            (_("I explain our strategy without slides."), _("somebody else can repeat it.")),
            (_("I learn how my decisions arrive in the teams."), _("I changed how I tell them.")),
            (
                _("I hear bad news while it is still small."),
                _("somebody brings me a problem unasked."),
            ),
        ),
        mentor=(
            (_("I sit in on two budget reviews."), _("I can explain a decision to others.")),
            (_("I see how leaders disagree with each other."), _("I can describe one case.")),
        ),
    ),
    _topic(
        "teams",
        _("Working together"),
        "team collaborat hybrid remote meeting flexib office together",
        mentee=(
            (_("I run meetings that people want to come to."), _("others speak before I do.")),
            (
                _("I learn how my team uses chat, and where I am in the way."),
                _("I write less at night."),
            ),
            (_("I try a way of working that is new to me for a month."), _("I kept a part of it.")),
        ),
        mentor=(
            (_("I learn to read a room before I speak."), _("we talk it over after a meeting.")),
            (_("I learn to say no to a senior person, kindly."), _("I did it twice.")),
        ),
    ),
    _topic(
        "belonging",
        _("Belonging and respect"),
        "inclusi belong divers respect wellbeing health equal access",
        mentee=(
            (_("I notice who does not speak in my meetings."), _("everybody has spoken once.")),
            (_("I ask before I assume."), _("you tell me when I did not.")),
            (
                _("I learn what makes it hard to be honest with me."),
                _("people disagree with me openly."),
            ),
        ),
        mentor=(
            (_("I grow calmer in front of senior people."), _("my voice stays the same.")),
            (
                _("I say what I think when it is not asked for."),
                _("I did it in a meeting of yours."),
            ),
        ),
    ),
    _topic(
        "planet",
        _("Sustainability"),
        "sustainab climate environment green planet energy nachhaltig",
        mentee=(
            (
                _("I learn what people expect of us on climate."),
                _("I can answer without a script."),
            ),
            (_("I look at one habit of my own at work."), _("I changed it for three months.")),
        ),
        mentor=(
            (
                _("I see how cost and climate are weighed here."),
                _("I can explain one such choice."),
            ),
            (
                _("I bring one proposal to people who can decide."),
                _("I got an answer with a reason."),
            ),
        ),
    ),
    _topic(
        "anything",
        _("Whatever your topic"),
        "",
        mentee=(
            (
                _("I find out what I no longer see from where I stand."),
                _("I did something about it."),
            ),
            (_("I ask more than I answer."), _("you say so at our review.")),
            (_("I try one thing that you do every day."), _("I still do it after a month.")),
        ),
        mentor=(
            (_("I see what a leader does all day."), _("I followed one for a day.")),
            (_("I learn which of my ideas are worth a proposal."), _("one of them was tried.")),
            (_("I get to be known by people who decide."), _("somebody asked for me by name.")),
        ),
    ),
)
_BY_KEY: Final = {starter.key: starter for topic in TOPICS for starter in topic.starters}


def starter_of(key: str, role: Role) -> Starter | None:
    """Return one of this side's starters by its key."""
    found = _BY_KEY.get(key)
    return found if found is not None and found.role == role else None


def topics_named(names: Iterable[str]) -> list[Topic]:
    """Return the topics that names of a program speak of, in the order of the names, each once."""
    return list(dict.fromkeys(_named(names)))


def _named(names: Iterable[str]) -> Iterator[Topic]:
    for name in names:
        yield from (topic for topic in TOPICS if topic.is_named(name))


def other_topics(near: Iterable[Topic]) -> list[Topic]:
    """Return all other topics, in the order of the collection."""
    known = list(near)
    return [topic for topic in TOPICS if topic not in known]
