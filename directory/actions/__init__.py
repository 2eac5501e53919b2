"""People in and out, by file: at once for a command, in steps that can be resumed for the page."""

from directory.actions.importing import Report, import_people, preview_people
from directory.actions.running import (
    cancel_import,
    continue_import,
    continue_imports,
    start_import,
)
from directory.actions.staging import forget_imports, stage_import

__all__ = [
    "Report",
    "cancel_import",
    "continue_import",
    "continue_imports",
    "forget_imports",
    "import_people",
    "preview_people",
    "stage_import",
    "start_import",
]
