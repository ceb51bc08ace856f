"""Bulk export of companies to files that data teams read."""

from __future__ import annotations

from billit_async.errors import ExportError, MissingExtra
from billit_async.export.job import ExportProgress, export_orders
from billit_async.export.received import ReceivedOrder
from billit_async.export.sinks import JsonlSink, OrderSink, ParquetSink
from billit_async.export.totals import CompanyReport, ExportReport, Totals

__all__ = [
    "CompanyReport",
    "ExportError",
    "ExportProgress",
    "ExportReport",
    "JsonlSink",
    "MissingExtra",
    "OrderSink",
    "ParquetSink",
    "ReceivedOrder",
    "Totals",
    "export_orders",
]
