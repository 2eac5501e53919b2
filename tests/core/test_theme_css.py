"""The committed CSS is current, complete, self-hosted, small, and readable in both themes."""

import gzip
import re
import shutil
from pathlib import Path

import pytest

from tools import check_css

ROOT = Path(__file__).resolve().parents[2]
FONTS_FIRST_VIEW = ["figtree-latin.woff2", "bricolage-grotesque-latin.woff2"]
TEXT_ON = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("muted", "paper"),
    ("muted", "surface"),
    ("muted", "sunk"),
    ("primary", "paper"),
    ("on-primary", "primary"),
    ("mentor", "paper"),
    ("mentee", "paper"),
    ("over", "mentor-soft"),
    ("mentee", "mentee-soft"),
    ("ok", "ok-soft"),
    ("due", "due-soft"),
    ("over", "over-soft"),
    ("pause", "pause-soft"),
    ("danger", "surface"),
    ("ink", "danger-soft"),
]
EDGES_ON = [("field-line", "surface"), ("focus", "paper"), ("heat-missed", "surface")]


def css() -> str:
    return check_css.css_file(ROOT).read_text("utf-8")


def colors(theme: str) -> dict[str, str]:
    source = (ROOT / "assets/scss/_theme.scss").read_text("utf-8")
    block = source.split(f"@mixin {theme} {{")[1].split("\n}")[0]
    return dict(re.findall(r"--([\w-]+): #([0-9a-f]+);", block))


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    full = "".join(digit * 2 for digit in color) if len(color) == 3 else color
    parts = [int(full[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(theme: str, one: str, other: str) -> float:
    palette = colors(theme)
    dark, bright = sorted([luminance(palette[one]), luminance(palette[other])])
    return (bright + 0.05) / (dark + 0.05)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what the check reads."""
    shutil.copytree(ROOT / "assets/scss", tmp_path / "assets/scss")
    shutil.copy(ROOT / "assets/package.json", tmp_path / "assets")
    shutil.copytree(ROOT / "static/css", tmp_path / "static/css")
    return tmp_path


def test_the_committed_css_matches_its_sources() -> None:
    assert check_css.fault(ROOT) == ""


def test_a_changed_source_makes_it_stale(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / "assets/scss/_heat.scss").write_text("// changed", "utf-8")

    assert check_css.main(["--root", str(checkout)]) == 1
    assert "older than assets/scss" in capsys.readouterr().err


def test_a_new_source_makes_it_stale(checkout: Path) -> None:
    (checkout / "assets/scss/_new.scss").touch()

    assert "older than assets/scss" in check_css.fault(checkout)


def test_an_edit_by_hand_is_noticed(checkout: Path) -> None:
    with check_css.css_file(checkout).open("a", encoding="utf-8") as file:
        file.write(".x{color:red}")

    assert "edited by hand" in check_css.fault(checkout)


def test_a_missing_file_is_noticed(checkout: Path) -> None:
    check_css.css_file(checkout).unlink()

    assert "missing" in check_css.fault(checkout)


def test_stamping_makes_it_current_again(checkout: Path) -> None:
    (checkout / "assets/scss/_new.scss").touch()
    compiled = checkout / "compiled.css"
    compiled.write_text("a{color:red}", "utf-8")

    assert check_css.main(["--root", str(checkout), "--stamp", str(compiled)]) == 0
    assert check_css.main(["--root", str(checkout)]) == 0


def test_nothing_is_loaded_from_elsewhere_and_every_font_is_there() -> None:
    addresses = re.findall(r"url\(([^)]+)\)", css())

    fonts = [address.strip("\"'") for address in addresses]
    assert fonts
    assert [one for one in fonts if not (ROOT / "static/css" / one).resolve().is_file()] == []


def test_every_font_comes_with_its_license() -> None:
    for family in ("figtree", "bricolage-grotesque"):
        license_text = (ROOT / f"static/fonts/{family}-OFL.txt").read_text("utf-8")
        assert "SIL OPEN FONT LICENSE" in license_text


def test_every_variable_that_is_used_is_defined() -> None:
    text = css()

    assert set(re.findall(r"var\((--[\w-]+)\)", text)) <= set(re.findall(r"(--[\w-]+):", text))


def test_dark_holds_by_choice_and_by_the_system() -> None:
    dark = r"\{[^}]*--paper: #0e1715"

    assert re.search(r"\[data-bs-theme=dark\]" + dark, css())
    assert re.search(
        r"@media ?\(prefers-color-scheme: dark\)\{\[data-bs-theme=auto\]" + dark, css()
    )


def test_style_and_fonts_of_a_first_view_leave_room_for_the_page() -> None:
    fonts = sum((ROOT / "static/fonts" / name).stat().st_size for name in FONTS_FIRST_VIEW)

    assert fonts + len(gzip.compress(css().encode())) <= 80 * 1024


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_has_a_contrast_of_four_and_a_half(theme: str) -> None:
    assert [pair for pair in TEXT_ON if contrast(theme, *pair) < 4.5] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_edges_of_controls_and_charts_have_a_contrast_of_three(theme: str) -> None:
    assert [pair for pair in EDGES_ON if contrast(theme, *pair) < 3] == []
