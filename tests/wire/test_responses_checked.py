"""A response is checked to be the response: of every write, and of every document that is read by its id."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from billit_async import NoAccess, NotFound, Pager, UnexpectedResponse
from tests.wire.described import ABSENT, operations, text
from tests.wire.operation_table import CASES, SAMPLE
from tests.wire.recording import connected

if TYPE_CHECKING:
    from collections.abc import Callable

    from billit_async import BillitSession
    from tests.wire.operation_table import Case
    from tests.wire.recording import Recorder

DESCRIBED = operations()
WRITES = [name for name in CASES if not name.startswith("GET ")]
SILENT = [name for name in WRITES if (DESCRIBED[name].answer if CASES[name].answer is SAMPLE else 0) is ABSENT]
"""Writes for which no content is documented."""
SPEAKING = [name for name in WRITES if name not in SILENT]
BY_ID = [
    "GET /v1/orders/{orderID}",
    "GET /v1/parties/{partyID}",
    "GET /v1/products/{productID}",
    "GET /v1/documents/{documentID}",
    "GET /v1/files/{fileID}",
    "GET /v1/reports/{reportID}",
    "GET /v1/DailyReceiptBooks/{DailyReceiptBookID}",
    "GET /v1/DailyReceiptBooks/DailyReceiptEntry/{DailyReceiptEntryID}",
    "GET /v1/einvoices/registrations/{registrationID}",
    "GET /v1/einvoices/registrations/{registrationID}/orders/{orderID}",
    "GET /v1/einvoices/registrations/{registrationID}/files/{fileID}",
]
PAGE = b"<!DOCTYPE html><html><body>Please log in</body></html>"


async def called(name: str, billit: BillitSession, case: Case | None = None) -> Any:
    case = case or CASES[name]
    made: Any = case.call(billit, case.ids, DESCRIBED[name].body)
    return await (made.collect() if isinstance(made, Pager) else made)


def test_the_table_has_writes_of_both_kinds_and_every_one_of_them() -> None:
    assert len(SILENT) >= 17
    assert len(SPEAKING) >= 20
    assert "POST /v1/orders/commands/send" in SILENT
    assert "PATCH /v1/orders/{orderID}" in SILENT
    assert "PATCH /v1/parties/{partyID}" in SILENT
    assert "POST /v1/peppol/inbox/{inboxItemId}/confirm" in SILENT


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (PAGE, "text/html"),
        (PAGE, "application/json"),
        (b"\xef\xbb\xbf \r\n" + PAGE, "text/plain"),
        (b"Please log in", "text/html"),
        (b"", "text/html"),
        (b'<?xml version="1.0"?><error/>', "application/xml"),
        (b'{"errors":[{"Code":"GenericError"}]}', "application/json"),
    ],
    ids=str,
)
@pytest.mark.parametrize("name", WRITES)
async def test_a_page_or_an_error_under_200_is_no_success_of_any_write(
    name: str, body: bytes, kind: str, recorder: Recorder, billit: BillitSession
) -> None:
    recorder.answer, recorder.kind = body, kind
    with pytest.raises(UnexpectedResponse) as caught:
        await called(name, billit)
    assert caught.value.may_have_arrived
    assert len(recorder.requests) == 1


@pytest.mark.parametrize("body", [b"", b" \n", b"null", b"{}", b"[]", b"{", b'"'])
@pytest.mark.parametrize("name", SPEAKING)
async def test_nothing_where_json_belongs_is_no_success(
    name: str, body: bytes, recorder: Recorder, billit: BillitSession
) -> None:
    recorder.answer = body
    with pytest.raises(UnexpectedResponse) as caught:
        await called(name, billit)
    assert caught.value.may_have_arrived


@pytest.mark.parametrize(
    ("body", "good"),
    [
        *((good, True) for good in (b"", b"{}", b"null", b"true", b'""', b"12")),
        *((bad, False) for bad in (b"false", b"OK", b"{", b"\x00\xff")),
    ],
)
@pytest.mark.parametrize("name", SILENT)
async def test_where_nothing_is_documented_nothing_or_json_is_a_success(
    name: str, body: bytes, good: bool, recorder: Recorder, billit: BillitSession
) -> None:
    recorder.answer = body
    if good:
        assert await called(name, billit) is None
        return
    with pytest.raises(UnexpectedResponse) as caught:
        await called(name, billit)
    assert caught.value.may_have_arrived


@pytest.mark.parametrize("verb", ["POST", "put", "DELETE"])
async def test_a_page_is_no_success_of_a_raw_write_either(verb: str, recorder: Recorder, billit: BillitSession) -> None:
    recorder.answer, recorder.kind = b"", "text/html"
    with pytest.raises(UnexpectedResponse):
        await billit.request(verb, "/v1/anything", json={})


def other(value: Any) -> Any:
    """The same, with every id in it another one."""
    if isinstance(value, dict):
        return {
            name: ("00000000-0000-4000-8000-000000000001" if isinstance(item, str) else 8)
            if name.endswith(("ID", "Id")) and isinstance(item, int | str)
            else other(item)
            for name, item in value.items()
        }
    return [other(item) for item in value] if isinstance(value, list) else value


def test_every_operation_that_reads_one_document_by_its_id_is_asked() -> None:
    single = {name for name in CASES if name.startswith("GET ") and name.endswith("ID}")}
    # The files of a feed carry no id; they carry a hash, which is checked.
    assert single - set(BY_ID) == {"GET /v1/accountant/feeds/{feedName}/{feedItemID}"}


@pytest.mark.parametrize(
    "change", [other, lambda _: {}, lambda _: None, lambda _: []], ids=["other", "{}", "null", "[]"]
)
@pytest.mark.parametrize("name", BY_ID)
async def test_another_document_than_was_asked_for_is_none(
    name: str, change: Callable[[Any], Any], recorder: Recorder, billit: BillitSession
) -> None:
    answer = DESCRIBED[name].answer if CASES[name].answer is SAMPLE else CASES[name].answer
    recorder.answer = text(answer).encode()
    await called(name, billit)
    recorder.answer = text(change(answer)).encode()
    with pytest.raises(UnexpectedResponse):
        await called(name, billit)


NOT_YOURS = {"errors": [{"Code": "NoAccessToOrder"}]}
LISTS = {"orders": "OrderID", "parties": "PartyID", "products": "ProductID"}


@pytest.mark.parametrize("details", [True, 1])
@pytest.mark.parametrize("area", LISTS)
class TestDetails:
    def serve(self, recorder: Recorder, key: str, details: dict[int, tuple[int, Any]], *, gone: bool = False) -> None:
        """Serve a list of 1, 2 and 3, and what is said of each; ``gone`` leaves 2 out when it is asked for alone."""
        recorder_serve = recorder.serve

        async def serve(request: Any) -> Any:
            last = request.path.rpartition("/")[2]
            asked = request.query.get("$filter", "")
            recorder.status, body = 200, {"Items": [{key: row} for row in (1, 2, 3)]}
            if last.isdigit():
                recorder.status, body = details.get(int(last), (200, {key: int(last)}))
            elif f"{key} eq 2" in asked:
                body = {"Items": [] if gone else [{key: 2}]}
            elif f"{key} gt" in asked:
                body = {"Items": []}
            recorder.answer = json.dumps(body).encode()
            return await recorder_serve(request)

        recorder.handler = serve

    async def test_another_document_is_an_error(self, recorder: Recorder, area: str, details: Any) -> None:
        for wrong in ({LISTS[area]: 9}, {}):
            self.serve(recorder, LISTS[area], {2: (200, wrong)})
            async with connected(recorder) as billit:
                with pytest.raises(UnexpectedResponse, match=r"the body (is another document|has no)"):
                    await getattr(billit, area).list(details=details).collect()

    @pytest.mark.parametrize("status", [401, 403, 404])
    async def test_a_row_that_the_list_still_has_was_refused(
        self, recorder: Recorder, area: str, details: Any, status: int
    ) -> None:
        self.serve(recorder, LISTS[area], {2: (status, NOT_YOURS)})
        async with connected(recorder) as billit:
            pager = getattr(billit, area).list(details=details)
            with pytest.raises(NotFound if status == 404 else NoAccess):
                await pager.collect()
            assert pager.vanished == []

    @pytest.mark.parametrize("status", [401, 403, 404])
    async def test_a_row_that_left_the_list_has_vanished(
        self, recorder: Recorder, area: str, details: Any, status: int
    ) -> None:
        self.serve(recorder, LISTS[area], {2: (status, NOT_YOURS)}, gone=True)
        async with connected(recorder) as billit:
            pager = getattr(billit, area).list(details=details)
            rows = await pager.collect()
            assert len(rows) == 2
            assert pager.vanished == [2]
