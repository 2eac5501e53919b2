from core.states import StateTable, Step

DOOR = StateTable(
    "door",
    (
        Step("make", ("",), "closed", "anyone"),
        Step("open", ("closed", "ajar"), "open", "anyone"),
        Step("close", ("open",), "closed", "anyone"),
        Step("close", ("ajar",), "closed", "time"),
    ),
)


def test_only_what_is_listed_is_allowed() -> None:
    assert DOOR.allows("open", "closed")
    assert not DOOR.allows("open", "open")
    assert not DOOR.allows("open", "")
    assert not DOOR.allows("lock", "closed")
    assert not DOOR.allows("open", "nowhere")


def test_what_does_not_exist_yet_can_be_made_once() -> None:
    assert DOOR.allows("make", "")
    assert not DOOR.allows("make", "closed")


def test_the_sources_of_an_act_are_those_of_all_its_steps() -> None:
    assert DOOR.sources_of("close") == ("open", "ajar")
    assert DOOR.sources_of("lock") == ()


def test_the_states_are_named_once_in_order_and_without_nothing() -> None:
    assert DOOR.states() == ("closed", "ajar", "open")
