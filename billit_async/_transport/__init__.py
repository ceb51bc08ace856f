"""One logical call to the API: pure decisions, and a thin shell around aiohttp."""
