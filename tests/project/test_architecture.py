"""The laws of the house that import-linter and ruff cannot see."""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from tests.project import facts
from tools.places import ROOT

pytestmark = pytest.mark.system

FORBIDDEN_ROOMS = {"utils", "helpers", "common", "base", "services", "signals"}
ORM_WRITES = {"save", "create", "delete", "get_or_create", "update_or_create"}
ORM_BULK_WRITES = {"bulk_create", "bulk_update", "aupdate", "acreate", "adelete", "asave"}
LONGEST_MODULE = 250
LONGEST_FUNCTION = 40
LONGEST_TEMPLATE = 110
INLINE = re.compile(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=", re.IGNORECASE)
INCLUDED = re.compile(r"{%\s*(?:include|extends)\s+[\"']([a-z_]+)/")


def _height(app: str) -> int:
    return facts.layers()[app]


def _own_models() -> list[type[models.Model]]:
    return [
        m for m in apps.get_models(include_auto_created=True) if m._meta.app_label in facts.layers()
    ]


def _relations(model: type[models.Model]) -> list[tuple[str, str]]:
    """Return the relations of a model that it declares itself, each with the app it points to."""
    fields = [*model._meta.fields, *model._meta.many_to_many]
    return [
        (field.name, field.remote_field.model._meta.app_label)
        for field in fields
        if field.remote_field is not None
    ]


def test_every_app_stands_in_the_house() -> None:
    folders = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert folders == set(facts.layers())


def test_no_foreign_key_points_up() -> None:
    pointing_up = [
        f"{model._meta.label}.{name} -> {target}"
        for model in _own_models()
        for name, target in _relations(model)
        if target in facts.layers() and _height(target) > _height(model._meta.app_label)
    ]
    assert pointing_up == []


def test_outbox_and_audit_know_people_by_opaque_ids_alone() -> None:
    below = [model for model in _own_models() if model._meta.app_label in {"core", "outbox"}]
    strangers = {
        f"{model._meta.label}.{name}"
        for model in below
        for name, target in _relations(model)
        if target not in {"core", "outbox"}
    }
    assert strangers == set()


def test_includes_of_templates_point_down() -> None:
    owners = {p: p.relative_to(ROOT / "templates").parts[0] for p in facts.templates()}
    pointing_up = [
        f"{path.relative_to(ROOT)} -> {target}"
        for path, app in owners.items()
        for target in INCLUDED.findall(path.read_text())
        if {app, target} <= facts.layers().keys() and _height(target) > _height(app)
    ]
    assert owners
    assert pointing_up == []


def _is_orm_write(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    name = node.func.attr
    if name == "update":  # a dict's takes a dict, a queryset's keywords alone
        return bool(node.keywords) and not node.args
    return name in ORM_BULK_WRITES or (name in ORM_WRITES and not _is_cache(node.func.value))


def _is_cache(owner: ast.expr) -> bool:
    return ast.unparse(owner).endswith("cache")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("pair.save()", True),
        ("Pair.objects.filter(pk=1).update(state='x')", True),
        ("Pair.objects.bulk_create(rows)", True),
        ("context.update(more)", False),
        ("cache.delete('key')", False),
        ("sign(contract, by=user, now=now)", False),
    ],
)
def test_the_guard_knows_a_write_when_it_sees_one(code: str, *, expected: bool) -> None:
    assert any(_is_orm_write(node) for node in ast.walk(ast.parse(code))) is expected


def test_no_view_writes_through_the_orm() -> None:
    views = [p for p in facts.sources() if "views" in {p.stem, p.parent.name}]
    writes = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in views
        for node in ast.walk(facts.tree(path))
        if isinstance(node, ast.Call) and _is_orm_write(node)
    ]
    assert views
    assert writes == []


def test_no_module_is_named_for_being_left_over() -> None:
    left_over = [p for p in facts.sources() if {p.stem, p.parent.name} & FORBIDDEN_ROOMS]
    assert facts.named(left_over) == []


def test_modules_and_functions_stay_short() -> None:
    too_long = []
    for path in facts.sources():
        lines = facts.code_lines(path)
        if len(lines) > LONGEST_MODULE:
            too_long.append(f"{path.relative_to(ROOT)}: {len(lines)} lines")
        for node in facts.functions(path):
            inside = lines & set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
            if len(inside) > LONGEST_FUNCTION:
                too_long.append(f"{path.relative_to(ROOT)}: {node.name}, {len(inside)} lines")
    assert too_long == []


def test_no_import_hides_in_a_function() -> None:
    hidden = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in facts.sources()
        for function in facts.functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_templates_are_short_and_hold_no_inline_script_or_style() -> None:
    faults = []
    for path in facts.templates():
        text = path.read_text()
        if text.count("\n") > LONGEST_TEMPLATE:
            faults.append(f"{path.relative_to(ROOT)} is too long")
        if INLINE.search(text):
            faults.append(f"{path.relative_to(ROOT)}: {INLINE.search(text)}")
    assert faults == []


def test_every_silencer_carries_its_reason() -> None:
    bare = re.compile(r"#\s*(?:noqa(?::\s*[A-Z0-9, ]+)?|type:\s*ignore\[[^]]*\])\s*$")
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in [*facts.sources(), *_test_files()]
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if bare.search(line)
    ]
    assert found == []


def _test_files() -> list[Path]:
    return sorted((ROOT / "tests").rglob("*.py"))
