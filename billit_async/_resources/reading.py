"""How responses are read that have no model, or that the sources describe in two ways. Pure."""

from __future__ import annotations

from typing import Any, cast

from billit_async._resources.responses import as_id, read_id
from billit_async._serialization import codec
from billit_async._serialization.ids import same_id
from billit_async._serialization.jsontypes import is_array
from billit_async._transport.messages import WrongDocumentError
from billit_async.models.einvoices import EinvoiceRegistrationsAccount, KYCInitiationResponse

__all__ = ["read_kyc", "read_object", "read_objects", "read_product_id", "read_registration", "read_registrations"]


def read_object(raw: bytes) -> dict[str, Any]:
    """Read a JSON object as it is.

    Raises:
        ValueError: It is something else.
    """
    value = codec.loads(raw)
    if not isinstance(value, dict):
        raise ValueError("not an object")  # noqa: TRY004  (the response is wrong, not an argument)
    return cast("dict[str, Any]", value)


def read_objects(raw: bytes) -> list[dict[str, Any]]:
    """Read an array of JSON objects, or the ``Items`` of a page.

    Raises:
        ValueError: It is something else.
    """
    value = codec.loads(raw)
    if isinstance(value, dict):
        value = cast("dict[str, Any]", value).get("Items")
    return _objects(value)


def read_product_id(raw: bytes) -> int:
    """Read the id that creating a product returns: bare, or in an array or an envelope of one.

    Raises:
        ValueError: It is something else.

    Source: the Swagger document has a bare integer; docs page "products" wraps what is sent in ``Items``, and does not
    show the response.
    """
    value = codec.loads(raw)
    if isinstance(value, dict):
        value = cast("dict[str, Any]", value).get("Items")
    if is_array(value):
        if len(value) != 1:
            raise ValueError("not one id")
        value = value[0]
        if isinstance(value, dict):
            value = cast("dict[str, Any]", value).get("ProductID")
        return as_id(value)
    return read_id(raw)


def read_registrations(raw: bytes) -> list[EinvoiceRegistrationsAccount]:
    """Read the registrations of a list.

    Raises:
        ValueError: It is something else.

    Source: access point page "get integration".
    """
    companies = read_object(raw).get("Companies")
    return [_registration(company) for company in _objects(companies)]


def read_registration(raw: bytes, registration_id: int) -> EinvoiceRegistrationsAccount:
    """Read one registration: bare, as the documentation has it, or in the list that the Swagger document has.

    Raises:
        ValueError: It is something else, or another registration.

    Source: access point page "get integration"; Swagger operation Einvoice_GetRegistration.
    """
    value = read_object(raw)
    found = [_registration(company) for company in _objects(value.get("Companies", [value]))]
    mine = [one for one in found if same_id(one.registration_id, registration_id)]
    if len(mine) != 1:
        raise WrongDocumentError("the body is not the registration that was asked for")
    return mine[0]


def read_kyc(raw: bytes) -> KYCInitiationResponse:
    """Read where a person is to be sent: ``URL`` in the Swagger document, ``RedirectURL`` in the documentation.

    Raises:
        ValueError: It has neither.
    """
    value = read_object(raw)
    url = value.get("URL") or value.get("RedirectURL")
    if not isinstance(url, str):
        raise ValueError("no URL")  # noqa: TRY004  (the response is wrong, not an argument)
    return KYCInitiationResponse(url=url)


def _registration(company: dict[str, Any]) -> EinvoiceRegistrationsAccount:
    # Older pages of the documentation call the id CompanyID.
    if "RegistrationID" not in company and "CompanyID" in company:
        company = {**company, "RegistrationID": company["CompanyID"]}
    return codec.from_json(EinvoiceRegistrationsAccount, codec.dumps(company))


def _objects(value: object) -> list[dict[str, Any]]:
    if not is_array(value) or not all(isinstance(one, dict) for one in value):
        raise ValueError("not a list of objects")
    return cast("list[dict[str, Any]]", value)
