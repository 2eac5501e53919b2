"""The rhythm of a pair: pure functions over plain values, without Django and without a clock."""
