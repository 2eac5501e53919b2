"""Writes people in short transactions: nobody waits for a long import.

Each batch looks again under lock before it writes, so that what somebody changed between the
preview and now is not lost, and a batch that is written a second time changes nothing.
"""

from collections.abc import Callable, Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import TypeVar

from allauth.account.models import EmailAddress
