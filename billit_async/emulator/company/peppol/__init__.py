"""The Peppol network as one company sees it."""
