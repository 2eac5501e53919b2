"""Columns that are never stored, whatever HR's system exports: they are dropped and named.

Birth, gender, ethnicity, religion, disability, family, health, pay, and numbers of the state.
"""

import re
import unicodedata

_WORDS = frozenset(
    [
        "birth",
        "birthday",
        "birthdate",
        "birthplace",
        "dob",
        "born",
        "age",
        "gender",
        "sex",
        "sexual",
        "sexuality",
        "orientation",
        "pronoun",
        "pronouns",
        "ethnic",
        "ethnicity",
        "race",
        "racial",
        "hispanic",
        "latino",
        "religion",
        "religious",
        "faith",
        "confession",
        "disability",
        "disabilities",
        "disabled",
        "impairment",
        "handicap",
        "marital",
        "married",
        "spouse",
        "children",
        "veteran",
        "pregnant",
        "pregnancy",
        "maternity",
        "paternity",
        "health",
        "medical",
        "sick",
        "sickness",
        "illness",
        "salary",
        "wage",
        "wages",
        "pay",
        "payroll",
        "income",
        "bonus",
        "compensation",
        "iban",
        "bank",
        "ssn",
        "nin",
        "passport",
        "union",
        "salutation",
        "alter",
        "anrede",
        "herkunft",
        "gehalt",
        "lohn",
        "bruttolohn",
        "steuerklasse",
        "steuer",
        "konto",
        "kinder",
        "konfession",
        "schwanger",
        "krankheit",
        "ethnie",
        "naissance",
        "civilite",
        "sexe",
        "genre",
        "salaire",
        "enfants",
        "sante",
        "edad",
        "nacimiento",
        "sexo",
        "genero",
        "raza",
        "etnia",
        "salario",
        "sueldo",
        "hijos",
        "salud",
        "tratamiento",
    ]
)
_BEGINNINGS = (
    "geburt",
    "geschlecht",
    "behinder",
    "schwerbehinder",
    "religi",
    "konfession",
    "ethni",
    "disab",
    "discapac",
    "familienstand",
    "krankenkasse",
    "krankenversicher",
    "sozialversicher",
    "gewerkschaft",
)
_PHRASES = (
    "social security",
    "national id",
    "tax id",
    "national insurance",
    "etat civil",
    "situation familiale",
    "situation de famille",
    "securite sociale",
    "estado civil",
    "seguridad social",
)


def is_sensitive(name: str) -> bool:
    """Say whether a column's name speaks of what is never stored."""
    words = _words(name)
    phrase = " ".join(words)
    return any(word in _WORDS or word.startswith(_BEGINNINGS) for word in words) or any(
        part in phrase for part in _PHRASES
    )


def _words(name: str) -> list[str]:
    """Split "dateOfBirth", "DATE_OF_BIRTH" and "Date de naissance" into plain lower-case words."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    plain = unicodedata.normalize("NFKD", apart.casefold())
    letters = "".join(char for char in plain if not unicodedata.combining(char))
    return re.findall(r"[^\W_]+", letters)
