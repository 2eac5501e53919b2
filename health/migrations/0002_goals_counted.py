"""How many goals are done; and every pair is looked at anew, for its review and its goals."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


def look_anew(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Let the next refresh find every pair: its stored facts know nothing of reviews."""
    health = apps.get_model("health", "PairHealth")
    health.objects.update(next_change_at=F("computed_at"))


class Migration(migrations.Migration):
    dependencies = [
        ("health", "0001_stored_facts"),
    ]

    operations = [
        migrations.AddField(
            model_name="pairhealth",
            name="goals_done",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="pairhealth",
            name="goals",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.RunPython(look_anew, migrations.RunPython.noop),
    ]
