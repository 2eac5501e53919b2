"""Every word that the product says is marked for translation.

Read twice: in the templates, all branches of them, and on the pages, in a language nobody speaks
(see pseudo.py), where what stands outside of brackets was not marked, or is somebody's own words.
"""

import re
from pathlib import Path

import pytest
from django.test import Client

from tests.access_world import ACTORS, World
from tests.pseudo import spoken
from tests.saying import NAMES, Known, has_words, outside_of_brackets, said_in
from tests.test_access import address, read_table
from tools.places import ROOT

pytestmark = pytest.mark.system  # the same words on every database
# It begins a tag in one branch and ends it in another; what it says is handed in.
TWO_TAGS_IN_ONE = {"button.html"}
TEMPLATES = sorted(
    path.relative_to(ROOT / "templates")
    for path in (ROOT / "templates").rglob("*.*")
    if path.suffix in {".html", ".txt"} and path.name not in TWO_TAGS_IN_ONE
)
TAGS = re.compile(
    r"{#.*?#}"
    r"|{%\s*block\s+\w*class\s*%}.*?{%\s*endblock\b.*?%}"
    r"|{%\s*comment\b.*?{%\s*endcomment\s*%}"
    r"|{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|{%.*?%}|{{.*?}}",
    re.DOTALL,
)


@pytest.mark.parametrize("name", TEMPLATES, ids=str)
def test_a_template_says_nothing_unmarked(name: Path) -> None:
    source = TAGS.sub(" ", (ROOT / "templates" / name).read_text())
    said = said_in(source) if name.suffix == ".html" else [source]
    assert not [text.strip() for text in said if has_words(NAMES.sub("", text))]


# The names of columns in somebody's file.
OWN = {"directory:show-import": {"name", "email"}}
READERS = ("anonymous", "stranger", "mentor", "mentee", "former", "delegate", "sponsor", "hr")
READABLE = sorted(
    (route, tuple(who for who in READERS if get[ACTORS.index(who)] == "y"))
    for route, (get, _post) in read_table().items()
    if "y" in get
)


@pytest.mark.parametrize(("route", "readers"), READABLE)
def test_a_page_says_nothing_unmarked(world: World, route: str, readers: tuple[str, ...]) -> None:
    wrong: dict[str, list[str]] = {}
    known, own = Known(), {"", *OWN.get(route, ())}
    with spoken():
        for actor in readers:
            client = Client()
            client.cookies.update(world.cookies[actor])
            response = client.get(address(world, route, actor))
            if "html" in response.headers["Content-Type"]:
                left = outside_of_brackets(said_in(response.content.decode()))
                wrong[actor] = [found for found in map(known.unknown, left) if found not in own]
    assert not {actor: found for actor, found in wrong.items() if found}
