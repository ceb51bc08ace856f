"""Companies registered for e-invoicing, and their orders and webhooks."""
