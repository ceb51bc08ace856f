"""The forms on the wire: documents, JSON, dates, errors."""
