"""Code lists and the search for companies; both are the same for every company."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async.emulator.company.code_lists import LANGUAGES, TYPE_CODES
from billit_async.emulator.company.peppol.directory import find_companies
from billit_async.emulator.http.routing import Route
from billit_async.emulator.protocol.errors import APIError, generic
from billit_async.emulator.protocol.json import encode

if TYPE_CHECKING:
    from billit_async.emulator.http.routing import Call

__all__ = ["OLD_ROUTES", "ROUTES"]


def get_company_search(call: Call) -> bytes:
    """Companies by name or number. Source: Swagger operation Misc_GetCompanySearch."""
    return encode({"Items": find_companies(call.store, call.arguments["Keywords"])})


def get_type_codes(call: Call) -> bytes:
    """A code list, in the language of the user. Source: Swagger operation Misc_GetTypeCodes."""
    codes = _codes(call)
    return encode({"Items": [{"Key": key, "Value": words[LANGUAGES[0]]} for key, words in codes.items()]})


def get_translation(call: Call) -> bytes:
    """One value of a code list in a language. Source: Swagger operation Misc_GetTranslation.

    It returns a list, as the definition says. The 404 is in the Swagger document, its body is not. Without a language,
    as in the document of 2021, it is that of the user.
    """
    wanted, language = call.arguments["key"].lower(), call.arguments.get("language", LANGUAGES[0]).upper()
    for key, words in _codes(call).items():
        if key.lower() == wanted and language in words:
            return encode({"Items": [{"Key": key, "Value": words[language]}]})
    raise APIError(404, ("GenericError", "There is no translation of this value into this language"))


def _codes(call: Call) -> dict[str, dict[str, str]]:
    wanted = call.arguments["TypeCodeType"].lower()
    found = next((codes for name, codes in TYPE_CODES.items() if name.lower() == wanted), None)
    if found is None:
        raise generic(f"The type code type {call.arguments['TypeCodeType']} is invalid")
    return found


ROUTES = (
    Route(method="GET", path="/v1/misc/companysearch/{Keywords}", respond=get_company_search),
    Route(method="GET", path="/v1/misc/typecodes/{TypeCodeType}", respond=get_type_codes),
    Route(method="GET", path="/v1/misc/typecodes/{TypeCodeType}/{key}/{language}", respond=get_translation),
)
"""Served operations on code lists and registers."""

OLD_ROUTES = (Route(method="GET", path="/v1/misc/typecodes/{TypeCodeType}/{key}", respond=get_translation),)
"""As the Swagger document of 2021 has it."""
