"""The names that columns go by, per field, the most exact first."""

NAMES = {
    "email": (
        "Work email, Primary work email, Email - work, Email - primary work, Work email address,"
        "Primary work email address, Business email, Business email address, Company email,"
        "Corporate email, Work contact: work email, Email, Email address, Email id, Mail,"
        "Employee email, User principal name, UPN, Dienstliche E-Mail, Geschäftliche E-Mail,"
        "E-Mail geschäftlich, E-Mail (dienstlich), E-Mail (geschäftlich), E-Mail-Adresse,"
        "Mailadresse, Adresse e-mail professionnelle, E-mail professionnel, Email professionnel,"
        "Adresse e-mail, Adresse email, Adresse électronique, Courriel, Courriel professionnel,"
        "Correo electrónico corporativo, Correo corporativo, Email corporativo,"
        "Correo electrónico, Correo"
    ),
    "employee_id": (
        "Employee id, Employee number, Employee no, Employee nr, Emp id, Emp no, Worker id,"
        "Personnel number, Personnel no, Person id, Person id external, Staff id, Staff number,"
        "Associate id, File number, Payroll id, User id, External id, Personalnummer, Personal-Nr,"
        "Pers-Nr, Mitarbeiternummer, Mitarbeiter-Nr, Mitarbeiter-ID, Mitarbeiterkennung, Matricule,"
        "Numéro d'employé, Numéro employé, Identifiant employé, Número de empleado,"
        "ID de empleado, ID empleado, Número de personal, Legajo"
    ),
    "full_name": (
        "Display name, Full name, Preferred name - full name, Legal name, Employee name,"
        "Worker name, Formatted name, Worker, Anzeigename, Vollständiger Name, Voller Name,"
        "Mitarbeitername, Nom complet, Nom et prénom, Prénom et nom, Nom d'affichage,"
        "Nombre completo, Nombre y apellidos, Apellidos y nombre, Nombre para mostrar"
    ),
    "name": "Name, Nom, Nombre",
    "first_name": (
        "First name, Legal first name, Legal name - first name, Given name, Givenname, Forename,"
        "Vorname, Rufname (Vorname), Prénom, Prénom usuel légal, Nombre de pila, Primer nombre"
    ),
    "last_name": (
        "Last name, Legal last name, Legal name - last name, Surname, Family name, Nachname,"
        "Familienname, Zuname, Nom de famille, Nom d'usage, Apellido, Apellidos, Primer apellido"
    ),
    "preferred_name": (
        "Preferred first name, Preferred name - first name, Preferred name, Known as, Nickname,"
        "Goes by, Chosen name, Bevorzugter Name, Bevorzugter Vorname, Rufname, Spitzname,"
        "Prénom usuel, Prénom préféré, Nombre preferido, Nombre de preferencia"
    ),
    "job_title": (
        "Job title, Business title, Position title, Work title, Job title description, Title,"
        "Position, Role, Job profile, Job, Jobtitel, Stellenbezeichnung, Positionsbezeichnung,"
        "Funktion, Tätigkeit, Stelle, Intitulé du poste, Intitulé de poste, Titre du poste, Poste,"
        "Fonction, Emploi, Puesto, Puesto de trabajo, Título del puesto, Cargo"
    ),
    "level": (
        "Job level, Level, Management level, Career level, Seniority level, Grade, Job grade,"
        "Pay grade, Compensation grade, Salary grade, Grade level, Band, Job band, Stufe, Ebene,"
        "Hierarchieebene, Hierarchiestufe, Karrierestufe, Karrierelevel, Führungsebene,"
        "Entgeltgruppe, Niveau, Niveau hiérarchique, Niveau de poste, Échelon, Classification,"
        "Nivel, Nivel jerárquico, Nivel del puesto, Grado"
    ),
    "department": (
        "Department, Department name, Home department, Home department description,"
        "Department description, Organizational unit, Organisational unit, Organization unit,"
        "Org unit, Supervisory organization, Work department, Division, Business unit, Team,"
        "Cost center name, Abteilung, Organisationseinheit, Bereich, Fachbereich, Département,"
        "Service, Direction, Unité organisationnelle, Departamento, Área, Unidad organizativa"
    ),
    "location": (
        "Location, Work location, Location name, Location description, Primary location, Site,"
        "Work site, Office, Office location, Workplace, City, Work city, Standort, Arbeitsort,"
        "Büro, Dienstort, Stadt, Niederlassung, Lieu de travail, Lieu, Bureau, Établissement,"
        "Ville, Ubicación, Sede, Centro de trabajo, Lugar de trabajo, Oficina, Ciudad"
    ),
    "country": (
        "Country, Country code, Work country, Location country, Country name, Country/region,"
        "ISO country code, Land, Ländercode, Arbeitsland, Pays, Code pays, Pays de travail,"
        "País, Código de país"
    ),
    "time_zone": (
        "Time zone, Timezone, Time zone id, IANA time zone, Work time zone, TZ, Zeitzone,"
        "Fuseau horaire, Zona horaria, Huso horario"
    ),
    "working_week": (
        "Working week, Work week, Working days, Work days, Workdays, Arbeitstage, Arbeitswoche,"
        "Jours travaillés, Jours de travail, Semaine de travail, Días laborables, Días de trabajo"
    ),
    "languages": (
        "Languages spoken, Spoken languages, Languages, Language, Language skills,"
        "Preferred language, Primary language, Sprachen, Sprache, Sprachkenntnisse,"
        "Langues parlées, Langues, Langue, Idiomas, Idioma, Lenguas"
    ),
    "interface_language": (
        "Interface language, Display language, Locale, Default locale, Preferred locale,"
        "User language, Anzeigesprache, Korrespondenzsprache, Langue d'affichage,"
        "Idioma de la interfaz"
    ),
    "manager_id": (
        "Manager id, Manager employee id, Manager - employee id, Manager employee number,"
        "Manager number, Manager worker id, Manager user id, Supervisor id,"
        "Supervisor employee id, Supervisor number, Reports to id, Reports to associate id,"
        "Reports to employee id, Line manager id, Reporting to id, Vorgesetzten-ID,"
        "Vorgesetzter ID, Vorgesetzter Personalnummer, Personalnummer Vorgesetzter,"
        "Personalnummer des Vorgesetzten, Personalnummer der Führungskraft, Führungskraft ID,"
        "Matricule du responsable, Matricule responsable, Matricule manager, ID du responsable,"
        "ID del jefe, ID del supervisor, ID del responsable, Número de empleado del jefe"
    ),
    "manager_email": (
        "Manager email, Manager email address, Manager - email, Manager work email,"
        "Manager's email, Supervisor email, Supervisor email address, Line manager email,"
        "Reports to email, Reporting to email, Vorgesetzter E-Mail, E-Mail Vorgesetzter,"
        "E-Mail des Vorgesetzten, E-Mail der Führungskraft, Führungskraft E-Mail,"
        "E-mail du responsable, Email du responsable, Email responsable, E-mail du manager,"
        "Email manager, Courriel du responsable, Correo del jefe, Correo del supervisor,"
        "Correo del responsable, Email del jefe, Email del responsable"
    ),
    "manager": (
        "Manager, Line manager, Direct manager, Reports to, Reporting to, Supervisor,"
        "Supervisor name, Manager name, Reports to name, Worker's manager, Boss, Vorgesetzter,"
        "Vorgesetzte, Vorgesetzte/r, Vorgesetzte(r), Vorgesetzte Person, Führungskraft, Leitung,"
        "Responsable, Responsable hiérarchique, Supérieur hiérarchique, Supérieur, N+1, Jefe,"
        "Jefe directo, Jefa, Superior"
    ),
    "status": (
        "Employment status, Employee status, Worker status, Position status, Status, Active,"
        "Active status, Is active, Beschäftigungsstatus, Mitarbeiterstatus, Aktiv, Statut,"
        "Statut d'emploi, Actif, Estado, Estado laboral, Situación laboral, Activo"
    ),
    "left_on": (
        "Termination date, Leave date, Leaving date, Date left, Left on, Last day of work,"
        "Last working day, Last day, Exit date, End date, Employment end date, Separation date,"
        "Austrittsdatum, Austritt, Letzter Arbeitstag, Beschäftigungsende, Kündigungsdatum,"
        "Date de départ, Date de sortie, Date de fin, Date de fin de contrat, Dernier jour,"
        "Fecha de baja, Fecha de salida, Fecha de terminación, Último día"
    ),
}
