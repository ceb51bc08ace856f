"""The words that a message of the service may be quoted with: of its fields, of its codes and of plain technical prose.

A list of what is let through, since nothing tells a customer's name from another word. Words that are common as names
of people or firms are left out.
"""

from __future__ import annotations

from functools import cache

__all__ = ["is_plain_number", "known_words"]

_SHORTEST_SECRET_NUMBER = 5

# Of the names in the Swagger document, the catalogued codes and the texts of refusals that were recorded.
_SERVICE = """
account accountant accounting accounts accountverification active add additional addons address addresses alias
allowance allowed amount amounts analytic annotatable annotation annotations api append approval array assigned
attachment attachments auth auto balance bank bearer bevat bic billable billed billing billit body booked booking
bookkeeping boolean box bulk bundle buyer card cashbook cashbooks category cbe certificate certificates cfdi chain
charge charges child clause client close closed clr coda code codes column columns command commands comment comments
commercial companies company companysearch configuration confirm connector consume contact contain contains content
context contract core corporate corrected cost count counter counterparty country create created creation credentials
credit creditnote currency custom customer customers daily data database date dates datetime day days debet debit
debtor decimal declaration deductable deduction default definition delete deleted delivered delivery department
description destination detail details direct direction discount display document documents domain domiciliation
double due duplicate ean edm edocument einvoice einvoices element elements email emulator enabled endpoint endpoints
enterprise entities entity entries entry enum error errors excl expand expired expiry export exported expression
extended external externalprovider extra false fast feature features feed feeds field fields file filename files
filter filters financial foreign form format formed formula forward free fx generic get gl glaccounts gln grant group
groups gtin guid hash header headers height history iban id idempotent identification identifier identifiers identity
ids image implemented import imported inbox incl income incoming indicator info information initialization inline
input installation int integer integration integrations internal invalid invoice invoiced invoices issue issuer item
items journal journals json key keys keyword keywords kind kyc language ledger length level liable license line lines
link linked links list listed lock locked logged login logo mandate mandatory match maximum message messages meta
metadata method mime minimum minute minutes misc mobile model models modified mtvh mutable namespace national net
network node nodes null nullable number numbers numeric object ocr odata offset option optional options order orderid
orderline orderlines orders original outgoing overdue page pages paid pair param parameter parameters params parent
participant participants parties party password patch path pay payment payments pdf peppol percentage performance
period phone po position positive post precision preferred prefix price print process processed processing processtype
product products professional profile profiles project projects properties property proprietary provided provider
providers purchase qr qualifier quantity query queue quotation range rate rates raw reason receipt receipts received
receiver receivers record records redirect reduction reference referenced references refresh refusal refused regime
register registered registration registrations rejected reminder reminders remote report reports request requested
requests require required resource response result results revoke revoked risk role roles root rounding route row rows
rule rules safe saldo sale sales save saved schema schemas schematron scheme scope search seconds secret section
segment selected self selfbilling send sender sending sent sequence serve server service services settings sha shared
sign signature signing single skip slash source split start state statement status still stock storage store stored
street string stringvalue structured sub subscription success sum supplied supplier suppliers supply support supported
swagger syntax system tab table tag tags target tax taxes template term terms text time timestamp timezone title to
token tokens total totals transaction transactions transfer translation transport transporttype trials true type
typecode typecodes types ubl unique unit units unknown unsupported update updated upload uri url use user users utc
uuid valid validate validated validation validator value values variable vat vatnumber ventilation verification
verified verifier version view vocabulary webhook webhooks webhookurl website width xml xsd year years zip zipcode
zone
"""

