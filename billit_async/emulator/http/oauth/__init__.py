"""What a user gives to an application and takes back: logon, consent, and tokens that work once. No HTTP in sight."""
