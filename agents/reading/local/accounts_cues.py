"""How people say that an account is meant, left out, or only an example: cues of seven languages, none of any trade."""

from __future__ import annotations

import re

_SMALL = (
    r"(?:the|our|any|for|at|in|on|from|to|with|of|by|der|die|das|den|dem|des|für|bei|beim|auf|von|le|la|les|l['’]|pour|chez|à|au|"
    r"aux|sur|de|du|des|el|los|las|para|en|al|het|voor|bij|op|van|il|lo|gli|per|da|su|o|os|as|no|na|em|ao|do|site|sites|page|one|ones|"
    r"those|that|what|celui|celle|ceux|quello|quella)"
)
_GAP = rf"(?:\W+{_SMALL})*\W*$"
_BREAK = r"(?:^|[,;:(–—]\s*|\b(?:but|and|aber|und|mais|et|pero|y|maar|ma|e|mas)\s+)"


def _compiled(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


EXAMPLE_BEFORE = _compiled(
    r"(?<!would )(?<!['’]d )(?<!i )(?<!we )\b(?:just |much |exactly )?like\b" + _GAP,
    r"\b(?:same as|similar to|such as|as|compared (?:to|with)|e\.g\.|for example|for instance|the way|modell?ed on)\b" + _GAP,
    r"\b(?:so |ähnlich |genauso |wie )?wie(?: etwa| zum beispiel)?\b" + _GAP,
    r"\b(?:z\.\s?b\.|zum beispiel|beispielsweise|nach dem vorbild)" + _GAP,
    r"\b(?:comme|tel que|telle que|à l['’]instar|par exemple|p\.\s?ex\.|pareil que)\b" + _GAP,
    r"\b(?:como|igual que|al igual que|por ejemplo|tal como)\b" + _GAP,
    r"\b(?:zoals|net als|net zoals|bijvoorbeeld|bijv\.|hetzelfde als)\b" + _GAP,
    r"\b(?:come|uguale a|simile a|per esempio|ad esempio)\b" + _GAP,
    r"\b(?:tal como|igual a|por exemplo)\b" + _GAP,
)
"""Text that ends where an example begins."""

SAME_BEFORE = _compiled(
    r"\b(?:same|identical|gleiche\w*|dieselbe\w*|derselbe\w*|dasselbe|même|mêmes|mism[oa]s?|zelfde|stess[oaie]|mesm[oa]s?)\b[^.;!?]*$"
)
HAS_AFTER = _compiled(
    r"^\W*(?:already |now |also )?(?:has|have|had|uses|use|got|does|did|is using|runs|hat|haben|nutzt|verwendet|ont|a|utilise|"
    r"tiene|tienen|usa|usan|heeft|hebben|gebruikt|ha|hanno|utilizza|tem|têm)\b"
)
"""'The same layout that X has': X is the example."""

LEFT_OUT_BEFORE = _compiled(
    _BREAK + r"(?:not|nicht|pas|no|niet|non|não|ni|nor)\b(?!\s+(?:only|just|nur|seulement|solo|alleen|soltanto|só|apenas)\b)" + _GAP,
    r"\b(?:except(?: for)?|excepting|excluding|other than|apart from|aside from|unlike|instead of|rather than|without|besides)\b"
    + _GAP,
    r"\b(?:do not|don['’]?t|never|no need to|not)\s+(?:\w+\s+)?(?:touch|change|move|include|alter|bother|do anything)\b[^.;!?]{0,30}$",
    r"(?:\bnot|n['’]t)\s+(?:to\s+)?(?:concern|affect|apply|include|involve|cover|mean|about|regard|relate)\w*(?:\s+(?:to|with))?\b" + _GAP,
    r"\b(?:betrifft|gilt|umfasst|meine?n?)\s+nicht\b" + _GAP,
    r"\bne\s+(?:concerne|touche|vise|s['’]applique)\w*\s+pas\b" + _GAP,
    r"\b(?:no|não|non)\s+(?:se\s+)?(?:afecta|refiere|incluye|aplica|afeta|inclui|riguarda|vale|interessa|include)\w*\b" + _GAP,
    r"\b(?:geldt|betreft|gaat)\s+niet\b" + _GAP,
    r"\b(?:skip|ignore|disregard|leave out|leave|spare)\b" + _GAP,
    r"\b(?:außer|ausgenommen|abgesehen|anstatt|statt|anstelle|ohne)\b" + _GAP,
    r"\b(?:sauf|excepté|hormis|sans|hors|à part|plutôt que|au lieu)\b" + _GAP,
    r"\b(?:excepto|salvo|menos|sin|aparte|en vez|en lugar)\b" + _GAP,
    r"\b(?:behalve|uitgezonderd|zonder|in plaats|afgezien)\b" + _GAP,
    r"\b(?:tranne|eccetto|salvo|senza|invece|a parte)\b" + _GAP,
    r"\b(?:exceto|menos|sem|em vez|além)\b" + _GAP,
)
"""Text that ends where something begins that is expressly not meant."""

_OTHER = (
    r"(?!(?:and|und|et|y|en|e|but|not|i|we|you|they|he|she|it|that|which|who|ich|wir|sie|er|es|das|die|nous|vous|ils|elles|on|que|qui|yo|"
    r"nosotros|ellos|ik|wij|we|ze|zij|io|noi|loro|che|eu|nós|eles)\b)"
)
_SUBJECT = rf"^(?:['’]s)?(?:\W*\([^)]*\))?(?:\W+{_OTHER}[\w'’]+){{0,3}}?\W+"
_LEFT_OUT = (
    r"(?:stays?|remains?)\s+(?:as|on|with|the|unchanged|put|untouched|where|in place|active)\b",
    r"keeps?\s+(?:what|their|its|his|her|the|everything|as)\b",
    r"continues?(?:\s+(?:as|unchanged|to run|with)|\s*[.;,]?\s*$)",
    r"(?:is|are|was|were)\s+(?:all |already |both |still )?(?:fine|ok|okay|good|up|unaffected|unchanged|not affected|not part|"
    r"not included|not concerned|not involved|not our|not ours|excluded|out of scope|outside|done|correct|in order|separate|somebody|someone)\b",
    r"works?\s+(?:fine|well|ok|okay|now|again|normally|properly|perfectly|just)\b",
    r"(?:has|have)\s+(?:nothing|no part|its own|their own|no changes?)\b",
    r"(?:does not|do not|doesn['’]?t|don['’]?t|needn['’]?t|didn['’]?t)\s+(?:need|want|require|change|apply|have|belong)\b",
    r"(?:do|does|did)\s+(?:their|its|his|her)\s+own\b",
    r"(?:needs?|wants?)\s+(?:no|nothing|none)\b",
    r"passed\b",
    r"bleib(?:t|en)\b",
    r"(?:läuft|laufen|funktioniert|funktionieren|geht|gehen)\s+(?:\w+\s+)?(?:gut|wieder|normal|einwandfrei|problemlos|weiter|ja)\b",
    r"(?:ist|sind)\s+(?:\w+\s+)?(?:in ordnung|ok|nicht|unverändert|davon|ausgenommen|fertig|schon)\b",
    r"(?:hat|haben|braucht|brauchen)\s+(?:\w+\s+)?(?:nichts|keine?n?)\b",
    r"(?:reste|restent|garde|gardent|conserve|conservent)\b",
    r"(?:fonctionne|fonctionnent|marche|marchent)\s+(?:très )?(?:bien|normalement|correctement|de nouveau|parfaitement)\b",
    r"(?:n['’]est|n['’]a|ne sont|ne change|ne changent|n['’]ont)\b",
    r"(?:se )?(?:queda|quedan|sigue|siguen|permanece|permanecen)\s+(?:igual|como|sin|con)\b",
    r"funcionan?\s+(?:bien|ya|perfectamente|correctamente|con normalidad)\b",
    r"(?:está|están)\s+(?:bien|correcto|en orden|fuera)\b",
    r"no\s+(?:cambia|cambian|necesita|necesitan|está|están|tiene nada|entra|entran)\b",
    r"blij(?:ft|ven)\b",
    r"(?:werkt|werken)\s+(?:goed|prima|wel|normaal|weer|gewoon)\b",
    r"(?:doet|doen)\s+het\s+(?:wel|goed|prima|weer|gewoon)\b",
    r"(?:is|zijn)\s+(?:prima|in orde|ongewijzigd|niet|al)\b",
    r"(?:heeft|hebben)\s+(?:niets|geen)\b",
    r"(?:resta|restano|rimane|rimangono)\b",
    r"funzionan?o?\s+(?:bene|regolarmente|correttamente|di nuovo)\b",
    r"(?:è|sono)\s+(?:a posto|in ordine|invariat\w|non|esclus\w)\b",
    r"(?:fica|ficam|permanece|permanecem|continua|continuam)\s+(?:como|igual|inalterad\w|com)\b",
    r"(?:funciona|funcionam)\s+(?:bem|normalmente|corretamente)\b",
    r"não\s+(?:muda|mudam|precisa|precisam|é|são|está|estão)\b",
)
_UNCHANGED = (
    r"^\W*(?:\([^)]*\)\W*)?(?:no changes?|unchanged|keine änderung(?:en)?|unverändert|aucun changement|inchangé\w*|sin cambios|"
    r"geen wijziging(?:en)?|ongewijzigd|nessuna modifica|invariat\w|sem alteraç\w+)\b"
)
LEFT_OUT_AFTER = _compiled(*(_SUBJECT + said for said in _LEFT_OUT), _UNCHANGED)
LEFT_OUT_UNDER = _compiled(*(r"^\W*" + said for said in _LEFT_OUT), _UNCHANGED)
"""Text behind an account, or under one that heads it, that says: all is well there, leave it."""

NO_CHANGE_CELL = re.compile(
    r"^\W*(?:no changes?|unchanged|same|as is|none|n/?a|ok(?:ay)?|passed|done|not affected|excluded|keine(?: änderung(?:en)?)?|"
    r"unverändert|in ordnung|bleibt|erledigt|aucun(?:e)?(?: changement)?|inchangé\w*|rien|sin cambios?|igual|nada|ninguno|"
    r"geen(?: wijziging(?:en)?)?|ongewijzigd|blijft|nessuna?(?: modifica)?|invariat\w|sem alteraç\w+|nenhum\w?|変更なし|なし)\W*$",
    re.IGNORECASE,
)
"""A cell that says that nothing is asked for in its row."""

COMPARISON = _compiled(
    r"\b(?:for comparison|for reference|for information|for your information|fyi|only to compare|leave (?:it|them|those|these)?\s*alone|"
    r"no changes?|unchanged|ignore|disregard|skip|no action|nothing to do|don['’]?t (?:touch|change)|do not (?:touch|change))\b",
    r"\b(?:zum vergleich|zur information|zur kenntnis|nichts zu tun|ignorieren|unverändert|keine änderung|bitte lassen|nicht ändern)",
    r"\b(?:pour comparaison|à titre de comparaison|pour information|ne rien changer|ignorer|inchangé|ne pas (?:toucher|modifier))",
    r"\b(?:para comparar|a modo de comparación|para información|sin cambios|ignorar|no tocar|no cambiar|dejar)",
    r"\b(?:ter vergelijking|ter informatie|negeren|ongewijzigd|niet (?:aanpassen|wijzigen)|zo laten)",
    r"\b(?:per confronto|per informazione|ignorare|invariat|non (?:toccare|modificare)|lasciare)",
    r"\b(?:para comparação|para informação|ignorar|sem alteraç|não (?:mexer|alterar)|deixar)",
)
"""A sentence that says of rows: they are there to be left alone."""

INTRODUCTION = _compiled(
    r"\b(?:this is|my name is|i am|i['’]?m|it['’]s|here is|ich bin|hier ist|mein name ist|je suis|je m['’]appelle|c['’]est|soy|me llamo|"
    r"ik ben|mijn naam is|sono|mi chiamo|sou|eu sou|meu nome é)\b[^.;!?]{0,60}?\b(?:from|with|at|of|von|vom|bei|beim|de|du|chez|des|"
    r"del|van|bij|di|da|dal|della|do|na|no)(?:\W+(?:the|der|dem|la|le|el|het|il|o|a))?\W*$",
    r"\b(?:i|we)\s+(?:work|run|manage|represent)\b[^.;!?]{0,30}\b(?:for|at|with|from)\b" + _GAP,
)
"""Text that ends where the writer says where they are from."""

ATTACHMENT = _compiled(
    r"\b(?:attach(?:ed|ment|ments|ing)?|enclosed|enclosure|see (?:the )?(?:file|sheet|list|letter|document)|spreadsheet|workbook|in the "
    r"(?:file|sheet|word doc|document|list|letter|pdf|excel)|pdf|xlsx?|docx?|csv)\b",
    r"\b(?:anbei|anhang|angehängt\w*|beigefügt\w*|beiliegend\w*|anlage|beilage|im anhang|siehe datei)\b",
    r"\b(?:ci-joint\w*|pièces? jointes?|en pj|en annexe|joint|jointe|fichier)\b",
    r"\b(?:adjunt\w+|anexo|archivo|documento)\b",
    r"\b(?:bijlage\w*|bijgevoegd\w*|bijgaand\w*|bestand)\b",
    r"\b(?:allegat\w+|in allegato|foglio)\b",
    r"\b(?:em anexo|anex\w+|arquivo|ficheiro)\b",
    r"添付|附件|付件",
)
"""Text that points to an attachment."""

BOTH = _compiled(
    r"\b(?:both|the two|two|beiden?|zwei|les deux|deux|ambos|ambas|l[oa]s dos|dos|twee|entramb[ie]|le due|i due|due|os dois|as duas|"
    r"dois|duas)\b[^.;!?]{0,20}$"
)
ALL = _compiled(
    r"\b(?:all|every|each|alle[nr]?|sämtliche\w*|jede[rns]?|tou(?:s|tes)|chaque|tod[oa]s|cada|elke?|tutt[ie]|ogni)\b[^.;!?]{0,20}$"
)
"""Text that ends before the word for several accounts at once."""

TOTAL = re.compile(
    r"^\W*(?:grand )?(?:totals?|sum|sums|summe|gesamt\w*|somme|totaux|suma|totaal|som|totale|somma|soma|average|合計|总计)\b", re.IGNORECASE
)
"""The first cell of a row that adds up the others."""

BULLET = re.compile(r"^[ \t>]*(?:(?:[-*•·–—▪●○►]|\(?\d{1,2}[.):]|\(?[a-zA-Z][.)])[ \t]+)?")
LEAD_IN = re.compile(
    r"^(?:(?:for|re|regarding|at|on|für|betr\w*|betrifft|bei|zu|auf|pour|concernant|objet|chez|sur|para|sobre|en|asunto|voor|betreft|bij|"
    r"op|per|oggetto|su|assunto|em|store|site|account|location|property|client|customer|dealer|name|company)\b[.:]?\s*"
    r"(?:the|our|der|die|das|le|la|les|el|los|het|de|il|lo|o|a)?\s*)?$",
    re.IGNORECASE,
)
"""What may stand in a line before the account that heads it."""

REPLY = re.compile(r"^\s*(?:\[[^\]]*\]\s*)?(?:re|aw|antw|antwort|réf|ref|sv|odp|r|rif|res|回复|返信)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
FORWARD = re.compile(r"^\s*(?:\[[^\]]*\]\s*)?(?:fwd?|wg|tr|rv|enc|doorst|i|转发)\s*:", re.IGNORECASE)
"""How a subject begins that belongs to an older message."""
