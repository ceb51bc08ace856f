"""Webhooks: what was signed with the secret is read, in each of its shapes; all else is refused before it is read."""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billit_async import InvalidArgument, PayloadError, SignatureExpired, SignatureMismatch, WebhookError, webhooks
from billit_async.webhooks import MessageEvent, OrderEvent, UnknownEvent, read_event, sign, verify

NOW = 1_657_133_145
SECRET = "a-secret-of-billit"
NESTED = {
    "UpdatedEntityID": 690998,
    "UpdatedEntityType": "Message",
    "WebhookUpdateTypeTC": "U",
    "EntityDetail": {
        "OrderMessage": {
            "OrderID": 2615999,
            "FileID": "bc9996b3-e2ef-4476-9873-28de2c61d999",
            "CreationDate": "2026-05-04T09:55:34.063",
            "TransportType": "Peppol",
            "Success": True,
            "Trials": 0,
            "Destination": "9925:BE0759529999",
            "MessageDirection": "Outgoing",
        },
        "AdditionalMessageInformation": {
            "EInvoiceFlowState": "Sent",
            "AdditionalFlowStateInformation": "No Valid VAT",
        },
    },
}


def compact(payload: Any) -> bytes:
    return json.dumps(payload, separators=(",", ":")).encode()


def by_hand(body: bytes, secret: str = SECRET, timestamp: int = NOW) -> str:
    """The header as the documentation has it, without a line of the package."""
    mac = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={timestamp},s={mac}"


class TestTheSignature:
    BODY = compact(NESTED)

    def test_is_taken_as_billit_makes_it(self) -> None:
        event = verify(self.BODY, by_hand(self.BODY), SECRET, now=NOW)
        assert event.entity_id == 690998
        assert sign(self.BODY, SECRET, timestamp=NOW) == by_hand(self.BODY)

    @pytest.mark.parametrize(
        "change",
        [
            lambda header: header.upper().replace("T=", "t=").replace("S=", "s="),
            lambda header: header.replace(",", " , "),
            lambda header: ",".join(reversed(header.split(","))),
            lambda header: f"v=2,{header}",
            lambda header: f"{header},s={'0' * 64}",
            lambda header: header.replace(",s=", f",s={'0' * 64},s="),
        ],
    )
    def test_is_taken_however_its_header_is_written(self, change: Any) -> None:
        assert verify(self.BODY, change(by_hand(self.BODY)), SECRET, now=NOW).entity_id == 690998

    @pytest.mark.parametrize("secrets", [[SECRET], ["other", SECRET], (SECRET, "other"), iter(["x", "y", SECRET])])
    def test_by_any_of_several_secrets_is_taken(self, secrets: Any) -> None:
        assert verify(self.BODY, by_hand(self.BODY), secrets, now=NOW).entity_id == 690998

    @pytest.mark.parametrize(
        "header",
        [
            None,
            "",
            "t=1657133145",
            "s=" + "0" * 64,
            "t=x,s=" + "0" * 64,
            "t=-5,s=" + "0" * 64,
            "t=1,t=2,s=" + "0" * 64,
            "t=1657133145,s=",
            "t=1657133145;s=00",
            "t=\u0661,s=00",
            "t=1657133145,s=é",
        ],
    )
    def test_that_is_none_is_refused(self, header: str | None) -> None:
        with pytest.raises(SignatureMismatch):
            verify(self.BODY, header, SECRET, now=NOW)

    def test_of_another_body_secret_or_time_is_refused(self) -> None:
        for header in (
            by_hand(self.BODY + b" "),
            by_hand(self.BODY, "another"),
            by_hand(self.BODY, timestamp=NOW + 1).replace(str(NOW + 1), str(NOW)),
        ):
            with pytest.raises(SignatureMismatch, match="by none of the secrets"):
                verify(self.BODY, header, [SECRET, "old"], now=NOW)
        again = json.dumps(json.loads(self.BODY)).encode()
        with pytest.raises(SignatureMismatch, match="exactly as they came"):
            verify(again, by_hand(self.BODY), SECRET, now=NOW)

    @pytest.mark.parametrize("away", [301, -301, 86_400])
    def test_that_is_too_far_from_now_is_refused(self, away: int) -> None:
        with pytest.raises(SignatureExpired, match="old" if away > 0 else "ahead of this clock"):
            verify(self.BODY, by_hand(self.BODY), SECRET, now=NOW + away)
        assert verify(self.BODY, by_hand(self.BODY), SECRET, now=NOW + away, tolerance=None)
        assert verify(self.BODY, by_hand(self.BODY), SECRET, now=NOW + away, tolerance=timedelta(days=1))

    @pytest.mark.parametrize("away", [300, -300, 0])
    def test_within_five_minutes_is_taken(self, away: int) -> None:
        assert verify(self.BODY, by_hand(self.BODY), SECRET, now=NOW + away)

    def test_of_now_is_taken_by_the_clock_of_this_machine(self) -> None:
        assert verify(self.BODY, sign(self.BODY, SECRET), SECRET)

    def test_is_looked_at_before_the_body_is(self) -> None:
        with pytest.raises(SignatureMismatch):
            verify(b"{", by_hand(b"["), SECRET, now=NOW)
        with pytest.raises(PayloadError, match="is not a JSON object"):
            verify(b"{", by_hand(b"{"), SECRET, now=NOW)

    @pytest.mark.parametrize("body", ["{}", {"UpdatedEntityID": 1}, None, 5])
    def test_of_what_is_no_bytes_cannot_be_checked(self, body: Any) -> None:
        with pytest.raises(TypeError, match=r"await request\.read\(\)"):
            verify(body, "t=1,s=0", SECRET)

    @pytest.mark.parametrize("secrets", ["", [], [""]])
    def test_without_a_secret_is_never_good(self, secrets: Any) -> None:
        with pytest.raises(ValueError, match="no secret"):
            verify(self.BODY, by_hand(self.BODY, ""), secrets, now=NOW)
        with pytest.raises(TypeError, match="a secret of a webhook is a text"):
            verify(self.BODY, by_hand(self.BODY), [None], now=NOW)  # type: ignore[list-item]

    def test_tells_no_secret_and_no_content_when_it_is_refused(self) -> None:
        with pytest.raises(WebhookError) as caught:
            verify(self.BODY, by_hand(self.BODY, "another"), SECRET, now=NOW)
        assert SECRET not in str(caught.value)
        assert "BE0759529999" not in str(caught.value)
        assert "BE0759529999" not in repr(read_event(self.BODY))

    @given(
        st.binary(max_size=200),
        # Blanks and quotes around a secret are not part of it.
        st.text(min_size=1, max_size=20).filter(lambda text: text == text.strip().strip("\"'").strip()),
        st.integers(0, 2**33),
    )
    def test_of_any_bytes_by_any_secret_is_theirs_alone(self, body: bytes, secret: str, timestamp: int) -> None:
        header = sign(body, secret, timestamp=timestamp)
        assert header == by_hand(body, secret, timestamp)
        for other in (body + b"x", b"x" + body):
            with pytest.raises(SignatureMismatch):
                verify(other, header, secret, tolerance=None)
        with pytest.raises(SignatureMismatch):
            verify(body, header, secret + "x", tolerance=None)


