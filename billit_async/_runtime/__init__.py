"""What the package needs of Python and the machine: tasks, threads, private files, a time-limited cache."""
