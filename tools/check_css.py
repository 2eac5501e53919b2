"""Say whether the committed CSS still matches its Sass sources; needs no Node.

`check_css.py` exits 1 when the sources changed without `make css`, or the CSS was edited by hand.
`check_css.py --stamp COMPILED` writes the committed file from what Sass produced.
"""

import argparse
import hashlib
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STAMP = "/* Viceversa theme, made by `make css`. sources {sources} body {body} */\n"
STAMP_PATTERN = re.compile(r"\A/\* .* sources ([0-9a-f]{64}) body ([0-9a-f]{64}) \*/\n")


def sources_hash(root: Path) -> str:
    """SHA-256 over the names and bytes of every Sass file and the pinned versions."""
    assets = root / "assets"
    digest = hashlib.sha256()
    for path in [*sorted((assets / "scss").glob("**/*.scss")), assets / "package.json"]:
        digest.update(path.relative_to(assets).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def css_file(root: Path) -> Path:
    """Return where the compiled theme is committed."""
    return root / "static" / "css" / "viceversa.css"


def stamp(root: Path, compiled: Path) -> None:
    """Write the compiled CSS to its place, under a line that names its sources."""
    body = compiled.read_text(encoding="utf-8")
    line = STAMP.format(sources=sources_hash(root), body=_sha256(body))
    css_file(root).write_text(line + body, encoding="utf-8")


def fault(root: Path) -> str:
    """Return what is wrong with the committed CSS, in a sentence; empty when nothing is."""
    text = css_file(root).read_text(encoding="utf-8") if css_file(root).exists() else ""
    found = STAMP_PATTERN.match(text)
    if found is None:
        return "static/css/viceversa.css is missing or bears no stamp: run `make css`."
    if found[1] != sources_hash(root):
        return "static/css/viceversa.css is older than assets/scss: run `make css`."
    if found[2] != _sha256(text[found.end() :]):
        return "static/css/viceversa.css was edited by hand: change assets/scss, run `make css`."
    return ""


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def main(arguments: list[str] | None = None) -> int:
    """Check, or with --stamp write. Returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stamp", type=Path, metavar="COMPILED")
    parser.add_argument("--root", type=Path, default=ROOT)
    options = parser.parse_args(arguments)
    if options.stamp:
        stamp(options.root, options.stamp)
        return 0
    message = fault(options.root)
    if message:
        sys.stderr.write(message + "\n")
    return 1 if message else 0


if __name__ == "__main__":
    sys.exit(main())
