"""Accounts that are only spoken of: a landmark, somebody's employer, hearsay, a comparison, the house one belongs to.

None of these asks for anything there. Cues of seven languages, none of any trade; those of Japanese and Chinese are in
`accounts_cues_east`.
"""

from __future__ import annotations

import re

from agents.reading.local import accounts_cues_east

_THE = (
    r"(?:\W+(?:the|our|their|your|a|an|der|die|das|dem|den|des|unsere\w*|le|la|les|l['’]|el|los|las|al|del"
    r"|het|de|il|lo"
    r"|gli|i|alla|allo|al|della|dello|o|a|os|as|ao|à|aos|às|do|da|dos|das|firm|company|firma|ditta|empresa)\b)*\W*$"
)
"""Articles up to the account, at the end of the text before it."""

_PLACE = "|".join(
    (
        r"next (?:door )?to|next door at|opposite|across from|near(?:by)?|behind|beside|adjacent to"
        r"|close to|round the corner from",
        r"above|below|underneath|on top of|shar\w+ (?:\w+ ){1,3}with|moved? (?:out of|from)|used to be",
        r"(?:formerly|previously) (?:of|at|with)|the (?:old|former) (?:site|premises|building|office|shop|hall) of",
        r"neben|gegenüber(?: von)?|nahe|hinter|oberhalb|unterhalb|nebenan bei|früher bei|ehemals|vormals",
        r"à côté (?:de|du|des)|en face (?:de|du|des)|près (?:de|du|des)|derrière|au-dessus (?:de|du)"
        r"|voisin\w* (?:de|du)",
        r"junto al?|enfrente del?|frente a|al lado del?|cerca del?|detrás del?|encima del?|que era del?|fue de",
        r"naast|tegenover|vlak bij|achter|boven|onder|in de buurt van|voorheen van",
        r"accanto a\w*|di fronte a\w*|vicino a\w*|dietro(?: a\w*)?|sopra|sotto|nel capannone de\w*|ex sede de\w*",
        r"ao lado d[aeo]s?|em frente (?:a|d)[aeo]?s?|perto d[aeo]s?|atrás d[aeo]s?|por cima d[aeo]s?"
        r"|que era d[aeo]s?",
    )
)
_KNOWN = "|".join(
    (
        r"(?:friend|cousin|brother|sister|wife|husband|son|daughter|mate|neighbou?r|acquaintance|contact"
        r"|lads?|guys|people)"
        r"(?:\W+[\w'’]+){0,2}\W+(?:at|from|of|over at)",
        r"(?:works?|worked|working|employed|was|served) (?:before |previously |formerly )?(?:at|for|with)",
        r"(?:copied|copying|cc['’]?d|cc|looping) (?:in )?(?:[\w'’.-]+\W+){1,4}(?:at|from|in|of)",
        r"(?:Freund\w*|Bruder|Schwester|Frau|Mann|Nachbar\w*|Bekannte\w*"
        r"|Kollege\w*)(?:\W+\w+){0,2}\W+(?:bei|von|aus)",
        r"(?:arbeitet\w*|tätig|angestellt) (?:\w+ )?(?:bei|für)",
        r"(?:ami|amie|sœur|soeur|frère|mari|femme|voisin|voisine|cousin|cousine|confrère"
        r"|collègue)s?(?:\W+\w+){0,2}\W+"
        r"(?:de|du|chez|à|au)",
        r"(?:amig[oa]|herman[oa]|marido|mujer|vecin[oa]|cuñad[oa]|conocid[oa])s?(?:\W+\w+){0,2}\W+(?:del?|en)",
        r"(?:vriend|vriendin|broer|zus|man|vrouw|buurman|buurvrouw|kennis|zwager)(?:\W+\w+){0,2}\W+(?:van|bij)",
        r"(?:amic[oa]|fratello|sorella|marito|moglie|vicino|cognat[oa])(?:\W+\w+){0,2}\W+(?:d[aei]l?\w*|presso)",
        r"(?:amig[oa]|irm[ãa]o?|marido|mulher|vizinh[oa]|cunhad[oa]"
        r"|conhecid[oa])s?(?:\W+\w+){0,2}\W+(?:d[aeo]s?|n[ao]s?)",
    )
)
_TITLE = (
    r"(?:mr|mrs|ms|miss|herrn?|frau|m|mme|mlle|monsieur|madame|señora?|sra?|don|doña|dhr|mevr|sig|signora?"
    r"|dott|senhora?)"
)
_TITLED = (
    rf"\b{_TITLE}\b\.?\s+[\w'’.-]+(?:\s+[\w'’-]+)?\s+(?:from|of|at|in|aus|von|bei|de|du|chez|del?|van|uit"
    rf"|d[aei]l?\w*|d[aeo]s?)"
)
_TOLD = "|".join(
    (
        r"(?:heard|learnt?|learned|hear) (?:it )?(?:from|of|about)|recommended (?:to us )?by|referred by"
        r"|according to|via",
        r"confus\w+ (?:us )?(?:with|for)|mistak\w+ (?:us )?for|mix\w* (?:us )?up with|meant for"
        r"|intended for|addressed to|belongs to",
        r"verwechsel\w+ (?:\w+ )?mit|empfohlen von|empfehlung von|laut|gehört|adressiert an|bestimmt für",
        r"(?:paket|post|brief|rechnung|lieferung|sendung) (?:\w+ )?(?:für|an|von)",
        r"confond\w* (?:\w+ )?avec|recommandée?s? par|selon|d['’]après|destinée?s? (?:à|au)"
        r"|adressée?s? (?:à|au)|au nom d[eu]",
        r"confund\w+ (?:\w+ )?con|recomendad[oa]s? por|según|destinad[oa]s? al?|dirigid[oa]s? al?|a nombre de",
        r"verward? (?:\w+ )?met|aanbevolen door|volgens|bestemd voor|gericht aan|op naam van",
        r"confus\w* (?:\w+ )?con|consigliat\w+ da\w*|secondo|destinat[oaie] a\w*|indirizzat[oaie] a\w*"
        r"|intestat[oaie] a\w*",
        r"confund\w+ (?:\w+ )?com|recomendad[oa]s? p(?:or|el[oa])|segundo|destinad[oa]s? (?:a|ao|à)|em nome d[aeo]s?",
    )
)
_HOUSE = "|".join(
    (
        r"(?:part|member|division|subsidiary|company) of(?:\W+\w+){0,4}?\W+(?:family|group|network)\b[^.;!?]{0,80}",
        r"(?:ein unternehmen|teil|mitglied) der(?:\W+[\w-]+){0,3}[^.;!?]{0,80}",
        r"(?:une société|membre) du groupe[^.;!?]{0,80}|(?:una empresa|miembro|parte) del grupo[^.;!?]{0,80}",
        r"onderdeel van[^.;!?]{0,80}|(?:una società|parte) del gruppo[^.;!?]{0,80}|(?:uma empresa"
        r"|parte) do grupo[^.;!?]{0,80}",
    )
)
BEFORE = re.compile(rf"(?:\b(?:{_PLACE}|{_KNOWN}|{_TOLD})|{_TITLED}){_THE}", re.IGNORECASE)
HOUSE = re.compile(rf"\b(?:{_HOUSE})$", re.IGNORECASE)
"""A text up to an account that only says which family it is of."""


