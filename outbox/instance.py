"""A copy of a database must not send: database and machine carry one id, or nothing leaves."""

import os
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from outbox.errors import ForeignDatabase
from outbox.models import Instance


def instance_path() -> Path:
    """Return where this machine keeps the id of its deployment."""
    return Path(settings.DATA_DIR) / "instance_id"


def ensure_own_database() -> None:
    """Raise `ForeignDatabase` when the database belongs to another deployment.

    A database that never sent anything is taken into possession.
    """
    stored = Instance.objects.filter(pk=1).values_list("instance_id", flat=True).first()
    if stored is None:
        Instance.objects.get_or_create(pk=1, defaults={"instance_id": _own_id()})
    elif stored != read_instance_id():
        message = (
            "This database belongs to another deployment, so nothing is sent from here."
            " If this is now the only one: manage.py adopt_database"
            " (a further worker of the same deployment: manage.py adopt_database --join)"
        )
        raise ForeignDatabase(message)


def read_instance_id() -> UUID | None:
    """Return this machine's id, or None when it has none or the file is damaged."""
    try:
        return UUID(instance_path().read_text().strip())
    except (FileNotFoundError, ValueError):
        return None


def write_instance_id(instance_id: UUID) -> None:
    """Replace this machine's id; a reader sees the old or the new one, never a part."""
    draft = _write_draft(instance_id)
    draft.replace(instance_path())


def _own_id() -> UUID:
    """Return this machine's id, making one that all processes agree on."""
    if read_instance_id() is None and not _create_file(uuid4()):
        instance_path().unlink(missing_ok=True)
        _create_file(uuid4())
    return read_instance_id() or uuid4()


def _create_file(instance_id: UUID) -> bool:
    draft = _write_draft(instance_id)
    try:
        os.link(draft, instance_path())
    except FileExistsError:
        return read_instance_id() is not None
    finally:
        draft.unlink()
    return True


def _write_draft(instance_id: UUID) -> Path:
    instance_path().parent.mkdir(parents=True, exist_ok=True)
    draft = instance_path().with_name(f"instance_id.{uuid4().hex}")
    draft.write_text(f"{instance_id}\n")
    return draft
