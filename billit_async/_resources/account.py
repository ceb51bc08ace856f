"""The account: who the credentials belong to, which companies they open, and what a company is licensed for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from billit_async._resources._operations import (
    ACCOUNT_ADD_LICENSE_BILLABLE,
    ACCOUNT_GET_ACCOUNT_INFORMATION,
    ACCOUNT_GET_SSO_TOKEN,
    ACCOUNT_POST_SEQUENCES,
    ACCOUNT_REGISTER_COMPANY,
    ACCOUNT_UPDATE_LICENSE,
)
from billit_async._resources.arguments import (
    checked_bool,
    checked_id,
    checked_model,
    checked_number,
    checked_seconds,
    checked_text,
)
from billit_async._resources.cached_reads import read_cached
from billit_async._resources.company_watch import CompanyWatch
from billit_async._resources.enumerations import refuse_unknown_value
from billit_async._resources.reading import read_object
from billit_async._resources.resource import Resource, request_of
from billit_async._resources.responses import read_id, read_model, read_text
from billit_async._runtime.ttl_cache import TTLCache
from billit_async._serialization import codec
from billit_async.errors import InvalidArgument
from billit_async.models.account import (
    AccountInformation,
    AccountSettings,
    AddNewLicenseBillableModel,
    LicenseConfiguration,
    RegisterAccountRequestModel,
    RegisterAccountResponse,
    SequenceRequest,
    UpdateLicenseRequestModel,
)
from billit_async.models.parties import Party

if TYPE_CHECKING:
    from billit_async._serialization.ids import Id
    from billit_async._transport.policies import CallOptions

__all__ = ["Account"]

_MOST_RESPONSES = 500


class Account(Resource):
    """The account behind the credentials: ``billit.account``."""

    __slots__ = ()

    async def information(
        self, *, max_age: float = 0.0, refresh: bool = False, options: CallOptions | None = None
    ) -> AccountInformation:
        """Read the user and the companies, whose ``party_id`` is what a session takes.

        Callers at the same time share one request. No earlier response is used unless ``max_age`` allows it, since this
        is also how credentials are tried; ``register_company`` makes the session forget what it knows.

        Args:
            max_age: Seconds that an earlier response may be old.
            refresh: Ask again, and share no request that has left already.

        Returns:
            The user's e-mail address, companies and roles.

        Raises:
            InvalidCredentials: The key or token is not known here.
            UnexpectedResponse: The response is something else.
            TypeError: An option has the wrong type.
            ValueError: The age is negative.

        Source: GET /v1/account/accountInformation; docs page "oauth faq".
        """
        return await read_cached(
            self._caller.having(options),
            request_of(ACCOUNT_GET_ACCOUNT_INFORMATION),
            self._read_information,
            cache=_accounts,
            max_age=checked_seconds(max_age, "max_age"),
            refresh=checked_bool(refresh, "refresh"),
        )

    def _read_information(self, raw: bytes) -> AccountInformation:
        information = codec.from_json(AccountInformation, raw)
        companies: object = information.companies
        # What has another type than documented is kept as it came.
        self._caller.transport.shared(CompanyWatch).learn(companies if isinstance(companies, list) else ())
        return information

    async def sso_token(self, *, options: CallOptions | None = None) -> dict[str, Any]:
        """Read a token for single sign-on; treat what comes as a secret.

        Returns:
            The object as it comes; what it holds is not documented.

        Raises:
            UnexpectedResponse: The response is not an object.

        Source: GET /v1/account/ssoToken (Swagger operation Account_GetSSOToken).
        """
        return await self._read(ACCOUNT_GET_SSO_TOKEN, read_object, options=options)

    async def peek_number(self, sequence_type: str = "Income-Invoice", *, options: CallOptions | None = None) -> str:
        """Look at the next number of a series without taking it; the next order may still get it.

        Args:
            sequence_type: ``Income-Invoice`` or ``Income-CreditNote``; only sales have series.

        Returns:
            The number, a text.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            UnexpectedResponse: The response is not a text.
            ValueError: The series is not a known one.

        Source: POST /v1/account/sequences with ``Consume`` false; docs page "set invoice number".
        """
        return await self._sequence(sequence_type, consume=False, options=options)

    async def reserve_number(self, sequence_type: str = "Income-Invoice", *, options: CallOptions | None = None) -> str:
        """Take the next number of a series; a number that is taken and not used leaves a gap.

        Args:
            sequence_type: ``Income-Invoice`` or ``Income-CreditNote``; only sales have series.

        Returns:
            The number, a text, for ``order_number``.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            OutcomeUnknown: The connection broke after the request may have left: a number may be lost, and a look at
                the next one shows it.
            UnexpectedResponse: The response is not a text.
            ValueError: The series is not a known one.

        Source: POST /v1/account/sequences with ``Consume`` true; docs page "set invoice number".
        """
        return await self._sequence(sequence_type, consume=True, options=options)

    async def _sequence(self, sequence_type: str, *, consume: bool, options: CallOptions | None) -> str:
        refuse_unknown_value(checked_text(sequence_type, "sequence_type"), "SequenceType", "sequence_type")
        body = codec.to_json(SequenceRequest(sequence_type=str(sequence_type), consume=consume))
        return await self._read(ACCOUNT_POST_SEQUENCES, read_text, body=body, options=options)

    async def register_company(
        self,
        company: Party,
        *,
        settings: AccountSettings | None = None,
        plan: LicenseConfiguration | None = None,
        options: CallOptions | None = None,
    ) -> RegisterAccountResponse:
        """Create a company under the user of the key; Billit changes or removes none this way.

        Args:
            company: Its name, address, numbers and bank accounts.
            settings: What is switched on for it; each setting is off when it is left out.
            plan: Its licence, with extras.

        Returns:
            The new ``company_id``, which is its party id, with its users and bank accounts.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            OutcomeUnknown: The connection broke after the request may have left: look in ``information()`` first.
            UnexpectedResponse: The response is something else, although the company may exist.
            TypeError: An argument has the wrong type.
            ValueError: A value is not a known one of its enumeration.

        Source: POST /v1/account/registercompany; docs page "create new companies".
        """
        request = RegisterAccountRequestModel(
            company=checked_model(company, Party, "company"),
            account_settings=None if settings is None else checked_model(settings, AccountSettings, "settings"),
            license_=None if plan is None else checked_model(plan, LicenseConfiguration, "plan"),
        )
        try:
            response = await self._call(ACCOUNT_REGISTER_COMPANY, body=codec.to_body(request, ""), options=options)
        finally:
            self._caller.transport.shared(_accounts).clear()
        return response.read(lambda raw: read_model(RegisterAccountResponse, raw, "company_id"))

    async def change_license(
        self, company_id: Id, plan: LicenseConfiguration, *, options: CallOptions | None = None
    ) -> int:
        """Give a company another licence.

        Args:
            company_id: The company's party id.
            plan: The licence, its period and its extras.

        Returns:
            The number that Billit returns; what it counts is not documented.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            OutcomeUnknown: The connection broke after the request may have left.
            UnexpectedResponse: The response is not a number.
            TypeError: An argument has the wrong type.
            ValueError: The id is a number below one, or a text that cannot be an id.

        Source: POST /v1/account/license (Swagger operation Account_UpdateLicense).
        """
        request = UpdateLicenseRequestModel(
            company_id=checked_id(company_id, "company_id"), license_=checked_model(plan, LicenseConfiguration, "plan")
        )
        return await self._read(ACCOUNT_UPDATE_LICENSE, read_id, body=codec.to_json(request), options=options)

    async def add_license_extras(
        self,
        company_id: Id,
        *,
        extra_documents: int | None = None,
        extra_users: int | None = None,
        options: CallOptions | None = None,
    ) -> int:
        """Add documents or users to the licence of a company; calling it twice may well add them twice.

        Args:
            company_id: The company's party id.
            extra_documents: How many documents more.
            extra_users: How many users more.

        Returns:
            The number that Billit returns; what it counts is not documented.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            OutcomeUnknown: The connection broke after the request may have left.
            UnexpectedResponse: The response is not a number.
            TypeError: An argument is not a whole number.
            ValueError: One is not above zero, or there is nothing to add.

        Source: POST /v1/account/license/addons (Swagger operation Account_AddLicenseBillable).
        """
        if extra_documents is None and extra_users is None:
            raise InvalidArgument("nothing to add: give extra_documents or extra_users")
        request = AddNewLicenseBillableModel(
            company_id=checked_id(company_id, "company_id"),
            amount_of_extra_documents=None
            if extra_documents is None
            else checked_number(extra_documents, "extra_documents"),
            amount_of_extra_users=None if extra_users is None else checked_number(extra_users, "extra_users"),
        )
        return await self._read(ACCOUNT_ADD_LICENSE_BILLABLE, read_id, body=codec.to_json(request), options=options)


def _accounts() -> TTLCache[tuple[object, ...], bytes]:
    """What the user and the companies are, by company."""
    return TTLCache(_MOST_RESPONSES)
