"""Make the fonts of our PDFs from the packages of @fontsource: static, one file a face.

    pip install fonttools brotli && npm install (in assets/)
    python assets/pdf_fonts.py [NAME ...]

Scripts whose letters change with their neighbors (Arabic, Hebrew, Devanagari) keep the tables of a
shaper, all others lose them. Chinese, Japanese and Korean keep the letters of the character sets
that their own computers were built on. WOFF is compressed with what Python brings along.
The result, core/fonts/, is committed: running and testing need neither Node nor this.
"""

import shutil
import sys
import tempfile
from itertools import product
from pathlib import Path

from fontTools import subset
from fontTools.merge import Merger, Options
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

HERE = Path(__file__).resolve().parent
PACKAGES = HERE / "node_modules"
OUT = HERE.parent / "core" / "fonts"
LAYOUT = ("GSUB", "GPOS", "GDEF", "STAT", "DSIG", "avar", "gasp", "MVAR", "HVAR", "BASE", "VORG")
FIGTREE = "@fontsource-variable/figtree"
BRICOLAGE = "@fontsource-variable/bricolage-grotesque"
NOTO = "@fontsource/noto-sans"
REST = ("greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese")
FACES = {
    "bricolage-grotesque-650": (
        BRICOLAGE,
        [
            f"bricolage-grotesque-{part}-wght-normal"
            for part in ("latin", "latin-ext", "vietnamese")
        ],
        650,
    ),
    "figtree-450": (
        FIGTREE,
        [f"figtree-{part}-wght-normal" for part in ("latin", "latin-ext")],
        450,
    ),
    "figtree-650": (
        FIGTREE,
        [f"figtree-{part}-wght-normal" for part in ("latin", "latin-ext")],
        650,
    ),
    "noto-sans-400": (NOTO, [f"noto-sans-{part}-400-normal" for part in REST], None),
    "noto-sans-700": (NOTO, [f"noto-sans-{part}-700-normal" for part in REST], None),
}
SHAPED = ("arabic", "hebrew", "devanagari")
# What a font of many letters keeps: character sets by their leading bytes, and single letters.
LETTERS = {
    "jp": ([("cp932", 0x81, 0xFC)], "𠮷彅"),
    "kr": ([("johab", 0x84, 0xD3)], ""),
    "sc": ([("gb2312", 0xA1, 0xF7), ("big5", 0xA4, 0xF9)], ""),
}
BOX = "□"
# All syllables of Korean.
HANGUL = (0xAC00, 0xD7A3)
LICENSES = {"figtree": FIGTREE, "bricolage-grotesque": BRICOLAGE, "noto-sans": NOTO}
for script in (*SHAPED, *LETTERS):
    LICENSES[f"noto-sans-{script}"] = f"{NOTO}-{script}"


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


def make_shaped(script: str, weight: int) -> None:
    """Write one weight of a script whose letters change with their neighbors, with its tables."""
    name = f"noto-sans-{script}-{weight}"
    path = (
        PACKAGES
        / f"{NOTO}-{script}"
        / "files"
        / f"noto-sans-{script}-{script}-{weight}-normal.woff2"
    )
    font = TTFont(path, recalcTimestamp=False)
    font["head"].modified = font["head"].created
    # A shaper reads the file itself, and would have it unpacked each time.
    font.flavor = None
    font.save(OUT / f"{name}.ttf")


def letters_of(script: str) -> set[int]:
    """Return the letters of a script's character sets."""
    sets, more = LETTERS[script]
    found = {ord(letter) for letter in more}
    for codec, first, last in sets:
        for pair in product(range(first, last + 1), range(0x31, 0xFF)):
            text = bytes(pair).decode(codec, "ignore")
            if len(text) == 1:
                found.add(ord(text))
    return found


def pieces_of(script: str) -> list[Path]:
    """Return the numbered pieces that a package cuts a large font into."""
    # The simplified font lacks some traditional letters of names.
    sources = [script, "tc"] if script == "sc" else [script]
    return [
        piece
        for source in sources
        for piece in sorted(
            (PACKAGES / f"{NOTO}-{source}" / "files").glob(f"*-{source}-[0-9]*-400-normal.woff2")
        )
    ]


def keep_letters(font: TTFont, letters: set[int]) -> None:
    """Take all other letters out of a font."""
    options = subset.Options(
        hinting=False, layout_features=[], notdef_outline=True, glyph_names=False
    )
    smaller = subset.Subsetter(options)
    smaller.populate(unicodes=letters)
    smaller.subset(font)


def make_many(script: str) -> None:
    """Write a font of many letters from the numbered pieces of its package."""
    wanted = letters_of(script)
    if script == "kr":
        wanted = {letter for letter in wanted if HANGUL[0] <= letter <= HANGUL[1]}
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for piece in pieces_of(script):
            font = static(piece, None)
            here = wanted & set(font.getBestCmap())
            if here:
                wanted -= here
                keep_letters(font, here)
                path = Path(folder) / f"{piece.stem}.ttf"
                font.save(path)
                paths.append(str(path))
        options = Options()
        options.drop_tables = ["vmtx", "vhea", "MATH", "meta", *LAYOUT]
        merged = Merger(options=options).merge(paths)
    merged.recalcTimestamp = False
    merged["head"].modified = merged["head"].created
    merged.flavor = "woff"
    merged.save(OUT / f"noto-sans-{script}-400.woff")


def make_box() -> None:
    """Write a font of the one sign that stands for letters that no other has."""
    for piece in pieces_of("sc"):
        font = static(piece, None)
        if ord(BOX) in font.getBestCmap():
            keep_letters(font, {ord(BOX)})
            font["head"].modified = font["head"].created
            font.save(OUT / "noto-sans-box-400.ttf")
            return


OUT.mkdir(exist_ok=True)
chosen = sys.argv[1:] or [*FACES, *SHAPED, *LETTERS, "box"]
for name in chosen:
    if name in SHAPED:
        make_shaped(name, 400)
        make_shaped(name, 700)
    elif name in LETTERS:
        make_many(name)
    elif name == "box":
        make_box()
    else:
        make(name, *FACES[name])
for name, package in LICENSES.items():
    shutil.copy(PACKAGES / package / "LICENSE", OUT / f"{name}-OFL.txt")
for path in OUT.iterdir():
    path.chmod(0o644)
