"""Migrations: complete, named by what they do, and no table without one."""

import re
from io import StringIO

import pytest
from django.core.management import call_command

from tools.places import ROOT

pytestmark = pytest.mark.django_db


def test_the_models_have_no_change_without_a_migration() -> None:
    out = StringIO()
    call_command("makemigrations", "--check", "--dry-run", stdout=out)
    assert out.getvalue() == "No changes detected\n"


def test_a_migration_is_named_by_what_it_does() -> None:
    names = [path.stem for path in ROOT.glob("*/migrations/0*.py")]
    assert names
    assert [name for name in names if re.search(r"_auto_|_\d{8}|_alter_.*_and_more", name)] == []
