"""Words that carry grammar and hardly any meaning, in the languages written with spaces."""

from __future__ import annotations

import re
from collections.abc import Iterable

from agents.reading.local.words import fold

_WORDS = """
en:
a an the this that these those it its it's he she they them their theirs his her hers him we us our ours you your yours
i me my mine and or but nor so if then than as at by for from in into of off on onto out over to under up with within
about after before between during through until till while is are was were be been being am do does did done doing have
has had having will would shall should can could may might must i'm i'd i've i'll we're we've we'd we'll you're they're
that's there's here there where when which who whom whose what also too very just only even still already again more
most much many some any each every all both other another such same own per via etc hi hello dear hey regards best
kind sincerely please thanks ok okay well now today one two let lets let's get got
fr:
un une le la les l'on de du des d'un d'une et ou mais donc car ni que qui quoi dont où ce cet cette ces se sa son ses
mon ma mes ton ta tes notre nos votre vos leur leurs je tu il elle on nous vous ils elles me te lui y en dans sur sous
par pour avec sans chez vers entre depuis pendant est sont était être été ai as a avons avez ont avoir sera serait
peut pouvez pourriez très plus moins aussi bien bonjour cordialement madame monsieur merci au aux c'est qu'il s'il
de:
der die das den dem des ein eine einen einem einer eines und oder aber denn dass ob wenn als wie wo wer was ich du er
sie es wir ihr mich mir uns euch ihnen ihre ihren ihrem ihrer unser unsere unseren unserem mein meine meinen meinem
dein sein seine im in an am auf aus bei bis durch für gegen mit nach seit über um unter von vom vor zu zum zur ist sind
war waren sein wird werden wurde haben hat hatte kann können könnten soll sollte muss noch nur auch schon sehr mehr
bitte hallo guten tag geehrte geehrter damen herren freundlichen grüßen gruß viele mit hiermit dieser diese dieses
es:
el lo los las al del un una unos unas y o u pero que quien cual cuyo este esta estos estas ese esa eso mi mis tu tus su
sus nuestro nuestra nuestros vuestro yo él ella nosotros ellos ellas me te se nos les le con sin por para en de desde
hasta entre sobre es son era fue ser estar está están estoy he ha han hay había puede pueden podría muy más menos
también ya aún buenos días buenas tardes hola saludos saludo cordial estimado estimada estimados favor gracias como
nl:
het een de en of maar want dat die dit deze wie wat welke ik je jij u hij zij ze wij we jullie hun mij ons onze uw zijn
haar in op aan bij met van voor naar uit over onder door tot om te is was waren wordt worden werd heb hebt heeft hebben
had kan kunnen kunt zou zal zullen moet moeten mag nog ook al er hier daar graag hallo beste geachte groet groeten
vriendelijke alvast dank hoi
it:
il lo gli i la le un uno una dei degli delle e ed o ma che chi cui questo questa questi queste quello quella mio mia
suo sua nostro nostra vostro vostra loro io tu lui lei noi voi mi ti si ci vi con per tra fra da dal dalla di del della
in nel nella su sul sulla è sono era essere stato ho hai ha abbiamo avete hanno può potete potrebbe molto più anche già
buongiorno salve gentile gentili cordiali saluti distinti grazie favore ancora come
pt:
o os as um uma uns umas e ou mas que quem qual este esta estes estas esse essa isso meu minha seu sua nosso nossa
vosso eu tu ele ela nós eles elas me te se lhe com sem por para em no na nos nas do da dos das ao à pelo pela desde até
entre sobre é são era foi ser estar está estão tenho tem temos têm há pode podem poderia muito mais também já bom dia
boa tarde olá caro cara prezado prezados atenciosamente cumprimentos favor obrigado ainda como
"""

STOPWORDS_OF: dict[str, frozenset[str]] = {}
"""Language (ISO 639-1) → its stop words, folded."""
for _language, _text in re.findall(r"^(\w\w):\n((?:(?!\w\w:\n).*\n)+)", _WORDS, re.MULTILINE):
    STOPWORDS_OF[_language] = frozenset(fold(word) for word in _text.split())

STOPWORDS = frozenset().union(*STOPWORDS_OF.values())


def grammar_of(words: Iterable[str]) -> frozenset[str]:
    """The stop words of the language(s) that folded words seem to be in, by the stop words among them."""
    told = [word for word in words if word in STOPWORDS]
    counted = {language: sum(word in known for word in told) for language, known in STOPWORDS_OF.items()}
    most = max(counted.values())
    if most < 2:
        return frozenset()
    return frozenset().union(*(STOPWORDS_OF[language] for language, count in counted.items() if count == most))
