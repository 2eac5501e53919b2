"""Exports of the usual HR systems are understood by their own column names."""

import pytest

from directory.rules.columns import recognize
from directory.rules.problems import Unreadable
from directory.rules.sensitive import is_sensitive

EXPORTS = {
    "Workday": (
        (
            "Employee ID,Worker,Preferred First Name,Email - Primary Work,Business Title,"
            "Management Level,Supervisory Organization,Location,Country,Manager ID,Worker Status,"
            "Termination Date"
        ),
        (
            "employee_id full_name preferred_name email job_title level department location country"
            " manager_id status left_on"
        ),
    ),
    "SuccessFactors": (
        (
            "STATUS,USERID,FIRSTNAME,LASTNAME,EMAIL,TITLE,DEPARTMENT,LOCATION,COUNTRY,MANAGER,"
            "TIMEZONE,DEFAULT_LOCALE,PAYGRADE"
        ),
        (
            "status employee_id first_name last_name email job_title department location country"
            " manager time_zone interface_language level"
        ),
    ),
    "Personio": (
        (
            "Personalnummer;Vorname;Nachname;Bevorzugter Name;E-Mail;Position;Abteilung;Standort;"
            "Vorgesetzter;Status;Letzter Arbeitstag"
        ),
        (
            "employee_id first_name last_name preferred_name email job_title department location"
            " manager status left_on"
        ),
    ),
    "BambooHR": (
        (
            "Employee #,First Name,Last Name,Preferred Name,Work Email,Job Title,Department,Site,"
            "Country,Supervisor,Employment Status,Termination Date"
        ),
        (
            "employee_id first_name last_name preferred_name email job_title department location"
            " country manager status left_on"
        ),
    ),
    "HiBob": (
        (
            "Display name,Email,Employee ID,Work title,Work department,Work site,Reports to email,"
            "Timezone"
        ),
        "full_name email employee_id job_title department location manager_email time_zone",
    ),
    "ADP": (
        (
            "Associate ID,Legal First Name,Legal Last Name,Work Contact: Work Email,"
            "Job Title Description,Home Department Description,Location Description,"
            "Reports To Associate ID,Position Status"
        ),
        "employee_id first_name last_name email job_title department location manager_id status",
    ),
    "French": (
        (
            "Matricule;Prénom;Nom;Courriel;Intitulé du poste;Niveau;Service;Lieu de travail;Pays;"
            "Responsable hiérarchique;Langues parlées"
        ),
        (
            "employee_id first_name last_name email job_title level department location country"
            " manager languages"
        ),
    ),
    "Spanish": (
        (
            "Número de empleado;Nombre;Apellidos;Correo electrónico;Puesto;Nivel;Departamento;Sede;"
            "País;Correo del jefe;Zona horaria"
        ),
        (
            "employee_id first_name last_name email job_title level department location country"
            " manager_email time_zone"
        ),
    ),
}


@pytest.mark.parametrize("system", EXPORTS)
def test_an_export_is_understood(system: str) -> None:
    names, fields = EXPORTS[system]
    header = tuple(names.replace(";", ",").split(","))

    columns = recognize(header)

    assert list(columns.used()) == fields.split()
    assert columns.unused == ()


@pytest.mark.parametrize(
    ("names", "fields"),
    [
        ("Vorname,Name,Email", ["first_name", "last_name", "email"]),
        ("Nombre,Apellido,Email", ["first_name", "last_name", "email"]),
        ("Name,Email", ["full_name", "email"]),
    ],
)
def test_a_column_name_means_what_is_missing_beside_it(names: str, fields: list[str]) -> None:
    assert list(recognize(tuple(names.split(","))).used()) == fields


def test_the_more_exact_of_two_names_counts_and_the_other_is_named() -> None:
    columns = recognize(("Grade", "Email", "Job level", "Work email"))

    assert columns.used() == {"level": "Job level", "email": "Work email"}
    assert columns.unused == ("Grade", "Email")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("one,two,three", "no_header"),
        ("First name,Last name,Department", "no_identity"),
        ("Email,Name,E-Mail ,Email", "column_twice"),
    ],
)
def test_a_header_that_says_too_little_or_too_much_is_refused(header: str, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        recognize(tuple(header.split(",")))
    assert refused.value.code == code


def test_an_unknown_name_may_be_there_twice() -> None:
    assert recognize(("Email", "Note", "Note")).unused == ("Note", "Note")


@pytest.mark.parametrize(
    "name",
    [
        "Date of birth", "dateOfBirth", "DOB", "Age", "Age group", "Gender", "Sex",
        "Race/Ethnicity", "Religion", "Disability status", "Marital status", "Salary", "Base pay",
        "Sexual orientation",
        "Geburtsdatum", "Geschlecht", "Alter", "Schwerbehinderung", "Konfession", "Familienstand",
        "Gehalt", "Anrede", "Date de naissance", "Sexe", "Civilité", "État civil", "Handicap",
        "Fecha de nacimiento", "Género", "Estado civil", "Discapacidad", "Salario",
        "Social security number", "IBAN",
    ],
)  # fmt: skip
def test_what_is_never_stored_is_recognized(name: str) -> None:
    assert is_sensitive(name)


@pytest.mark.parametrize(
    "name",
    ["Manager", "Management level", "Language", "Image", "Email", "Team", "Location", "Average"],
)
def test_ordinary_names_are_not_taken_for_sensitive(name: str) -> None:
    assert not is_sensitive(name)