class TestAnEvent:
    def test_of_a_message_has_all_that_billit_tells(self) -> None:
        event = read_event(compact(NESTED))
        assert isinstance(event, MessageEvent)
        assert (event.order_id, event.update, event.entity_type) == (2615999, "U", "Message")
        assert (event.flow_state, event.flow_information) == ("Sent", "No Valid VAT")
        assert event.message is not None
        assert event.message.success is True
        assert event.message.creation_date == datetime(2026, 5, 4, 9, 55, 34, 63_000)
        assert str(event.message.file_id) == "bc9996b3-e2ef-4476-9873-28de2c61d999"

    @pytest.mark.parametrize("name", ["MessageAdditionalInformation", "AdditionalMessageInformation"])
    @pytest.mark.parametrize(("written", "year"), [("31/01/2000", 2000), ("2024-05-06T00:00:00", 2024)])
    def test_of_the_older_flat_shape_is_the_same(self, name: str, written: str, year: int) -> None:
        flat = {
            "OrderID": 5,
            "Success": False,
            "Trials": 3,
            "CreationDate": written,
            name: {"EInvoiceFlowState": "Refused", "AdditionalFlowStateInformation": "RE: not ours"},
        }
        event = read_event(compact({**NESTED, "EntityDetail": flat}))
        assert isinstance(event, MessageEvent)
        assert (event.order_id, event.flow_state, event.flow_information) == (5, "Refused", "RE: not ours")
        assert event.message is not None
        assert event.message.creation_date is not None
        assert (event.message.success, event.message.trials, event.message.creation_date.year) == (False, 3, year)

    @pytest.mark.parametrize("detail", [{}, None, [], "x"])
    def test_without_detail_tells_that_there_is_something_to_read(self, detail: Any) -> None:
        event = read_event(compact({**NESTED, "EntityDetail": detail}))
        assert isinstance(event, MessageEvent)
        assert (event.entity_id, event.order_id, event.message, event.flow_state) == (690998, None, None, None)

    def test_of_an_order_tells_which(self) -> None:
        body = compact({"UpdatedEntityID": 7, "UpdatedEntityType": "Order", "WebhookUpdateTypeTC": "I"})
        event = read_event(body)
        assert isinstance(event, OrderEvent)
        assert (event.order_id, event.update) == (7, "I")

    @pytest.mark.parametrize("kind", ["Party", "", None, "Invoice"])
    def test_of_a_kind_that_is_newer_is_kept_whole(self, kind: Any) -> None:
        body = compact({"UpdatedEntityID": "7", "UpdatedEntityType": kind, "WebhookUpdateTypeTC": "X", "More": [1]})
        event = read_event(body)
        assert isinstance(event, UnknownEvent)
        assert (event.entity_id, event.update, event.payload["More"]) == (7, "X", [1])

    @pytest.mark.parametrize("body", [b"", b"[]", b"null", b"5", b'"x"', b"{", b"\xff", b"<html>"])
    def test_that_is_none_is_an_error(self, body: bytes) -> None:
        with pytest.raises(PayloadError):
            read_event(body)

    def test_of_odd_values_is_read_as_far_as_it_can_be(self) -> None:
        odd = {"UpdatedEntityID": True, "UpdatedEntityType": "MESSAGE", "EntityDetail": {"CreationDate": "32/01/2000"}}
        with pytest.warns(UserWarning, match="CreationDate"):
            event = read_event(compact(odd))
        assert isinstance(event, MessageEvent)
        assert (event.entity_id, event.update, event.order_id) == (None, None, None)


