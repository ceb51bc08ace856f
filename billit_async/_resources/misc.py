"""Misc: Billit's code lists, asked for once a session, and the search for companies in public registers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async._resources.arguments import checked_text
from billit_async._resources.resource import Resource
from billit_async._serialization import codec
from billit_async._transport import Request
from billit_async._transport.urls import fill
from billit_async.models.misc import CompanySearchResult, CompanySearchResultItem, TypeCodeResult, TypeCodeResultItem

if TYPE_CHECKING:
    from billit_async._transport.policies import CallOptions

__all__ = ["Misc"]

_SEARCH = "/v1/misc/companysearch/{Keywords}"
_CODES = "/v1/misc/typecodes/{TypeCodeType}"
_TRANSLATION = "/v1/misc/typecodes/{TypeCodeType}/{key}/{language}"


class Misc(Resource):
    """Code lists and company search: ``billit.misc``."""

    __slots__ = ()

    async def company_search(
        self, keywords: str, *, options: CallOptions | None = None
    ) -> list[CompanySearchResultItem]:
        """Search companies in public registers: the Belgian one (KBO), and VIES.

        Args:
            keywords: A name, or a number.

        Returns:
            What was found; nothing found is an empty list.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            UnexpectedResponse: The response is something else.
            TypeError: The keywords are no text.
            ValueError: The keywords are empty.

        Source: GET /v1/misc/companysearch/{Keywords} (Swagger operation Misc_GetCompanySearch).
        """
        wanted = checked_text(keywords, "keywords")
        response = await self._call("GET", _SEARCH, options=options, Keywords=wanted)
        return response.read(lambda raw: codec.from_json(CompanySearchResult, raw)).items or []

    async def type_codes(
        self, type_code_type: str, *, refresh: bool = False, options: CallOptions | None = None
    ) -> list[TypeCodeResultItem]:
        """Read a code list; Billit is asked once a session and company.

        Args:
            type_code_type: The name of the list; which lists exist is not documented.
            refresh: Ask again.

        Returns:
            Keys and values.

        Raises:
            NotFound: There is no such list, where Billit says so in this way.
            UnexpectedResponse: The response is something else.
            TypeError: The name is not a text.
            ValueError: The name is empty.

        Source: GET /v1/misc/typecodes/{TypeCodeType} (Swagger operation Misc_GetTypeCodes).
        """
        wanted = checked_text(type_code_type, "type_code_type")
        return await self._codes(_CODES, refresh=refresh, options=options, TypeCodeType=wanted)

    async def translation(
        self,
        type_code_type: str,
        key: str,
        language: str,
        *,
        refresh: bool = False,
        options: CallOptions | None = None,
    ) -> list[TypeCodeResultItem]:
        """Read one value of a code list in a language; Billit is asked once a session and company.

        Args:
            type_code_type: The name of the list.
            key: The code.
            language: Two letters, ``NL`` or ``FR``.
            refresh: Ask again.

        Returns:
            Keys and values, one as a rule.

        Raises:
            NotFound: There is no such list or code, where Billit says so in this way.
            UnexpectedResponse: The response is something else.
            TypeError: An argument is not a text.
            ValueError: An argument is empty.

        Source: GET /v1/misc/typecodes/{TypeCodeType}/{key}/{language} (Swagger operation Misc_GetTranslation).
        """
        return await self._codes(
            _TRANSLATION,
            refresh=refresh,
            options=options,
            TypeCodeType=checked_text(type_code_type, "type_code_type"),
            key=checked_text(key, "key"),
            language=checked_text(language, "language"),
        )

    async def _codes(
        self, template: str, *, refresh: bool, options: CallOptions | None, **ids: str
    ) -> list[TypeCodeResultItem]:
        caller = self._caller
        # By company, because the values may be in the language of its user.
        kept = caller.transport.shared(_code_lists)
        place = (caller.party_id, caller.context_party_id, template, *ids.values())
        if refresh or place not in kept:
            response = await caller.having(options).call(Request("GET", fill(template, **ids), template))
            kept[place] = response.read(lambda raw: codec.from_json(TypeCodeResult, raw)).items or []
        return list(kept[place])


def _code_lists() -> dict[tuple[object, ...], list[TypeCodeResultItem]]:
    """Code lists that were asked for, by company and path."""
    return {}
