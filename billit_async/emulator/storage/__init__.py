"""The emulator's database and what is kept in it."""
