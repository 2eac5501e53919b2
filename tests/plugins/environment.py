"""The suite's own environment: nothing of the developer's shell or of `var/` reaches a test."""

import atexit
import os
import shutil
import signal
import tempfile
from pathlib import Path

from django.conf import settings
from hypothesis import settings as hypothesis_settings

# What settings.py reads; what a test needs otherwise it sets itself.
FOREIGN = (
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "DEBUG",
    "DEFAULT_FROM_EMAIL",
    "EMAIL_TIMEOUT",
    "EMAIL_URL",
    "HR_SECOND_FACTOR",
    "LEDGER_HEADS_DIR",
    "LOG_LEVEL",
    "REDIS_URL",
    "SECRET_KEY",
    "SIGNING_KEY_FILE",
    "SITE_URL",
    "TRUSTED_PROXY_COUNT",
    "VICEVERSA_DEMO",
)


def _data_dir() -> str:
    """Make a folder for this run; the workers of a parallel run inherit that of their parent."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return os.environ["DATA_DIR"]
    folder = tempfile.mkdtemp(prefix="viceversa-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _prepare() -> None:
    for name in FOREIGN:
        os.environ.pop(name, None)
        os.environ.pop(f"{name}_FILE", None)
    # A shell that starts the suite in the background lets it, and all it starts, ignore Ctrl-C.
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    # A make that a test starts is not a part of the make that started the suite.
    for name in ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "MAKEOVERRIDES"):
        os.environ.pop(name, None)
    os.environ["SECRET_KEY"] = "only-for-tests-and-long-enough-to-look-like-a-real-one-0123456789"
    os.environ["DATA_DIR"] = _data_dir()
    # Nothing answers there: who wants mail or a broker asks for `smtp_catcher` or `redis_url`.
    os.environ["EMAIL_URL"] = "smtp://127.0.0.1:9"
    # Tests of HR pages sign in without it; tests of the second factor switch it on.
    os.environ["HR_SECOND_FACTOR"] = "false"
    (Path(os.environ["DATA_DIR"]) / "static").mkdir(exist_ok=True)
    # Playwright runs an event loop in the thread of the test, which is no reason to refuse the ORM.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    if os.environ.get("TEST_DATABASE_URL"):
        os.environ["DATABASE_URL"] = os.environ["TEST_DATABASE_URL"]


def pytest_configure() -> None:
    """Make the suite fast where nothing is proved by being slow."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Pages are tested without `collectstatic` before; the manifest has a test of its own.
    settings.STORAGES["staticfiles"] = {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
    }


_prepare()
hypothesis_settings.register_profile("suite", max_examples=60, deadline=None)
hypothesis_settings.register_profile("long", max_examples=5000, deadline=None)
hypothesis_settings.load_profile("suite")
