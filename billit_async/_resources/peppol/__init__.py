"""The Peppol network: participants, the inbox, sending."""