_SAYS = "|".join(
    (
        r"(?:told|tells?|says?|said|recommended|recommends?|mentioned|suggested|introduced|assured) (?:me"
        r"|us|that|you)?",
        r"(?:pays?|paid|gets?|got|charges?|saves?) (?:you |only |about |just "
        r"|around )*(?:\w+ ){0,2}(?:[£$€]?\d|less|more|half|nothing)",
        r"(?:had|has had|have had|experienced) (?:the |a |an )?(?:exact )?(?:same|similar|such|identical)\b",
        r"(?:hat|haben) (?:\w+ ){0,2}(?:gesagt|erzählt|empfohlen|gemeint)|zahl(?:t|en) "
        r"|(?:hatten?) (?:da\w+ |das )?(?:gleiche|ähnliche|dasselbe|selbe)",
        r"(?:m['’]a|nous a|m['’]ont|nous ont) (?:dit|conseillé|recommandé|parlé)|pai?e(?:nt)? |(?:a|avait"
        r"|avaient) eu (?:le même|la même)",
        r"(?:me|nos) (?:dij\w+|recomend\w+|coment\w+|habl\w+)|pagan? |(?:tuv\w+|tenía) (?:lo mismo|el mismo"
        r"|la misma)",
        r"(?:zei|zegt|vertelde|raadde)\b|betaal(?:t|de|den)? |had(?:den)? (?:hetzelfde|dezelfde)",
        r"(?:mi|ci) ha(?:nno)? (?:detto|consigliato|parlato)|paga(?:no)? |(?:aveva|avevano"
        r"|ha avuto) (?:lo stesso|la stessa)",
        r"(?:diz|disse|dizem|disseram|recomend\w+|contou)\b|pagam? |(?:teve|tinha) o mesmo|(?:teve|tinha) a mesma",
    )
)
_WHO = (
    r"^(?:['’]s)?(?:\W*\([^)]*\))?(?:\W+(?:in|at|à|au|en|em|te|a|bei)\s+[\w'’-]+)?(?:\W+(?:who|which|die"
    r"|der|qui|que|che|also|auch|aussi|también|ook|anche|também))?\W+"
)
AFTER = re.compile(
    rf"{_WHO}(?:{_SAYS})|^\W*next door\b|^\s*,?\s*(?:\w+\s+)?(?:et |and |und |y |en |e )(?:pas|not|nicht|no"
    rf"|niet|non|não) (?:nous|us|we|uns|wir|nosotros|ons|wij|noi|nós)\b",
    re.IGNORECASE,
)
IN_PLACE_OF = re.compile(
    r"^\s*(?:\([^)]*\)\s*)?,?\s*(?:instead of (?:us|ours|me|mine)|statt (?:an )?uns(?:ere\w*)?|(?:au lieu"
    r"|à la place) d[eu] (?:nous|nôtre|notre|la nôtre)"
    r"|en (?:vez|lugar) de (?:nosotros|la nuestra|el nuestro)|in plaats van (?:ons|onze|die van ons)"
    r"|invece (?:che |di |della |del )?(?:a )?(?:noi|nostr[oa])|em vez (?:de nós|d[aeo] noss[oa]))",
    re.IGNORECASE,
)


def is_aside(before: str, after: str, sentence: str) -> bool:
    """Whether an account is only spoken of, by its clause before and behind it, and its sentence up to it."""
    return bool(HOUSE.search(sentence) or BEFORE.search(before) or AFTER.search(after) or IN_PLACE_OF.search(after))


def of_the_east(before: str, after: str) -> str:
    """The part that an account plays in a Japanese or Chinese clause; '' where nothing is said of it."""
    return accounts_cues_east.part(before, after)
