"""What a report says about a file or a row, in sentences for people."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from directory.rules.problems import Code, Problem, Unreadable

_FILE = {
    Code.EMPTY: _("The file is empty."),
    Code.TOO_BIG: _("The file has more than %(limit)s MB. Split it and import the parts."),
    Code.TOO_MANY_ROWS: _("The file has more than %(limit)s rows. Split it and import the parts."),
    Code.WORKBOOK: _("This is an Excel workbook. Save it as “CSV UTF-8” and choose that file."),
    Code.NOT_TEXT: _("This is no text file. Export your people as CSV and choose that file."),
    Code.NO_HEADER: _(
        "No column is known. The first line must name them, such as: Email, First name,"
        " Last name, Job level."
    ),
    Code.NO_IDENTITY: _(
        "No column says who a row is about. Add one named “Email” or “Employee id”."
    ),
    Code.COLUMN_TWICE: _("The column “%(column)s” is there twice. Keep the one that counts."),
}
_ROW = {
    Code.WRONG_WIDTH: _(
        "This line has %(found)s values, the first line names %(expected)s columns. Is the"
        " separator another one, or is a quote missing?"
    ),
    Code.UNREADABLE_ROW: _("This line cannot be read; a cell is too long or a quote is missing."),
    Code.OPEN_QUOTE: _("A quote opens here and never closes, so the lines after it were not read."),
    Code.CONTROL_CHARACTER: _("“%(column)s” holds a character that cannot be shown."),
    Code.TOO_LONG: _("“%(value)s…” has %(found)s characters; %(limit)s are possible."),
    Code.BAD_EMAIL: _("“%(value)s” is not an email address."),
    Code.NO_EMAIL: _(
        "Nobody has the employee id %(employee_id)s, and a new person needs an email."
    ),
    Code.NO_NAME: _("Nobody has the address %(email)s, and a new person needs a name."),
    Code.BAD_LEVEL: _(
        "“%(value)s” holds no single number for the level. Use 0 to %(limit)s; a higher number is"
        " more senior."
    ),
    Code.BAD_COUNTRY: _("We do not know the country “%(value)s”."),
    Code.BAD_TIME_ZONE: _("“%(value)s” is not a time zone such as Europe/Berlin."),
    Code.BAD_LANGUAGE: _("We do not know the language “%(value)s”."),
    Code.BAD_WEEK: _("“%(value)s” does not name working days such as Mon-Fri."),
    Code.BAD_STATUS: _("“%(value)s” does not say whether somebody is active or has left."),
    Code.BAD_DATE: _("“%(value)s” can be read in two ways or none. Write dates like 2026-04-25."),
    Code.ROW_TWICE: _("%(who)s is in line %(first)s already."),
    Code.EMAIL_TAKEN: _("%(email)s belongs to somebody with another employee id."),
    Code.TWO_PEOPLE: _("%(email)s belongs to the person with the employee id %(employee_id)s."),
    Code.HAS_LEFT: _("%(who)s has left. To bring them back, add a column “Status” with “active”."),
    Code.YOURSELF: _("You cannot mark yourself as having left. Ask another HR admin."),
    Code.NO_SUCH_MANAGER: _("Manager left as it was: nobody is known as “%(manager)s”."),
    Code.SEVERAL_MANAGERS: _(
        "Manager left as it was: several people are called “%(manager)s”. Give an email or id."
    ),
    Code.OWN_MANAGER: _("Manager left as it was: %(who)s cannot report to themselves."),
    Code.MANAGER_CIRCLE: _(
        "Manager left as it was: %(who)s would report, through others, to themselves."
    ),
    Code.HR_EMAIL: _(
        "Email left as %(email)s: %(who)s is an HR admin and changes it after signing in."
    ),
    Code.LEAVES_LATER: _("%(who)s leaves on %(day)s; import again after that day."),
}
FIELDS = {
    "email": _("Email"),
    "employee_id": _("Employee id"),
    "full_name": _("Name"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "preferred_name": _("What colleagues call them"),
    "display_name": _("Name"),
    "given_name": _("What colleagues call them"),
    "job_title": _("Job title"),
    "level": _("Level"),
    "department": _("Department"),
    "location": _("Location"),
    "country": _("Country"),
    "time_zone": _("Time zone"),
    "working_week": _("Working days"),
    "languages": _("Languages"),
    "interface_language": _("Language of pages and mails"),
    "manager": _("Manager"),
    "manager_id": _("Manager’s employee id"),
    "manager_email": _("Manager’s email"),
    "status": _("Active or left"),
    "left_on": _("Last day"),
}


def sentence(code: str, facts: Mapping[str, str]) -> str:
    """Return the sentence for a code; what the file said is quoted, never interpreted."""
    return str((_FILE | _ROW)[Code(code)]) % facts


def about(problem: Problem | Unreadable) -> str:
    """Return the sentence for trouble with a row or a file."""
    return sentence(problem.code, problem.facts)


def field_name(field: str) -> str:
    """Return how people call a field."""
    return str(FIELDS.get(field, field))
