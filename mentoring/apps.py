"""The project as an app of its own: it only gives the deployment its name."""

from django.apps import AppConfig

from mentoring.celery import app as celery_app


class ViceversaConfig(AppConfig):
    """Holds the checks of the deployment as a whole."""

    name = "mentoring"
    verbose_name = "Viceversa"
    # Made when Django starts, in every process: without it `shared_task` would find no broker.
    celery = celery_app
