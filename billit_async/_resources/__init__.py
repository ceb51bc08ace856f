"""The operations of Billit's API, by area.

Every method takes ``options``, a :class:`~billit_async.CallOptions`: what its calls do otherwise than the session (time
limits, retries, priority, headers, logging of bodies).
"""
