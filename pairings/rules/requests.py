"""When a participant may ask somebody to be their partner."""

from datetime import timedelta

from programs.rules import ProgramState

# After a no the same two leave each other in peace for a while.
ASK_AGAIN_AFTER = timedelta(days=30)


def takes_requests(state: str, *, allows_requests: bool, is_quiet: bool) -> bool:
    """Say whether people may ask for a partner in a program.

    While pairs are fixed quietly nobody asks: who is no longer suggested would tell who is paired.
    """
    return allows_requests and not is_quiet and state in _ASKING


_ASKING = (ProgramState.MATCHING, ProgramState.RUNNING, ProgramState.ENROLLING)
