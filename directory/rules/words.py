"""Words that cells use: names of days, and what says that somebody is here or has left."""

from accounts.rules.places import folded

_DAY_NAMES = (
    "monday mon mo montag lundi lun lunes",
    "tuesday tue tues tu di dienstag mardi mar martes",
    "wednesday wed we mi mittwoch mercredi mer miércoles mie",
    "thursday thu thur thurs th do donnerstag jeudi jeu jueves jue",
    "friday fri fr freitag vendredi ven viernes vie",
    "saturday sat sa samstag sonnabend samedi sam sábado sab",
    "sunday sun su so sonntag dimanche dim domingo dom",
)
_HERE = (
    "active,aktiv,actif,active internal,activo,activa,employed,employee,current,working,hired,"
    "on leave,leave,leave of absence,paid leave,unpaid leave,parental leave,abwesend,"
    "in elternzeit,elternzeit,beurlaubt,beschäftigt,angestellt,en congé,en poste,présent,"
    "en excedencia,de permiso,empleado,yes,y,true,1,ja,oui,sí,onboarding,probation,probezeit"
)
_LEFT = (
    "inactive,terminated,left,leaver,resigned,retired,deceased,former,former employee,separated,"
    "dismissed,discharged,offboarded,not active,ended,inaktiv,ausgeschieden,ausgetreten,"
    "gekündigt,pensioniert,in rente,ehemalig,inactif,inactive,parti,sorti,démissionnaire,"
    "retraité,licencié,inactivo,inactiva,baja,de baja definitiva,cesado,jubilado,no,n,false,0,"
    "nein,non,t"
)

DAYS = {
    folded(name): number
    for number, names in enumerate(_DAY_NAMES, start=1)
    for name in names.split()
}
HERE = frozenset(folded(word) for word in _HERE.split(","))
LEFT = frozenset(folded(word) for word in _LEFT.split(","))
