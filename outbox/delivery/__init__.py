"""Bringing messages to the mail server: claim, render, hand over, finish."""

from outbox.delivery.dispatch import dispatch
from outbox.delivery.run import Report

__all__ = ["Report", "dispatch"]
