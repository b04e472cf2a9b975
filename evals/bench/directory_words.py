"""Words for invented companies: some are common in every language of business, most were never used."""

from __future__ import annotations

from random import Random

_ONSETS = """
b bl br c ch cl cr d dr f fl fr g gl gr h j k kl kr l m n p pl pr qu r s sch sh sk sl st str t th tr v w z
"""
ONSETS = _ONSETS.split()
_VOWELS = """
a e i o u ai au ea ei ie oa oo ou y
"""
VOWELS = _VOWELS.split()
_CODAS = """
b ck d ft g l ld ll lm lt m n nd ng nk nt p r rd rk rn rt s sh sk ss st t th tt x
"""
CODAS = _CODAS.split()
_ENDINGS = """
er man son berg stein ley ton ford wood field ing ard ell ett ow ski ov ez ini elli eau ard kamp huis dal lund
"""
ENDINGS = _ENDINGS.split()
_PLACES = """
ville burg stadt ham ton by thorpe heim dorf feld mouth bridge haven port dale wick ford bourne au ac y
"""
PLACES = _PLACES.split()

_TRADES = """
Dental Logistics Bakery Plumbing Motors Foods Systems Consulting Pharmacy Insurance Roofing Electric Textiles
Printing Optics Brewery Farms Nursery Interiors Packaging Analytics Robotics Shipping Energy Solar Metals
Ceramics Furniture Software Media Studios Architects Surveyors Legal Accounting Catering Hospitality Fitness
Veterinary Childcare Academy Laboratories Instruments Chemicals Plastics Timber Dairy Vineyards Fisheries
Machinery Tools Bearings Valves Pumps Cleaning Security Staffing Travel Aviation Marine Rentals Storage Moving
Landscaping Construction Engineering Partners
"""
TRADES = _TRADES.split()
_QUALITIES = """
Blue Green Golden Silver North South East West Central Summit Valley River Lake Harbor Coastal Prime First United
National Global Modern Classic Royal Crown Eagle Falcon Lion Cedar Oak Maple Pine Granite Iron Crystal Bright
Clear Rapid Smart Premier Select Superior Advanced Integrated Pacific Atlantic Northern Southern Eastern Western
Metro Urban
"""
QUALITIES = _QUALITIES.split()
FORMS = ("LLC", "Inc", "Ltd", "GmbH", "SA", "BV", "AG", "Corp")
PROVIDERS = ("gmail.com", "outlook.com", "yahoo.com", "gmx.de", "icloud.com", "orange.fr")
SUFFIXES = ("com", "com", "com", "net", "de", "fr", "nl", "co.uk", "org")
_STREETS = """
Street Road Lane Avenue Drive Way Court Place
"""
STREETS = _STREETS.split()
SHORT = {
    "Logistics": "Logist", "Construction": "Constr", "Engineering": "Engrg", "Laboratories": "Labs",
    "Consulting": "Consltg", "Instruments": "Instr", "Accounting": "Acctg", "Veterinary": "Vet",
}  # fmt: skip
"""How people shorten a trade."""


def syllable(random: Random) -> str:
    """Something that can be spoken."""
    return random.choice(ONSETS) + random.choice(VOWELS) + (random.choice(CODAS) if random.random() < 0.6 else "")


def surnames(random: Random, count: int) -> list[str]:
    """Different family names."""
    found: dict[str, None] = {}
    while len(found) < count:
        stem = syllable(random) + (syllable(random) if random.random() < 0.45 else "")
        found[(stem + random.choice(ENDINGS)).capitalize()] = None
    return list(found)


def towns(random: Random, count: int) -> list[str]:
    """Different towns, some of two words."""
    found: dict[str, None] = {}
    while len(found) < count:
        stem = syllable(random) + (syllable(random) if random.random() < 0.3 else "")
        town = (stem + random.choice(PLACES)).capitalize()
        if random.random() < 0.12:
            town = random.choice(("New", "Saint", "Bad", "Upper", "Port", "Mount")) + " " + town
        found[town] = None
    return list(found)


def brands(random: Random, count: int) -> list[str]:
    """Different coined words, as companies like to be called."""
    found: dict[str, None] = {}
    while len(found) < count:
        word = "".join(syllable(random) for _ in range(random.choice((2, 2, 3))))
        found[(word + random.choice(("", "", "ix", "ora", "io", "tec", "nex"))).capitalize()] = None
    return list(found)


def slip(random: Random, word: str) -> str:
    """A word with one slip of the finger that leaves its first letter."""
    at = random.randrange(1, len(word) - 1)
    kind = random.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    letter = random.choice("aeinorst")
    return word[:at] + letter + word[at + (kind == 2) :]
