"""Make the fonts of our PDFs from the packages of the theme: static, one file a face, no layout.

    pip install fonttools brotli && npm install (in assets/) && python assets/pdf_fonts.py

The result, core/fonts/, is committed: running and testing need neither Node nor this.
"""

import shutil
import tempfile
from pathlib import Path

from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).resolve().parent
PACKAGES = HERE / "node_modules"
OUT = HERE.parent / "core" / "fonts"
LAYOUT = ("GSUB", "GPOS", "GDEF", "STAT", "DSIG", "avar", "gasp", "MVAR", "HVAR")
FIGTREE = "@fontsource-variable/figtree"
BRICOLAGE = "@fontsource-variable/bricolage-grotesque"
NOTO = "@fontsource/noto-sans"
REST = ("greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese")
FACES = {
    "bricolage-grotesque-650": (
        BRICOLAGE,
        [f"bricolage-grotesque-{part}-wght-normal" for part in ("latin", "latin-ext", "vietnamese")],
        650,
    ),
    "figtree-450": (FIGTREE, [f"figtree-{part}-wght-normal" for part in ("latin", "latin-ext")], 450),
    "figtree-650": (FIGTREE, [f"figtree-{part}-wght-normal" for part in ("latin", "latin-ext")], 650),
    "noto-sans-400": (NOTO, [f"noto-sans-{part}-400-normal" for part in REST], None),
    "noto-sans-700": (NOTO, [f"noto-sans-{part}-700-normal" for part in REST], None),
}
LICENSES = {"figtree": FIGTREE, "bricolage-grotesque": BRICOLAGE, "noto-sans": NOTO}


def static(source: Path, weight: int | None) -> TTFont:
    """Return one weight of a font, without the tables that only a shaper reads."""
    font = TTFont(source, recalcTimestamp=False)
    if weight is not None:
        font = instancer.instantiateVariableFont(font, {"wght": weight})
    for table in LAYOUT:
        if table in font:
            del font[table]
    font.flavor = None
    return font


def make(name: str, package: str, parts: list[str], weight: int | None) -> None:
    """Write one face from the parts of its package."""
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for part in parts:
            path = Path(folder) / f"{part}.ttf"
            static(PACKAGES / package / "files" / f"{part}.woff2", weight).save(path)
            paths.append(str(path))
        options = Options()
        options.drop_tables = ["vmtx", "vhea", "MATH", "meta", *LAYOUT]
        merged = Merger(options=options).merge(paths)
        merged.recalcTimestamp = False
        merged["head"].modified = merged["head"].created
        merged.save(OUT / f"{name}.ttf")


OUT.mkdir(exist_ok=True)
for name, (package, parts, weight) in FACES.items():
    make(name, package, parts, weight)
for name, package in LICENSES.items():
    shutil.copy(PACKAGES / package / "LICENSE", OUT / f"{name}-OFL.txt")
for path in OUT.iterdir():
    path.chmod(0o644)
