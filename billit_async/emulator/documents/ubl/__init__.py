"""UBL 2.1 as Billit writes it."""
