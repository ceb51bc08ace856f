"""Misc: Billit's code lists, asked for once a day, and the search for companies in public registers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from billit_async._resources._operations import MISC_GET_COMPANY_SEARCH, MISC_GET_TRANSLATION, MISC_GET_TYPE_CODES
from billit_async._resources.arguments import checked_bool, checked_seconds, checked_text
from billit_async._resources.cached_reads import read_cached
from billit_async._resources.resource import Resource, request_of
from billit_async._runtime.ttl_cache import TTLCache
from billit_async._serialization import codec
from billit_async.models.misc import CompanySearchResult, CompanySearchResultItem, TypeCodeResult, TypeCodeResultItem

if TYPE_CHECKING:
    from billit_async._resources.operation import Route
    from billit_async._transport.policies import CallOptions

__all__ = ["CODES_MAX_AGE", "SEARCH_MAX_AGE", "Misc"]

CODES_MAX_AGE: Final = 86_400.0
"""Seconds that a code list is believed."""
SEARCH_MAX_AGE: Final = 600.0
"""Seconds that the result of a search is believed."""
_MOST_RESPONSES: Final = 500


class Misc(Resource):
    """Code lists and company search: ``billit.misc``."""

    __slots__ = ()

    async def company_search(
        self,
        keywords: str,
        *,
        max_age: float = SEARCH_MAX_AGE,
        refresh: bool = False,
        options: CallOptions | None = None,
    ) -> list[CompanySearchResultItem]:
        """Search companies in public registers: the Belgian one (KBO), and VIES.

        Billit is asked once in ``max_age`` for the same keywords, session and company.

        Args:
            keywords: A name, or a number.
            max_age: Seconds that an earlier response may be old.
            refresh: Ask again, whatever is known.

        Returns:
            What was found; nothing found is an empty list.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            UnexpectedResponse: The response is something else.
            TypeError: The keywords are not a text, or an option has the wrong type.
            ValueError: The keywords are empty, or the age is negative.

        Source: GET /v1/misc/companysearch/{Keywords} (Swagger operation Misc_GetCompanySearch).
        """
        wanted = checked_text(keywords, "keywords")
        return await read_cached(
            self._caller.having(options),
            request_of(MISC_GET_COMPANY_SEARCH, Keywords=wanted),
            lambda raw: codec.from_json(CompanySearchResult, raw).items or [],
            cache=_searches,
            max_age=checked_seconds(max_age, "max_age"),
            refresh=checked_bool(refresh, "refresh"),
        )

    async def type_codes(
        self,
        type_code_type: str,
        *,
        max_age: float = CODES_MAX_AGE,
        refresh: bool = False,
        options: CallOptions | None = None,
    ) -> list[TypeCodeResultItem]:
        """Read a code list; Billit is asked once in ``max_age`` for each session and company.

        Args:
            type_code_type: The name of the list; which lists exist is not documented.
            max_age: Seconds that an earlier response may be old; a day by default.
            refresh: Ask again, whatever is known.

        Returns:
            Keys and values.

        Raises:
            NotFound: There is no such list, where Billit says so in this way.
            UnexpectedResponse: The response is something else.
            TypeError: The name is not a text, or an option has the wrong type.
            ValueError: The name is empty, or the age is negative.

        Source: GET /v1/misc/typecodes/{TypeCodeType} (Swagger operation Misc_GetTypeCodes).
        """
        wanted = checked_text(type_code_type, "type_code_type")
        return await self._codes(
            MISC_GET_TYPE_CODES, max_age=max_age, refresh=refresh, options=options, TypeCodeType=wanted
        )

    async def translation(
        self,
        type_code_type: str,
        key: str,
        language: str,
        *,
        max_age: float = CODES_MAX_AGE,
        refresh: bool = False,
        options: CallOptions | None = None,
    ) -> list[TypeCodeResultItem]:
        """Read one value of a code list in a language; Billit is asked once in ``max_age``, as for the list.

        Args:
            type_code_type: The name of the list.
            key: The code.
            language: Two letters, ``NL`` or ``FR``.
            max_age: Seconds that an earlier response may be old; a day by default.
            refresh: Ask again, whatever is known.

        Returns:
            Keys and values, one as a rule.

        Raises:
            NotFound: There is no such list or code, where Billit says so in this way.
            UnexpectedResponse: The response is something else.
            TypeError: An argument has the wrong type.
            ValueError: An argument is empty, or the age is negative.

        Source: GET /v1/misc/typecodes/{TypeCodeType}/{key}/{language} (Swagger operation Misc_GetTranslation).
        """
        return await self._codes(
            MISC_GET_TRANSLATION,
            max_age=max_age,
            refresh=refresh,
            options=options,
            TypeCodeType=checked_text(type_code_type, "type_code_type"),
            key=checked_text(key, "key"),
            language=checked_text(language, "language"),
        )

    async def _codes(
        self, route: Route, *, max_age: float, refresh: bool, options: CallOptions | None, **ids: str
    ) -> list[TypeCodeResultItem]:
        # By company, because the values may be in the language of its user.
        return await read_cached(
            self._caller.having(options),
            request_of(route, **ids),
            lambda raw: codec.from_json(TypeCodeResult, raw).items or [],
            cache=_code_lists,
            max_age=checked_seconds(max_age, "max_age"),
            refresh=checked_bool(refresh, "refresh"),
        )


def _code_lists() -> TTLCache[tuple[object, ...], bytes]:
    """Code lists that were asked for, by company and path."""
    return TTLCache(_MOST_RESPONSES)


def _searches() -> TTLCache[tuple[object, ...], bytes]:
    """What searches found, by company and keywords."""
    return TTLCache(_MOST_RESPONSES)
