"""Who may settle an action item."""

from accounts.models import User
from attention.models import ActionItem


def can_handle(user: User, item: ActionItem) -> bool:
    """Whoever sees it: a coordinator of its program outside the line of its people."""
    return ActionItem.objects.visible_to(user).filter(pk=item.pk).exists()
