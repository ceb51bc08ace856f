"""The emulator's database, its tables, and a repository for each kind of thing in it."""
