"""What the guard tests read out of the code."""

import ast
import io
import tokenize
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tools.places import ROOT

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@cache
def layers() -> dict[str, int]:
    """Return every app with its height in the house: higher ones may import lower ones."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    rows: list[str] = settings["tool"]["importlinter"]["contracts"][0]["layers"]
    return {
        app.strip(): height for height, row in enumerate(reversed(rows)) for app in row.split("|")
    }


def sources() -> list[Path]:
    """Return the Python files of the product: no tests, tools or migrations."""
    return sorted(
        path
        for app in layers()
        for path in (ROOT / app).rglob("*.py")
        if "migrations" not in path.parts
    )


def templates() -> list[Path]:
    """Return the pages and partials; mails have rules of their own."""
    return sorted(p for p in (ROOT / "templates").rglob("*.html") if "email" not in p.parts)


@cache
def tree(path: Path) -> ast.Module:
    """Return the parsed file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(path: Path) -> Iterator[Function]:
    """Yield every function of a file, methods and inner ones too."""
    for node in ast.walk(tree(path)):
        if isinstance(node, Function):
            yield node


def code_lines(path: Path) -> set[int]:
    """Return the numbers of the lines that hold code: no blank ones, comments or docstrings."""
    silent = {tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.COMMENT}
    silent |= {tokenize.ENCODING, tokenize.ENDMARKER}
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text(encoding="utf-8")).readline)
    lines = {n for t in tokens if t.type not in silent for n in range(t.start[0], t.end[0] + 1)}
    return lines - _docstring_lines(tree(path))


def _docstring_lines(module: ast.Module) -> set[int]:
    found: set[int] = set()
    for node in ast.walk(module):
        if isinstance(node, Documented) and ast.get_docstring(node) is not None:
            first = node.body[0]
            found.update(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return found


def named(paths: list[Path]) -> list[str]:
    """Return the paths as they are written in the project."""
    return [str(path.relative_to(ROOT)) for path in paths]
