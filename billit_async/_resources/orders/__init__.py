"""Orders: invoices, credit notes, offers, and what is done with them."""