def test_the_header_has_its_documented_name() -> None:
    assert webhooks.SIGNATURE_HEADER == "Billit-Signature"
    published = "t=1657133145,s=479f86b8baa181b97281b767b8db125cc312d18b3e611d6157571abcd539f09f"
    with pytest.raises(SignatureMismatch, match="none of the secrets"):
        verify(b"{}", published, "x", now=NOW)


class Counted:
    """Stands where the module finds ``hmac``, and counts what is computed."""

    def __init__(self) -> None:
        self.computed = 0

    def new(self, *args: Any) -> Any:
        self.computed += 1
        return hmac.new(*args)

    compare_digest = staticmethod(hmac.compare_digest)


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    watch = Counted()
    monkeypatch.setattr(webhooks, "hmac", watch)
    return watch


class TestTheWorkOfAStranger:
    BODY = compact(NESTED)

    @pytest.mark.parametrize("count", [1, 2, 16])
    @pytest.mark.parametrize("secrets", [["a"], ["a", "b", "c"], ["a", "a", " a ", '"a"']])
    def test_is_one_hash_for_each_secret_however_many_signatures_come(
        self, counted: Counted, count: int, secrets: list[str]
    ) -> None:
        header = f"t={NOW}" + "".join(f",s={number:064x}" for number in range(count))
        with pytest.raises(SignatureMismatch):
            verify(self.BODY, header, secrets, now=NOW)
        assert counted.computed == len({secret.strip().strip('"') for secret in secrets})

    @pytest.mark.parametrize(
        "header",
        [
            f"t={NOW}" + ",s=" + "0" * 63,
            f"t={NOW}" + ",s=" + "0" * 65,
            f"t={NOW}" + ",s=" + "g" * 64,
            f"t={NOW}" + ",s=" + "\u0661" * 64,
            f"t={NOW}" + ",s=" + "\ud800" * 64,
            f"t={NOW}" + f",s={'0' * 64}" * 17,
            f"t={NOW},s={'0' * 64},s=00",
            f"t={NOW},s={'0' * 64}," + "x" * 8_000,
            b"t=1,s=\xff\xfe",
            "t=" + "9" * 16 + ",s=" + "0" * 64,
            "=" * 4_000,
            "t=1" + ",t" * 2_000,
        ],
    )
    def test_is_nothing_when_a_signature_cannot_be_one(self, counted: Counted, header: str | bytes) -> None:
        with pytest.raises(SignatureMismatch, match="Billit-Signature"):
            verify(self.BODY, header, "a", now=NOW)
        assert counted.computed == 0

    def test_a_header_of_bytes_is_read(self) -> None:
        header = by_hand(self.BODY).encode()
        assert verify(self.BODY, header, SECRET, now=NOW).entity_id == 690998
        with pytest.raises(TypeError, match="header takes"):
            verify(self.BODY, 5, SECRET, now=NOW)  # type: ignore[arg-type]

    @pytest.mark.parametrize("secret", [f" {SECRET}\n", f'"{SECRET}"', f"'{SECRET}'", f' "{SECRET}" \r\n'])
    def test_blanks_and_quotes_around_a_secret_are_dropped(self, secret: str) -> None:
        assert verify(self.BODY, by_hand(self.BODY), secret, now=NOW).entity_id == 690998

    @pytest.mark.parametrize("secret", ["", "  ", '""', [], [" ", "''"], "half \ud800"])
    def test_a_secret_that_cannot_be_one_is_named(self, secret: Any) -> None:
        with pytest.raises(InvalidArgument, match="secret"):
            verify(self.BODY, by_hand(self.BODY), secret, now=NOW)

    @pytest.mark.parametrize(
        "body",
        [
            b'{"a":' + b"[" * 100_000,
            b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
            b'{"UpdatedEntityID":1e999999999999999999999}',
            b"\xff\xfe",
            b'"\\ud800"',
            b"",
        ],
    )
    def test_a_signed_body_that_is_no_event_is_a_payload_error(self, body: bytes) -> None:
        try:
            verify(body, by_hand(body), SECRET, now=NOW)
        except PayloadError:
            return
        assert body.startswith(b'{"UpdatedEntityID":1e')

    def test_an_id_of_five_thousand_digits_is_no_id(self) -> None:
        body = compact({"UpdatedEntityID": "9" * 5_000, "UpdatedEntityType": {"a": 1}})
        assert verify(body, by_hand(body), SECRET, now=NOW).entity_id is None
