"""Mail providers whose domains say nothing of an account: anyone may have an address there."""

from __future__ import annotations

_NAMES = """
gmail.com googlemail.com outlook.com hotmail.com live.com msn.com passport.com yahoo.com ymail.com rocketmail.com
aol.com icloud.com me.com mac.com proton.me protonmail.com pm.me tutanota.com tuta.io fastmail.com hey.com zoho.com
mail.com inbox.com gmx.com gmx.net gmx.de gmx.at gmx.ch web.de t-online.de freenet.de posteo.de mailbox.org arcor.de
orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr hotmail.fr live.fr yahoo.fr outlook.fr
libero.it virgilio.it tiscali.it alice.it tin.it hotmail.it yahoo.it telefonica.net terra.es ono.com hotmail.es
ziggo.nl kpnmail.nl planet.nl xs4all.nl hetnet.nl home.nl live.nl hotmail.nl telenet.be skynet.be proximus.be
bluewin.ch sunrise.ch aon.at chello.at btinternet.com sky.com talktalk.net virginmedia.com ntlworld.com blueyonder.co.uk
yahoo.co.uk hotmail.co.uk live.co.uk comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net
earthlink.net juno.com optonline.net frontier.com windstream.net rogers.com bell.net sympatico.ca shaw.ca telus.net
videotron.ca cogeco.ca uol.com.br bol.com.br terra.com.br sapo.pt qq.com 163.com 126.com sina.com foxmail.com yeah.net
naver.com daum.net hanmail.net yahoo.co.jp docomo.ne.jp ezweb.ne.jp softbank.ne.jp nifty.com mail.ru yandex.ru
yandex.com rambler.ru bk.ru list.ru inbox.ru seznam.cz centrum.cz wp.pl
o2.pl onet.pl interia.pl op.pl rediffmail.com bigpond.com
optusnet.com.au iinet.net.au xtra.co.nz telia.com online.no hotmail.se yahoo.de yahoo.es yahoo.ca yahoo.com.br
yahoo.com.mx duck.com privaterelay.appleid.com
"""

PROVIDERS = frozenset(_NAMES.split())
"""Registrable domains of consumer mail services and internet access providers."""
