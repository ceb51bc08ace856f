# Generated from openapi/billit-v1.yaml by `python -m codegen emit`. Do not edit.
"""Bytes to models and back, one module for each area; internal, reached through `billit_async.codec`."""
