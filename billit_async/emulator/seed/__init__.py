"""Fills a new database with believable companies."""
