"""What Billit's rules make of a request, for one company."""
