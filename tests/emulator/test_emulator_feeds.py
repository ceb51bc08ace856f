"""Feeds of an accountant: fetched one by one, checked by their hash, and gone once they are confirmed."""

from __future__ import annotations

import base64
import hashlib

import pytest

from billit_async.models import Feed, FeedItem, FileDetails

FEEDS = "/v1/accountant/feeds"


@pytest.fixture
async def feed(written):
    response = await written("POST", FEEDS, {"Name": "Boekhouding"})
    assert (response.status, response.text) == (200, "")
    return f"{FEEDS}/Boekhouding"


async def test_a_feed_is_listed_until_it_is_deleted(written, feed, reads_as):
    assert [item.name for item in reads_as(Feed, await written.get(FEEDS))] == ["Boekhouding"]
    assert (await written("DELETE", feed)).status == 200
    assert (await written.get(FEEDS)).json == []
    assert (await written.get(feed)).status == 401


@pytest.mark.parametrize("name", ["boekhouding", "", "a/b", None])
async def test_a_feed_needs_a_name_of_its_own(written, feed, name):
    assert (await written("POST", FEEDS, {"Name": name})).codes == ["GenericError"]


async def test_a_new_invoice_and_a_new_document_wait_in_the_feed(written, feed, reads_as):
    before = len(reads_as(FeedItem, await written.get(feed)))
    order_id = await written.create()
    paper = {"FileName": "a.pdf", "FileContent": base64.b64encode(b"%PDF-1.4").decode()}
    document_id = int((await written("POST", "/v1/documents", {"File": paper})).text)
    await written.create(OrderType="Offer")
    items = reads_as(FeedItem, await written.get(feed))
    assert [(item.entity_type, item.entity_id) for item in items[before:]] == [
        ("Order", order_id), ("Document", document_id)]  # fmt: skip
    assert {item.party_id for item in items} == {written.emulator.party_id}


async def test_the_ids_of_items_stay_the_same(written, feed):
    assert (await written.get(feed)).json == (await written.get(feed)).json


async def test_every_file_has_the_hash_of_its_bytes(written, feed, reads_as):
    items = (await written.get(feed)).json
    assert {item["EntityType"] for item in items} == {"Order", "Document"}
    for item in [items[0], items[-1]]:
        details = reads_as(FileDetails, await written.get(f"{feed}/{item['FeedItemID']}"))
        content = details.file_content
        content = base64.b64decode(content) if isinstance(content, str) else content
        assert hashlib.sha256(content).hexdigest() == details.file_content_sha256_hash
        assert content.startswith(b"%PDF")


async def test_the_hash_can_be_written_in_base64(boot):
    wire = await boot(settings={"feeds.hash": "base64"})
    await wire("POST", FEEDS, {"Name": "x"})
    item = (await wire.get(f"{FEEDS}/x")).json[0]["FeedItemID"]
    assert len(base64.b64decode((await wire.get(f"{FEEDS}/x/{item}")).json["FileContentSHA256Hash"])) == 32


async def test_a_confirmed_item_is_gone_from_its_feed_and_from_no_other(written, feed):
    await written("POST", FEEDS, {"Name": "Other"})
    item = (await written.get(feed)).json[0]
    path = f"{feed}/{item['FeedItemID']}"
    assert (await written("POST", f"{path}/confirm", {"RemoteServerName": "s", "RemotePath": "/p"})).status == 200
    assert item["FeedItemID"] not in [each["FeedItemID"] for each in (await written.get(feed)).json]
    assert (await written.get(path)).status == 401
    assert (await written("POST", f"{path}/confirm", {})).status == 401
    others = (await written.get(f"{FEEDS}/Other")).json
    assert (item["EntityType"], item["EntityID"]) in [(each["EntityType"], each["EntityID"]) for each in others]


async def test_a_deleted_order_waits_no_more(written, feed):
    order_id = await written.create()
    assert order_id in [item["EntityID"] for item in (await written.get(feed)).json]
    await written("DELETE", f"/v1/orders/{order_id}")
    assert order_id not in [item["EntityID"] for item in (await written.get(feed)).json]


@pytest.mark.parametrize("status", ["400", "429"])
async def test_listing_twice_within_a_minute_can_be_refused(boot, hands, status):
    wire = await boot(settings={"time.clock": hands, "feeds.too_soon": status})
    await wire("POST", FEEDS, {"Name": "x"})
    assert (await wire.get(f"{FEEDS}/x")).status == 200
    hands.turn(seconds=59)
    assert (await wire.get(f"{FEEDS}/x")).status == int(status)
    hands.turn(seconds=1)
    assert (await wire.get(f"{FEEDS}/x")).status == 200


async def test_feeds_belong_to_one_company(wire, emulator):
    await wire("POST", FEEDS, {"Name": "x"})
    other = str(emulator.party_ids[1])
    assert (await wire.get(FEEDS, PartyID=other)).json == []
    assert (await wire.get(f"{FEEDS}/x", PartyID=other)).status == 401
