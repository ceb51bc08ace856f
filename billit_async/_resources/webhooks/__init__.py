"""Webhooks: their registration and the secret that signs them."""
