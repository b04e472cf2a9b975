"""How people say that an account is meant, left out, or only an example: cues of seven languages, none of any trade.

A cue that is missed brings one account too many before a reviewer; one that is too wide loses a request. So the words
that leave an account out are those of rest ('stays', 'not affected'), never a mere negation ('is not reachable').
"""

from __future__ import annotations

import re


def _any(*alternatives: str) -> str:
    return "(?:" + "|".join(alternatives) + ")"


def _compiled(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_SMALL = _any(
    "the|our|any|for|at|in|on|from|to|with|of|by|one|ones|those|that|what|site|sites|page",
    "der|die|das|den|dem|des|für|bei|beim|auf|von",
    "le|la|les|l['’]|pour|chez|à|au|aux|sur|de|du|des|celui|celle|ceux",
    "el|los|las|para|en|al|het|voor|bij|op|van|il|lo|gli|per|da|su|quello|quella|o|os|as|no|na|em|ao|do",
)
_GAP = rf"(?:\W+{_SMALL})*\W*$"
"""Small words up to the account, at the end of the text before it."""

_BREAK = r"(?:^|[,;:(–—]\s*|\b(?:but|and|aber|und|mais|et|pero|y|maar|ma|e|mas)\s+)"

_MADE = _any(
    "did|do|done|have|had|set|made|built|put|used?|added|handled|fixed|supplied|delivered|sent|gave|given|installed",
    "provided|sold|quoted|offered|arranged|shipped|fitted",
)
_DID = _any(
    rf"\b(?:like|as|what|the way) (?:you|we|they|i)(?:['’]ve| have| had)?\s+(?:\w+ly |just )?(?:{_MADE})\b"
    r"(?:\s+\w+){0,2}\s+(?:for|at|with|on|to|in)\b",
    r"\bwie (?:sie|wir|ihr|ich|bereits|auch|schon|damals|zuletzt)\s+(?:\w+\s+){0,2}(?:bei|für|mit)\b",
    r"\bcomme (?:vous|nous|on|déjà)\s+(?:[\w'’]+\s+){0,2}(?:fait|faite|fîtes|mis|mise)\s+(?:pour|chez|avec|sur)\b",
    r"\b(?:como|come) (?:(?:lo|le|ya|já|già)\s+)?(?:hic\w+|hizo|pasó|avete|abbiamo|fizeram|fizemos|fez)\b"
    r"(?:\s+\w+){0,3}\s+(?:para|con|en|a|per|da|com|na|no)\b",
    r"\bzoals (?:jullie|u|we|wij|eerder)\s+(?:\w+\s+){0,3}(?:voor|bij|met)\b",
)
_LIKE_YOU_DID = _DID + _GAP
"""'Like you did for X'."""

EXAMPLE_BEFORE = _compiled(
    r"(?<!would )(?<!['’]d )(?<!i )(?<!we )\b(?:just |much |exactly )?like\b" + _GAP,
    r"\b(?:same as|similar to|such as|compared (?:to|with)|for example|for instance|the way|modell?ed on"
    r"|as)\b" + _GAP,
    r"\b(?:so |ähnlich |genauso |wie )?wie(?: etwa| zum beispiel)?\b" + _GAP,
    _LIKE_YOU_DID,
    r"\b(?:e\.g\.|z\.\s?b\.|p\.\s?ex\.|bijv\.)" + _GAP,
    r"\b(?:zum beispiel|beispielsweise|nach dem vorbild|comme|telle? que|à l['’]instar|par exemple|pareil que)\b"
    + _GAP,
    r"\b(?:como|(?:al )?igual que|por ejemplo|tal como|zoals|net (?:als|zoals)|bijvoorbeeld|hetzelfde als)\b" + _GAP,
    r"\b(?:ceux?|celles?|l[ae]s?) que (?:vous|nous) (?:avez|avons) (?:mis|livré|installé|fourni|posé"
    r"|vendu)\w*\b" + _GAP,
    r"\b(?:l[oa]s? que|como l[oa]s? que) (?:nos |les |le )?(?:pus|instal|entreg|suministr|vend)\w+\b" + _GAP,
    r"\b(?:quell[oaie]|come quell[oaie]) che (?:avete|abbiamo) (?:dato|installato|fornito|consegnato"
    r"|messo)\w*\b" + _GAP,
    r"\b[oa]s? que (?:instal|entreg|forne|pus|vend)\w+\b" + _GAP,
    r"\bdie (?:sie|ihr|jullie|u) (?:schon |auch |ook |al )?(?:in|bei|an|bij|aan|voor|für)\b" + _GAP,
    r"\b(?:come|uguale a|simile a|(?:per|ad) esempio|igual a|por exemplo)\b" + _GAP,
)
"""Text that ends where an example begins."""

_SAME = _any(
    "same|identical|gleiche\\w*|dieselbe\\w*|derselbe\\w*|dasselbe",
    "mêmes?|mism[oa]s?|zelfde|hetzelfde|stess[oaie]|mesm[oa]s?",
)
_HAS = _any(
    "has|have|had|uses?|got|does|did|is using|runs",
    "hat|haben|nutzt|verwendet|ont|a|utilise|tiene|tienen|usan?|heeft|hebben|gebruikt|ha|hanno|utilizza|tem|têm",
)
SAME_BEFORE = _compiled(rf"\b{_SAME}\b[^.;!?]*$")
LIKE_BEFORE = _compiled(r"\b(?:like|as|wie|comme|como|zoals|come)\b(?:\W+\w+){0,6}\W*$")
HAS_AFTER = _compiled(
    rf"^(?:\W+(?:in|at|à|en|te|a|em)\s+\w+)?\W*(?:already |now |also |schon |déjà |ya |al |già |já )?{_HAS}\b"
)
"""'The same layout that X has': X is the example."""

_NOT = _any("not|nicht|pas|no|niet|non|não|ni|nor")
_ONLY = _any("only|just|nur|seulement|solo|alleen|soltanto|só|apenas")
_CONCERN = _any("concern|affect|apply|include|involve|cover|mean|about|regard|relate")
_CONCERNED = _any("afecta|refiere|incluye|aplica|afeta|inclui|riguarda|vale|interessa|include")
LEFT_OUT_BEFORE = _compiled(
    _BREAK + rf"{_NOT}\b(?!\s+{_ONLY}\b)" + _GAP,
    r"\b(?:except(?: for)?|excepting|excluding|other than|apart from|aside from|unlike)\b" + _GAP,
    r"\b(?:we|i)(?:['’]re| are|['’]m| am)\s+not\b" + _GAP,
    r"\b(?:wir sind nicht|nous ne sommes pas|no somos|wij zijn niet|we zijn niet|non siamo|não somos)\b" + _GAP,
    r"\b(?:no (?:ties|connection|relation|links?)|nothing to do|not (?:related|connected)|unrelated"
    r"|(?:confus|mix|muddl)\w*(?:\s+\w+){0,2}(?:\s+up)?)\s+(?:to|with)\b" + _GAP,
    r"\b(?:nichts (?:gemein|zu tun)|verwechsel\w*|nicht verwandt)\s+(?:mit\b)?" + _GAP,
    r"\b(?:rien à voir|confond\w+|nada que ver|confund\w+|niets te maken|verwar\w+|nulla a che fare|confonde\w+)"
    r"\s+(?:avec|con|met|com)\b" + _GAP,
    r"\b(?:instead of|rather than|without|besides|skip|ignore|disregard|leave out|leave|spare)\b" + _GAP,
    r"\b(?:do not|don['’]?t|never|no need to|not)\s+(?:\w+\s+)?"
    r"(?:touch|change|move|include|alter|bother)\b[^.;!?]{0,30}$",
    rf"(?:\bnot|n['’]t)\s+(?:to\s+)?{_CONCERN}\w*(?:\s+(?:to|with))?\b" + _GAP,
    r"\b(?:betrifft|gilt|umfasst|meine?n?|geldt|betreft|gaat)\s+(?:nicht|niet)\b" + _GAP,
    r"\bne\s+(?:concerne|touche|vise|s['’]applique)\w*\s+pas\b" + _GAP,
    rf"\b(?:no|não|non)\s+(?:se\s+)?{_CONCERNED}\w*\b" + _GAP,
    r"\b(?:außer|ausgenommen|abgesehen|anstatt|statt|anstelle|ohne)\b" + _GAP,
    r"\b(?:sauf|excepté|hormis|sans|hors|à part|plutôt que|au lieu)\b" + _GAP,
    r"\b(?:excepto|salvo|menos|sin|aparte|en vez|en lugar|exceto|sem|em vez|além)\b" + _GAP,
    r"\b(?:behalve|uitgezonderd|zonder|in plaats|afgezien|tranne|eccetto|senza|invece|a parte)\b" + _GAP,
)
"""Text that ends where something begins that is expressly not meant."""

_OTHER = (
    r"(?!(?:and|und|et|y|en|e|but|not|i|we|you|they|he|she|it|that|which|who|ich|wir|sie|er|es|das|die|nous|vous|ils"
    r"|elles|on|que|qui|yo|nosotros|ellos|ik|wij|ze|zij|io|noi|loro|che|eu|nós|eles)\b)"
)
_SUBJECT = rf"^(?:['’]s)?(?:\W*\([^)]*\))?(?:\W+{_OTHER}[\w'’]+){{0,6}}?\W+(?:(?:and|und|et|y|en|e)\s+)?"
"""Up to six words between an account and the verb whose subject it is: 'X (Leeds) and its site …'."""

_FINE = _any(
    "fine|ok|okay|good|up(?! for)|unaffected|unchanged|excluded|in order|separate|out of scope|some(?:body|one) else",
    "not (?:affected|part|included|concerned|involved|ours|our|in scope)|outside (?:of )?(?:my|our|the|this|it)",
)
_ALREADY = _any("already|schon|bereits|déjà|ya|al|reeds|già|já")
_DONE = _any(
    "done|fixed|handled|sorted|settled|finished|taken care|in place|in order|ok|okay|fine|erledigt|gemacht|geregelt",
    "in ordnung|fertig|réglée?s?|faite?s?|corrigée?s?|en place|en ordre|hech[oa]s?|list[oa]s?|arreglad\\w+|resuelt\\w+",
    "gedaan|klaar|in orde|opgelost|fatt[oaie]|a posto|sistemat[oaie]|risolt[oaie]",
    "feit[oa]s?|resolvid[oa]s?|pront[oa]s?",
)
_LEFT_OUT = (
    r"(?:stays?|remains?)\s+(?:as|on|with|the same|unchanged|put|untouched|where|in place)\b",
    r"keeps?\s+(?:what|their|its|his|her|the|everything)\b",
    r"continues?(?:\s+(?:as|unchanged|with)|\s*[.;,]?\s*$)",
    rf"(?:is|are)\s+(?:all |both |still )?{_FINE}\b",
    r"works?\s+(?:fine|well|ok|okay|now|again|normally|properly|perfectly|just)\b",
    r"(?:has|have)\s+(?:nothing to do|no part|its own|their own|no changes?|nothing(?=\W*$))\b",
    r"(?:does not|do not|doesn['’]?t|don['’]?t|needn['’]?t)\s+(?:need (?:it|this|that|any\w*)|change|apply|belong)\b",
    r"(?:do|does|orders?|buys?|plans?|makes?|runs?|uses?|handles?)\s+(?:their|its|his|her)\s+own\b",
    r"needs?\s+(?:nothing|none|no changes?)\b",
    r"(?:nothing|none)\s+(?:is\s+)?(?:needed|required|more|to do|to be done|from)\b",
    r"(?:nichts|niets|niks|rien|nada|nulla|niente)\s+(?:\w+\s+){0,2}"
    r"(?:nötig|zu tun|nodig|à faire|que hacer|da fare|a fazer)\b",
    r"(?:no hace|ya no hace) falta\b",
    r"non serve\b",
    r"não (?:é preciso|precisa)\b",
    r"(?:plans?|handles?|manages?|orders?|buys?|pays?|does|do|takes?|looks?|decides?)\s+(?:\w+\s+){0,3}"
    r"(?:itself|themselves|himself|herself)\b",
    r"[^\W\d]+(?:en|t)\s+(?:\w+\s+){0,3}(?:selbst|selber|zelf)\b",
    r"[^\W\d]+\s+(?:\w+\s+){0,3}(?:(?:lui|elle|eux|elles)-mêmes?|da sol[aoi]|por su cuenta|sozinh[oa]s?)\b",
    r"(?:had|did|got|went through)\s+(?:theirs?|it|this|that|the same|his|hers)\s+(?:done|last|in|already"
    r"|earlier|before|a)\b",
    r"keeps?\s+(?:the\s+)?(?:old|same|current|existing|previous|it)\b",
    r"(?:always |usually |never )?(?:goes|runs|works?)\s+(?:\w+\s+)?(?:smoothly|perfectly|without)\b",
    r"(?:hat|hatte|haben|hatten)\s+(?:das|es|sie|ihn|ihre\w*|seine\w*)\s+(?:schon|bereits|letzte[sn]?|im)\b",
    r"(?:l['’](?:a|ont)|a|ont)\s+déjà\s+(?:fait|eu|reçu|obtenu)\b",
    r"ya\s+(?:lo|la|los|las)\s+(?:hiz\w+|hicieron|tiene\w*|tuv\w+|hemos)\b",
    r"(?:heeft|hebben|had|hadden)\s+(?:het|dat|die|deze)\s+(?:al|vorig|eerder)\b",
    r"(?:lo|la|l['’]|ce l['’])\s*ha(?:nno)?\s+già\b",
    r"já\s+(?:(?:o|a|os|as)\s+)?(?:fez|fizeram|tem|têm|teve|recebeu)\b",
    r"(?:gaat|loopt|draait|werkt)\s+(?:het |alles )?(?:\w+\s+)?(?:goed|prima)\b",
    r"(?:ça |tout |cela )?(?:va|se passe|fonctionne|marche)\s+(?:toujours |très )?bien\b",
    r"(?:va|van|marcha|funciona|corre|vai|funziona|procede)\s+(?:todo |tutto |tudo |siempre "
    r"|sempre )?(?:bien|bene|bem)\b",
    r"(?:fonctionn|march)e(?:nt)?\b(?=\W*$)|tout\s+(?:marche|fonctionne|va bien|est (?:en ordre|ok|bon|normal))\b",
    r"(?:alles|ist alles|läuft alles|geht alles)\s+(?:gut|ok|okay|bestens|prima|beim alten|wie (?:gehabt"
    r"|bisher)|in ordnung|läuft)\b",
    r"(?:todo|está todo|va todo|queda todo)\s+(?:bien|igual|en orden|correcto|como|perfecto)\b",
    r"(?:alles|is alles|gaat alles|werkt alles)\s+(?:goed|prima|ok|oké|in orde|bij het oude)\b",
    r"(?:tutto|è tutto|resta tutto|va tutto|funziona tutto)\s+(?:bene|ok|a posto|in ordine|come|invariato"
    r"|regolare)\b",
    r"(?:tudo|está tudo|fica tudo|ficam todos|vai tudo)\s+(?:bem|ok|como|igual|na mesma|em ordem)\b",
    r"(?:all|everything(?: is|['’]s)?|it is all|it['’]s all)\s+(?:fine|good|well|ok|okay|in order"
    r"|as (?:it was|before|is)|working)\b",
    r"(?:theirs?|his|hers)\s+(?:\w+\s+)?(?:is|are|stays?|works?)\s+(?:as|fine|ok|okay|good|working"
    r"|unchanged|separate|on)\b",
    r"(?:is|are|ist|est|es|è|é)\s+(?:a|an|eine?|une?|un|een|una|uma)\s+(?:\w+\s+)?"
    r"(?:separate|different|other|aparte|andere|eigene|autre|otra|diversa|altra|outra)\b",
    r"(?:has|have|hat|haben|a|ont|tiene|heeft|ha|hanno|tem|houdt|behält|regelt)\s+"
    r"(?:its|their|ihre?n?|seine?n?|son|sa|leur|su|zijn|hun)\s+(?:own|eigene?n?|propre|propi[oa]|eigen)\b",
    r"(?:houdt|houden|behält|behalten|mantiene|mantienen|mantém)\s+(?:zijn|hun|haar|sein\w*|ihre?\w*|su|il|la|o|a)\b",
    r"continue(?:nt)?\s+comme\b",
    r"passed\b",
    r"(?:please |just )?(?:ignore|disregard)\s+(?:it|this|that|them)\b",
    r"(?:bitte )?(?:nicht (?:beachten|berücksichtigen)|ignorieren|gelieve te negeren|niet meenemen)\b",
    r"(?:n['’]en ten\w+ pas compte|ne pas en tenir compte|no l[oa]s? teng\w+ en cuenta)\b",
    r"(?:non ten\w+ conto|não ten\w+ em conta)\b",
    rf"(?:(?:is|are|was|were|has|have|been|got|['’]s)\s+){{1,2}}(?:all |both )?{_ALREADY}\s+(?:been\s+)?{_DONE}",
    rf"(?:(?:ist|sind|wurden?|hat|haben)\s+){_ALREADY}\s+{_DONE}",
    rf"(?:(?:c['’]est|est|sont|a|ont|está|están|es|quedó|is|zijn|heeft|è|sono|é|são|foi)\s+){_ALREADY}\s+{_DONE}",
    rf"{_ALREADY}\s+(?:está|están|quedó|es|foi|é|são)\s+{_DONE}",
    r"bleib(?:t|en)\b(?!\s+(?:leer|offline|weiß|schwarz|hängen|stehen))",
    r"(?:läuft|laufen|funktionier(?:t|en)|geht|gehen)\s+(?:\w+\s+)?(?:gut|wieder|normal|einwandfrei"
    r"|problemlos|weiter|ja)\b",
    r"(?:ist|sind)\s+(?:\w+\s+)?(?:in ordnung|ok|unverändert|ausgenommen|nicht (?:betroffen|gemeint|dabei|dran))\b",
    r"(?:hat|haben|braucht|brauchen)\s+(?:\w+\s+)?(?:nichts|keine änderung\w*)\b",
    r"(?:garde|gardent|conserve|conservent|reste|restent)\b(?!\s+(?:vide|hors|blanc|bloqu|inaccessible|en panne))",
    r"(?:fonctionn|march)e(?:nt)?\s+(?:très )?(?:bien|normalement|correctement|de nouveau|parfaitement)\b",
    r"(?:n['’]est|ne sont)\s+pas\s+(?:concern|touch|vis|inclus|comprise?)\w*",
    r"(?:ne chang|ne boug)e(?:nt)?\b",
    r"n['’](?:a|ont) rien\b(?=\W*(?:$|à voir))",
    r"(?:se )?(?:quedan?|siguen?|permanecen?)\s+(?:igual|como)\b",
    r"funcionan?\s+(?:bien|ya|perfectamente|correctamente|con normalidad)\b",
    r"están?\s+(?:bien|correct\w+|en orden)\b",
    r"no\s+(?:cambian?|tienen? nada que ver|entran?|están? (?:afectad|incluid)\w*)\b",
    r"blij(?:ft|ven)\b(?!\s+(?:leeg|offline|hangen|wit))",
    r"(?:werkt|werken)\s+(?:goed|prima|wel|normaal|weer|gewoon)\b",
    r"(?:doet|doen)\s+het\s+(?:wel|goed|prima|weer|gewoon)\b",
    r"(?:is|zijn)\s+(?:prima|in orde|ongewijzigd|niet (?:betrokken|inbegrepen|van toepassing))\b",
    r"(?:heeft|hebben)\s+(?:niets|geen wijziging\w*)\b",
    r"(?:restan?o?|rimang?ono|rimane)\s+(?:com|così|invariat|ugual|in |a )",
    r"funzionan?o?\s+(?:bene|regolarmente|correttamente|di nuovo)\b",
    r"(?:è|sono)\s+(?:a posto|in ordine|invariat\w|esclus\w)\b",
    r"non\s+(?:cambian?o?|c['’]entran?o?|(?:è|sono) (?:interessat|inclus|coinvolt)\w*)\b",
    r"(?:ficam?|permanecem?|continuam?)\s+(?:como|igual|iguais|inalterad\w*)\b",
    r"funcionam?\s+(?:bem|normalmente|corretamente)\b",
    r"não\s+(?:mudam?|(?:é|são|está|estão) (?:afetad|incluíd)\w*|têm? nada a ver)\b",
)
_UNCHANGED = _any(
    "no changes?|unchanged|keine änderung(?:en)?|unverändert|aucun changement|inchangé\\w*|sin cambios?",
    "geen wijziging(?:en)?|ongewijzigd|nessuna modifica|invariat\\w|sem alteraç\\w+",
)
_AS_IS = rf"^\W*(?:\([^)]*\)\W*)?{_UNCHANGED}\b"
LEFT_OUT_AFTER = _compiled(*(_SUBJECT + said for said in _LEFT_OUT), _AS_IS)
LEFT_OUT_UNDER = _compiled(*(r"^\W*" + said for said in _LEFT_OUT), _AS_IS)
"""Text behind an account, or under one that heads it, that says: all is well there, leave it."""

_NOTHING = _any(
    "same|as is|none|n/?a|ok(?:ay)?|passed|done|not affected|excluded|keine|in ordnung|bleibt|erledigt|aucune?|rien",
    "igual|nada|ningun[oa]|geen|blijft|nessun[oa]?|nenhum\\w?|変更なし|なし|无变化|无",
)
NO_CHANGE_CELL = re.compile(rf"^\W*(?:{_UNCHANGED}|{_NOTHING})(?:\W*$|\s*[-–—,;:(]\s*\D{{0,30}}$)", re.IGNORECASE)
"""A cell that says that nothing is asked for in its row."""

COMPARISON = _compiled(
    r"\b(?:for (?:comparison|reference|(?:your )?information)|fyi|only to compare|leave (?:\w+ )?alone|no action)\b",
    r"\b(?:ignore|disregard|skip|nothing to do|(?:do not|don['’]?t) (?:touch|change))\b",
    rf"\b{_UNCHANGED}",
    r"\b(?:zum vergleich|zur (?:information|kenntnis)|nichts zu tun|ignorieren|bitte lassen|nicht ändern)\b",
    r"\b(?:pour (?:comparaison|information)|à titre de comparaison|ne rien changer|ignorer)\b",
    r"\bne pas (?:toucher|modifier)\b",
    r"\b(?:para comparar|a modo de comparación|para información|ignorar|no (?:tocar|cambiar)|dejar)\b",
    r"\b(?:ter (?:vergelijking|informatie)|negeren|niet (?:aanpassen|wijzigen)|zo laten)\b",
    r"\b(?:per (?:confronto|informazione)|ignorare|non (?:toccare|modificare)|lasciare)\b",
    r"\b(?:para (?:comparação|informação)|não (?:mexer|alterar)|deixar)\b",
)
"""A sentence that says of rows: they are there to be left alone."""

_I_AM = _any(
    "this is|my name is|i am|i['’]?m|it['’]s|here is|ich bin|hier ist|mein name ist|je suis|je m['’]appelle|c['’]est",
    "soy|me llamo|ik ben|mijn naam is|sono|mi chiamo|(?:eu )?sou|meu nome é",
)
_FROM = _any("from|with|at|of|von|vom|bei|beim|de|du|chez|des|del|van|bij|di|da|dal|della|do|na|no")
INTRODUCTION = _compiled(
    rf"\b{_I_AM}\b[^.;!?]{{0,60}}?\b{_FROM}(?:\W+(?:the|der|dem|la|le|el|het|il|o|a))?\W*$",
    r"\b(?:i|we)\s+(?:work|run|manage|represent)\b[^.;!?]{0,30}\b(?:for|at|with|from)\b" + _GAP,
)
"""Text that ends where the writer says where they are from."""

ATTACHMENT = _compiled(
    r"\b(?:attach(?:ed|ments?|ing)?|enclos(?:ed|ure)|spreadsheet|workbook|pdf|xlsx?|docx?|csv)\b",
    r"\b(?:see|in) (?:the )?(?:file|sheet|list|letter|word doc|document|pdf|excel)\b",
    r"\b(?:anbei|anhang|angehängt\w*|beigefügt\w*|beiliegend\w*|anlage|beilage|siehe datei)\b",
    r"\b(?:ci-joint\w*|pièces? jointes?|en pj|en annexe|jointe?|fichier)\b",
    r"\b(?:adjunt\w+|anex\w+|archivo|documento|arquivo|ficheiro)\b",
    r"\b(?:bijlage\w*|bijgevoegd\w*|bijgaand\w*|bestand|allegat\w+)\b",
    r"添付|附件|付件",
)
"""Text that points to an attachment."""

_BOTH = _any(
    "both|the two|two|beiden?|zwei|les deux|deux|ambos|ambas|l[oa]s dos|dos|twee|entramb[ie]",
    "le due|i due|due|os dois|as duas|dois|duas",
)
_ALL = _any("all|every|each|alle[nr]?|sämtliche\\w*|jede[rns]?|tou(?:s|tes)|chaque|tod[oa]s|cada|elke?|tutt[ie]|ogni")
BOTH = _compiled(rf"\b{_BOTH}\b[^.;!?]{{0,20}}$")
ALL = _compiled(rf"\b{_ALL}\b[^.;!?]{{0,20}}$")
"""Text that ends before the word for several accounts at once."""

_SUM = "totals?|totaux|totale|totaal|sums?|summe|gesamt\\w*|somme|suma|som|somma|soma|合計|总计"
TOTAL = _compiled(rf"^\W*(?:grand |sub)?(?:{_SUM})\b")
"""The first cell of a row that adds up the others."""

BULLET = re.compile(r"^[ \t>]*(?:(?:[-*•·–—▪●○►]|\(?\d{1,2}[.):]|\(?[a-zA-Z][.)])[ \t]+)?")
_AT = _any(
    "for|re|regarding|at|on|für|betr\\w*|betrifft|bei|zu|auf|im|in|pour|concernant|objet|chez|sur|para|sobre|en|asunto",
    "voor|betreft|bij|op|per|oggetto|su|assunto|em|store|site|account|location|property|client|customer|name|company",
)
LEAD_IN = _compiled(rf"^(?:{_AT}\b[.:]?\s*(?:the|our|der|die|das|le|la|les|el|los|het|de|il|lo|o|a)?\s*)?$")
"""What may stand in a line before the account that heads it."""

_REPLIED, _FORWARDED = "re|aw|antw|antwort|réf|ref|sv|odp|r|rif|res|回复|返信", "fwd?|wg|tr|rv|enc|doorst|i|转发"
REPLY = _compiled(rf"^\s*(?:\[[^\]]*\]\s*)?(?:{_REPLIED})\s*(?:\[\d+\])?\s*[:：]")
FORWARD = _compiled(rf"^\s*(?:\[[^\]]*\]\s*)?(?:{_FORWARDED})\s*[:：]")
"""How a subject begins that belongs to an older message."""