# Of refusals in English, and of the pages that gateways put in their place.
_ENGLISH = """
a about above absolute accept acceptable accepted access access-control accessible according action actual after again
against ago all allow allows already also although always am an and another any anymore apache apply are as ask asp at
attempt attempts authentication authorised authorization authorized available away aws azure back backend bad be
because been before begin being below between blank both break broken but by bytes call called calls can cancelled
cannot cannotbe case cause caused change changed character characters check choose city click cloudflare combination
common complete completed confirmed conflict connect connected connection connections contact contained continue
converted converting copy correct correctly could currently dear defaulttext detail did different disabled do does
done down during each earlier either else empty encountered end ended endswith ensure enter eq equal error errorcode
errorenum errormessage errorparams even every exactly exceed exceeded exceeds except exception exceptionmessage
exceptiontype execute executed exist existing exists expected fail failed fails failure false fault few filled find
first five following follows for forbidden found four from full function gateway gatewaytimeout ge general give given
gone greater gt had has have having he hello here high higher host hour hours how however html http https if ignored
iis illegal impossible in include included incomplete inconsistent incorrect inner inside instance instead
insufficient into invoked is isn it its just know known large larger last later le leading least left less like limit
limited limits line loaded local long longer look lower lt made maintenance make malformed managed many marks max may
maybe me media messagedetail microsoft min missing mistake mixed mode modelstate moment more most moved much multiple
must my name named names ne necessary need needed needs negative neither net never new next nginx no non none nor not
nothing now object occurred of off ok on once one only open openresty operation operator or orderby other others
otherwise our out outside over own parse parsed part pending per permanent permanently permission permissions
permitted place please plus possible present previous problem proceed prohibited proper proxy put quotation quote
quotes rather reach reached read readable ready recognised recognized refuse related release removed repeat replaced
retry return returned returns right run same say seen select sequence several shall short should since site size slow
small smaller so some something soon specified stack stacktrace started startswith statuscode stop stopped subject
submitted substringof such supplied supply sure take taken temporarily temporary than that the their them then there
therefore these they thing think this those three through till timed timeout times too trace traceid try trying two
unable unauthorised unauthorized unavailable under unexpected unhandled unprocessable until up upon upstream used uses
using varnish very via violates violation wait waiting was we well were what when where whether which while who whole
why will with within without word words worker works would write written wrong yes yet you your
"""

# Descriptions come in the language of the user; names of people and firms that are words as well are not here.
_DUTCH_AND_FRENCH = """
aan aanmaken aantal aanvraag acheteur actief actif adres adresse afgelopen ainsi ajouter akkoord alle alleen allouer
alors als ander andere après article au aucun aucune aussi autre autres aux avant avec avez avoir banque bedrag
bedrijf bepaald bestaat bestand bestandsnaam bestelling bevat bien bij btw btwnummer car ce cela celui certaines ces
cet cette champ champs chiffre choisir client code commande compte contact contenir contient correct correcte corriger
creditnota dan dans dat date datum de demande des description deux devez devise deze die dient dit document doit
doivent donné données dont door du dubbel déjà déposé een eenheid eerst elektronische elle en encore entre entreprise
envoi envoyé envoyée er erreur est et existe exister facturation facture facturen factures factuur factuurdatum
factuurnummer fichier fois format fourni fournie fournisseur fout foutieve foutmelding gebruiker gebruikt gedaan geef
geeft geen gegevens gekozen geldig geldige gelieve geregistreerd gestuurd gevonden geweigerd goed haal heb hebben
heeft het hier il ils inconnu incorrect incorrecte ingevuld ingevulde introuvable invalide invullen is je jour jours
juist juiste kan kies klant klanten kon korting kunnen la landcode langue le leeg les leur leverancier leverdatum
ligne lignes lijn lijnen livraison longueur lors maar mag maximaal maximum meer message met mettre minder minimaal
minimum minstens minuten moet moeten mogelijk moins montant na naam naar ne niet niets nieuw nieuwe nodig nog nom
nombre non nos notre nous nouveau nouvelle nummer numéro obligatoire of om omschrijving onbekend onderneming
ondernemingsnummer ondersteund ondersteuning ondersteunt ongeldig ongeldige ontbreekt ontvangen ontvanger op opgegeven
opnieuw order orderlijn ordernummer ou over par parce pas pays peut peuvent plus postcode pour pouvez prijs prix
produit quantité que quel qui quoi reeds referentie refusé regel regels remplir requis requise référence sa sans sera
ses si soit son sont sous sur taux taxe te teken tekens tekst texte tot tous tout toute trop trouvé trouvée tussen tva
type uit un une unité utilisateur utilisé uw valable valeur valide van vanaf veld velden verplicht verplichte
verstuurd vervaldatum verwijderd verzonden veuillez via vide voor vos votre vous vul waarde waarden wachtrij was we
werd wij worden wordt zijn zoals zonder échéance était être
"""


@cache
def known_words() -> frozenset[str]:
    """Return the words, in lower case."""
    return frozenset(f"{_SERVICE} {_ENGLISH} {_DUTCH_AND_FRENCH}".split())


def is_plain_number(digits: str) -> bool:
    """Tell whether a number is too short to be a telephone, an account or a person's."""
    return len(digits) < _SHORTEST_SECRET_NUMBER
