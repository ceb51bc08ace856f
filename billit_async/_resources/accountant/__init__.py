"""The feeds that an accountant reads."""
