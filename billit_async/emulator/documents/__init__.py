"""The files that Billit makes of an order."""
