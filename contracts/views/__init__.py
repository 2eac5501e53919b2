"""Pages of the agreement, for the two of a pair, and the house rules."""
