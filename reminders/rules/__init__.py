"""Which nudge is due to whom, and when it may leave: pure functions over plain values."""
