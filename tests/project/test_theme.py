"""The committed CSS and its sources: stale or edited by hand is noticed without Node."""

import shutil
from pathlib import Path

import pytest

from tools import check_css
from tools.places import ROOT

pytestmark = pytest.mark.system


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of what the stamp is about."""
    shutil.copytree(ROOT / "assets" / "scss", tmp_path / "assets" / "scss")
    shutil.copy(ROOT / "assets" / "package.json", tmp_path / "assets")
    shutil.copytree(ROOT / "static" / "css", tmp_path / "static" / "css")
    return tmp_path


def test_the_committed_css_is_current() -> None:
    assert check_css.fault(ROOT) == ""


def test_a_changed_source_makes_it_stale(copy: Path) -> None:
    (copy / "assets" / "scss" / "_new.scss").write_text(".new { color: red }")
    assert "older than assets/scss" in check_css.fault(copy)


def test_an_edit_by_hand_is_seen(copy: Path) -> None:
    with check_css.css_file(copy).open("a") as css:
        css.write(".quick-fix{color:red}")
    assert "edited by hand" in check_css.fault(copy)


def test_a_missing_file_is_said(copy: Path) -> None:
    check_css.css_file(copy).unlink()
    assert "missing" in check_css.fault(copy)
