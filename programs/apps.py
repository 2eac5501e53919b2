"""The app `programs`."""

from importlib import import_module

from django.apps import AppConfig

from core.registry import AnswerPurpose, register_answers, register_messages


class ProgramsConfig(AppConfig):
    """Makes programs and their mails known."""

    name = "programs"

    def ready(self) -> None:
        """Register mails, links and who works on HR pages; their modules need loaded models."""
        emails = import_module("programs.emails")
        register_messages(*emails.KINDS)
        answer = import_module("programs.views.invitation").answer_invitation
        to_kickoff = import_module("programs.views.kickoff").answer_kickoff_link
        register_answers(
            AnswerPurpose(emails.ANSWER, answer),
            AnswerPurpose(emails.COMES, to_kickoff),
            AnswerPurpose(emails.CANNOT, to_kickoff),
        )
        can_coordinate_any = import_module("programs.permissions").can_coordinate_any
        import_module("accounts.permissions").register_hr_test(can_coordinate_any)
