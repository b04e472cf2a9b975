"""Names of months, weekdays and small numbers, in seven languages (after the Unicode CLDR), folded."""

from __future__ import annotations

from agents.reading.local.words import fold

_MONTHS = """
january jan januar jaenner jänner janvier janv enero ene januari gennaio gen janeiro
february feb februar février févr fév febrero februari febbraio fevereiro fev
march mar märz maerz mrz mars marzo maart mrt março
april apr avril avr abril abr aprile
may mai mayo mei maggio mag maio
june jun juni juin junio giugno giu junho
july jul juli juillet juil julio luglio lug julho
august aug août aout agosto ago augustus
september sep sept septembre septiembre setiembre settembre set setembro
october oct oktober okt octobre octubre ottobre ott outubro out
november nov novembre noviembre novembro
december dec dezember dez décembre déc diciembre dic dicembre dezembro
"""
MONTHS = {fold(name): n for n, line in enumerate(_MONTHS.strip().split("\n"), 1) for name in line.split()}
"""Name or abbreviation → 1 to 12."""

_WEEKDAYS = """
monday mon montag lundi lunes maandag lunedì segunda-feira segunda
tuesday tue tues dienstag mardi martes dinsdag martedì terça-feira terça
wednesday wed mittwoch mercredi miércoles woensdag mercoledì quarta-feira quarta
thursday thu thur thurs donnerstag jeudi jueves donderdag giovedì quinta-feira quinta
friday fri freitag vendredi viernes vrijdag venerdì sexta-feira sexta
saturday sat samstag sonnabend samedi sábado zaterdag sabato
sunday sun sonntag dimanche domingo zondag domenica
"""
WEEKDAYS = {fold(name): n for n, line in enumerate(_WEEKDAYS.strip().split("\n")) for name in line.split()}
"""Name → 0 for Monday to 6."""

AMBIGUOUS = frozenset({"mon", "sat", "sun", "set", "out", "mar", "mag", "may", "gen", "ago", "quarta", "quinta"} | {
    "segunda", "terca", "sexta", "martes", "lug", "giu"
})  # fmt: skip
"""Names that are words of another kind, too: trusted only beside a day number (months) or not at all (weekdays)."""

_NUMBERS = """
one a an ein eine einen einem einer un une uno una een um uma
two zwei deux dos twee due dois duas
three drei trois tres drie tre três
four vier quatre cuatro quattro quatro
five fünf cinq cinco vijf cinque
six sechs seis zes sei
seven sieben sept siete zeven sette sete
eight acht huit ocho otto oito
nine neun neuf nueve negen nove
ten zehn dix diez tien dieci dez
eleven elf onze once undici
twelve zwölf douze doce twaalf dodici doze
"""
NUMBERS = {fold(name): n for n, line in enumerate(_NUMBERS.strip().split("\n"), 1) for name in line.split()} | {
    fold(name): n
    for n, names in {
        13: "thirteen", 14: "fourteen vierzehn quatorze catorce veertien quattordici catorze",
        15: "fifteen fünfzehn quinze quince vijftien quindici",
        20: "twenty zwanzig vingt veinte twintig venti vinte",
        30: "thirty dreissig trente treinta dertig trenta trinta",
        40: "forty vierzig quarante cuarenta veertig quaranta quarenta",
        45: "forty-five", 50: "fifty fünfzig cinquante cincuenta vijftig cinquanta cinquenta",
        60: "sixty sechzig soixante sesenta zestig sessanta sessenta",
        90: "ninety neunzig quatre-vingt-dix noventa negentig novanta",
        100: "hundred hundert cent cien honderd cento cem",
    }.items()
    for name in names.split()
}  # fmt: skip
"""Number word → number. 'one' includes the indefinite articles: look at what follows before trusting them."""

CJK_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"十": 10}
