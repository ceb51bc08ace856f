# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Bytes to models and back, one module for each area; reached through `codec` alone."""
