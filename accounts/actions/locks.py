"""One way to lock a person, so that every act reads what it changes."""

from accounts.models import User


def lock_person(user: User) -> User:
    """Return the person as stored, locked until the transaction ends."""
    return User.objects.select_for_update().get(pk=user.pk)


def save_changes(person: User, *fields: str) -> None:
    """Write fields of a locked person; the revision tells those who keep facts of them."""
    person.revision += 1
    person.save(update_fields=[*fields, "revision"])
