"""Words that carry grammar: no part of a name even where a sentence begins with them."""

from __future__ import annotations

from tools.directory.tokens import fold

_WORDS = """
a an the this that these those my our your his her its their both all every each any some no not only also and or but
if when where while as at by for from in into of off on onto out over to under with within about new used old more most
other another same such please thanks thank dear hi hello hey good we i you he she it they is are was were be has have
had do does did can could will would should may might must here there what which who why how regards best kind re fw fwd
un une le la les l du de des d et ou mais ce cet cette ces mon ma mes notre nos votre vos leur leurs son sa ses au aux
dans en sur sous par pour avec sans chez vers tous toutes chaque nouveau nouvelle autre bonjour merci cher chere madame
monsieur je tu il elle on nous vous ils elles est sont si quand comme
der die das den dem des ein eine einen einem einer eines und oder aber dieser diese dieses mein meine unser unsere ihr
ihre sein seine kein keine alle jeder jede beide neu neue neuer andere auf aus bei bis durch fur gegen im am in mit nach
ohne seit uber um unter von vom vor zu zum zur bitte danke hallo liebe lieber sehr guten ich wir sie er es du ist sind
wenn wie fur beim
el lo los las al del unos unas y o e pero mi mis su sus nuestro nuestra nuestros nuestras este esta estos estas ese esa
todo todos todas cada ambos ambas nuevo nueva otro otra con por para sin sobre desde hasta buenos buenas hola gracias
estimado estimada yo nosotros usted ustedes es son si cuando como
het een van en maar deze die dit dat mijn ons onze uw jullie hun haar zijn alle elke beide nieuw nieuwe andere aan bij
met voor naar uit over onder door tot op te beste hallo hoi dank geachte ik wij we je is als
il gli i della dei delle degli ed ma questo questa questi queste mio mia nostro nostra vostro vostra tutti tutte ogni
nuovo nuova altro altra con da dal dalla di nel nella su sul per tra fra buongiorno grazie gentile noi e sono
os as um uma uns umas ou mas este esta nosso nossa seu sua todos todas cada ambos novo nova outro outra com da do das
dos em na no nas nos por pelo pela para sem sobre bom boa ola obrigado prezado nos
"""

FUNCTION_WORDS = frozenset(fold(word) for word in _WORDS.split())
"""Articles, pronouns, prepositions, conjunctions, auxiliaries and greetings in seven languages, folded."""

_LEGAL_FORMS = """
inc incorporated llc llp lp ltd limited plc co corp corporation gmbh mbh ag kg kgaa ug ohg ek ev eg se bv nv vof cv
sa sas sarl eurl snc sprl bvba srl spa sl slu ab oy oyj aps asa kft sro pty kk
"""
LEGAL_FORMS = frozenset(_LEGAL_FORMS.split())
"""What people leave out of a company's name."""

_PREPOSITIONS = """
of in at the de du d des a le la en im am bei zu von der te van di da el do na
"""
PREPOSITIONS = frozenset(_PREPOSITIONS.split())
"""Small words that join a name and its town, or two parts of a name; those of the org's own names come on top."""
