"""Words for believable Belgian businesses: cities with their own zip codes, streets, names, trades. Data only."""

from __future__ import annotations

from typing import Final

__all__ = ["ABROAD", "CITIES", "FIRST_NAMES", "FOREIGN_FORMS", "GOODS", "LAST_NAMES", "STREETS", "TRADES"]

CITIES: Final = (
    ("1000", "Bruxelles", "FR"),
    ("1050", "Ixelles", "FR"),
    ("1070", "Anderlecht", "NL"),
    ("1300", "Wavre", "FR"),
    ("1400", "Nivelles", "FR"),
    ("1500", "Halle", "NL"),
    ("1800", "Vilvoorde", "NL"),
    ("1930", "Zaventem", "NL"),
    ("2000", "Antwerpen", "NL"),
    ("2300", "Turnhout", "NL"),
    ("2800", "Mechelen", "NL"),
    ("3000", "Leuven", "NL"),
    ("3500", "Hasselt", "NL"),
    ("3600", "Genk", "NL"),
    ("4000", "Liège", "FR"),
    ("4800", "Verviers", "FR"),
    ("5000", "Namur", "FR"),
    ("6000", "Charleroi", "FR"),
    ("7000", "Mons", "FR"),
    ("7500", "Tournai", "FR"),
    ("8000", "Brugge", "NL"),
    ("8400", "Oostende", "NL"),
    ("8500", "Kortrijk", "NL"),
    ("8800", "Roeselare", "NL"),
    ("9000", "Gent", "NL"),
    ("9100", "Sint-Niklaas", "NL"),
    ("9300", "Aalst", "NL"),
    ("9700", "Oudenaarde", "NL"),
)
STREETS: Final = {
    "NL": (
        "Stationsstraat",
        "Kerkstraat",
        "Nieuwstraat",
        "Molenstraat",
        "Schoolstraat",
        "Industrielaan",
        "Koning Albertlaan",
        "Sint-Jansplein",
        "Gentsesteenweg",
        "Oude Markt",
        "Kapelstraat",
        "Bergstraat",
    ),
    "FR": (
        "Rue de la Station",
        "Rue de l'Église",
        "Grand-Place",
        "Avenue Louise",
        "Chaussée de Charleroi",
        "Rue du Moulin",
        "Boulevard d'Avroy",
        "Rue Neuve",
        "Avenue des Combattants",
        "Rue Haute",
    ),
}
FIRST_NAMES: Final = {
    "NL": ("Jan", "Els", "Pieter", "Sofie", "Bart", "An", "Wouter", "Lies", "Tom", "Katrien", "Dirk", "Hilde"),
    "FR": ("Marie", "Jean", "Luc", "Sophie", "Pierre", "Isabelle", "Thomas", "Élise", "Michel", "Céline"),
}
LAST_NAMES: Final = {
    "NL": (
        "Peeters",
        "Janssens",
        "Maes",
        "Jacobs",
        "Mertens",
        "Willems",
        "Claes",
        "Goossens",
        "Wouters",
        "De Smet",
        "Vermeulen",
        "D'Hondt",
    ),
    "FR": ("Dubois", "Lambert", "Dupont", "Martin", "Simon", "Laurent", "Leclercq", "Renard", "Gérard", "Noël"),
}
TRADES: Final = {
    "NL": (
        "Bakkerij",
        "Garage",
        "Drukkerij",
        "Bouwwerken",
        "Schrijnwerkerij",
        "Tuinen",
        "Elektro",
        "Studio",
        "Transport",
    ),
    "FR": ("Boulangerie", "Garage", "Imprimerie", "Menuiserie", "Jardins", "Électricité", "Atelier", "Transports"),
}
ABROAD: Final = (
    ("NL", "Eindhoven", "5611", "Stratumsedijk", "NL"),
    ("FR", "Lille", "59000", "Rue Nationale", "FR"),
    ("LU", "Luxembourg", "1361", "Rue de l'Ordre de la Couronne de Chêne", "FR"),
    ("DE", "Aachen", "52062", "Jülicher Straße", "DE"),
)
FOREIGN_FORMS: Final = {"NL": "B.V.", "FR": "SARL", "LU": "S.à r.l.", "DE": "GmbH"}
# Reference, description, price, VAT percentage, unit, group.
GOODS: Final = (
    ("KOF-1KG", "Koffiebonen, 1 kg", "18.40", 6, "KGM", "Voeding"),
    ("BROOD", "Desembrood", "3.75", 6, "NAR", "Voeding"),
    ("BOEK-01", "Handboek boekhouden", "42.50", 6, "NAR", "Boeken"),
    ("WATER", "Bak bronwater", "9.90", 6, "NAR", "Voeding"),
    ("CONSULT", "Advies per uur", "95.00", 21, "HUR", "Diensten"),
    ("MONTAGE", "Montage ter plaatse", "62.50", 21, "HUR", "Diensten"),
    ("HOST-M", "Hébergement mensuel", "24.95", 21, "MON", "Services"),
    ("SCHERM", 'Scherm 27"', "289.00", 21, "NAR", "Hardware"),
    ("TOETS", "Clavier & souris", "54.95", 21, "NAR", "Hardware"),
    ("PAPIER", "Papier A4, 5 x 500 vel", "27.49", 21, "NAR", "Kantoor"),
    ("SCHROEF", "Schroeven 4x40, doos", "7.13", 21, "NAR", "Materiaal"),
    ("VERF-5L", "Muurverf wit 5 l", "46.33", 21, "LTR", "Materiaal"),
    ("STEEN", "Klinkers, m²", "31.27", 21, "MTK", "Materiaal"),
    ("RENO", "Renovatie woning ouder dan 10 jaar", "58.00", 6, "HUR", "Diensten"),
    ("SOCIAAL", "Werken sociale woning", "51.50", 12, "HUR", "Diensten"),
    ("KOLEN", "Steenkool, zak 25 kg", "16.85", 12, "KGM", "Materiaal"),
    ("TRANSP", "Frais de transport", "35.00", 21, "NAR", "Services"),
    ("PORTO", "Timbres-poste", "12.10", 0, "NAR", "Services"),
    ("OPLEID", "Formation, une journée", "640.00", 21, "DAY", "Services"),
    ("LICENTIE", "Softwarelicentie, jaar", "179.00", 21, "ANN", "Software"),
)
