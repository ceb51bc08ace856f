"""The generated classes as objects: construction, equality, copies, pickle, repr, and what importing them loads."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
import warnings
from datetime import date, datetime
from decimal import Decimal

import attrs
import pytest

import billit_async
from billit_async import PayloadWarning, from_json, models
from billit_async._serialization import obsolete
from billit_async.converter import structure
from billit_async.models import File, Order, OrderLine, OrderType, Party, Webhook


@pytest.fixture
def order():
    return Order(
        order_id=1,
        order_type="Invoice",
        order_date=date(2026, 1, 1),
        total_incl="12.50",
        customer=Party(name="Acme", vat_number="BE0403170701"),
        order_lines=[OrderLine(quantity=1, unit_price_excl="10.00", description="Work", vat_percentage=21)],
    )


def all_models():
    return [getattr(models, name) for name in models.__all__ if attrs.has(getattr(models, name)) and name != "Page"]


@pytest.mark.parametrize("model", all_models(), ids=lambda model: model.__name__)
def test_every_model_is_a_slotted_keyword_only_attrs_class_with_optional_fields(model):
    made = model()
    assert not hasattr(made, "__dict__")
    assert all(field.kw_only and field.default is None for field in attrs.fields(model))
    assert all("wire" in field.metadata for field in attrs.fields(model))
    assert "None" in model.__name__ or all(getattr(made, field.name) is None for field in attrs.fields(model))
    assert model.__doc__


@pytest.mark.parametrize("model", all_models(), ids=lambda model: model.__name__)
def test_every_annotation_of_every_model_resolves(model):
    assert all(field.type is not None for field in attrs.fields(attrs.resolve_types(model)))


def test_the_constructor_makes_exact_values(order):
    assert order.total_incl == Decimal("12.50")
    assert order.order_date == datetime(2026, 1, 1)
    assert order.order_lines[0].quantity == Decimal(1)


def test_a_float_for_money_is_refused_with_the_cure():
    with pytest.raises(TypeError, match=r'pass a Decimal, an int or a text, for example Decimal\("12\.50"\)'):
        Order(total_incl=12.5)


def test_an_unknown_keyword_is_refused_by_name():
    with pytest.raises(TypeError, match="unexpected keyword argument 'total'"):
        Order(total=1)


def test_equality_looks_at_every_field_and_at_the_class(order):
    assert order == copy.deepcopy(order)
    assert order != attrs.evolve(order, order_id=2)
    assert order != attrs.evolve(order, order_lines=[])
    assert Party(name="a") != File(file_name="a")
    assert Party() != "Party()"


def test_models_are_mutable_and_so_not_hashable(order):
    with pytest.raises(TypeError, match="unhashable"):
        hash(order)


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_a_model_survives_pickle(order, protocol):
    assert pickle.loads(pickle.dumps(order, protocol)) == order


def test_a_shallow_copy_shares_and_a_deep_copy_does_not(order):
    assert copy.copy(order).customer is order.customer
    assert copy.deepcopy(order).customer is not order.customer


def test_evolve_changes_one_field_and_converts_it(order):
    changed = attrs.evolve(order, total_incl="99.00")
    assert (changed.total_incl, changed.customer, order.total_incl) == (
        Decimal("99.00"),
        order.customer,
        Decimal("12.50"),
    )


def test_repr_tells_number_type_date_total_and_the_id_of_the_counterparty():
    order = Order(
        order_id=1,
        order_number="2026/0001",
        order_type=OrderType.INVOICE,
        order_direction="Income",
        order_date=date(2026, 1, 1),
        expiry_date=date(2026, 1, 31),
        total_incl="12.50",
        currency="EUR",
        customer=Party(party_id=77, name="Acme"),
        order_lines=[OrderLine(description="Work")],
        comments="x" * 10_000,
    )
    assert repr(order) == (
        "Order(order_id=1, order_number='2026/0001', order_type='Invoice', order_direction='Income', "
        "order_date='2026-01-01', total_incl=12.50, currency='EUR', customer=Party(party_id=77), "
        "expiry_date='2026-01-31', order_lines=<1 items>, … 1 more)"
    )
    assert f"{order}" == str(order) == repr(order)
    assert repr([order, {"order": order}]).count("Acme") == 0
    assert repr(Order(counter_party_id=77, order_lines=[])) == "Order(counter_party_id=77)"
    assert repr(Order()) == "Order()"


CONTENT = "Jan Peeters, jan@acme.example, BE68539007547034, Kerkstraat 1"


@pytest.mark.parametrize("model", all_models(), ids=lambda model: model.__name__)
@pytest.mark.parametrize("text", [CONTENT, *CONTENT.split(", "), "BE68 5390 0754 7034", "Peeters"])
def test_repr_of_no_model_shows_what_a_text_says(model, text):
    fields = attrs.fields(model)
    kept = model()
    for field in fields:
        # Whatever stands there, also where something else belongs.
        setattr(kept, field.name, text)
    shown = [field.name for field in fields if f"{field.name}={text!r}" in repr(kept)]
    codes = ("type", "tc", "code", "status", "direction", "currency", "scheme", "enum", "order_number", "unit")
    # One word cannot be told from a code where a code belongs.
    assert all(
        name.rstrip("_").endswith(codes) or "enumeration" in attrs.fields_dict(model)[name].metadata for name in shown
    )
    assert not shown or text == "Peeters"
    for field in fields:
        setattr(kept, field.name, [text])
    assert text not in repr(kept)
    for field in fields:
        setattr(kept, field.name, {text: text})
    assert text not in repr(kept)


def test_repr_of_names_addresses_and_accounts_says_only_how_many_there_are():
    many = Party(**dict.fromkeys(("name", "street", "box", "city", "iban", "bic", "phone", "fax", "email", "nr"), "x"))
    assert repr(many) == "Party(… 10 more)"
    assert repr(Party(party_id=5, name="Acme", country_code="BE")) == "Party(party_id=5, country_code='BE', … 1 more)"
    assert repr(models.KeyValuePair(key="a", value="b")) == "KeyValuePair(… 2 more)"


def test_repr_of_what_has_another_type_than_documented_tells_no_more_than_that():
    order = Order(order_id=1)
    order.total_incl, order.customer, order.order_date = "12,50 for Jan", "Jan", {"Jan": 1}
    order.order_type, order.order_number = 10**40, "Jan Peeters"
    assert repr(order) == (
        "Order(order_id=1, order_number=<text>, order_type=<number>, order_date=<1 items>, total_incl=<text>, "
        "customer=<text>)"
    )


def test_repr_never_shows_the_content_of_a_file():
    file = File(file_id="0b1e4c02-6f5a-4a51-9d3e-2c6f0a7de001", file_name="a.pdf", mime_type="application/pdf")
    assert repr(attrs.evolve(file, file_content=b"%PDF-1.7")) == (
        "File(file_id=0b1e4c02-6f5a-4a51-9d3e-2c6f0a7de001, mime_type='application/pdf', file_content=<file content>, "
        "… 1 more)"
    )


def test_repr_of_a_page_shows_no_filter():
    page = models.Page(items=[Order()], count=1, cursor="/v1/orders?$filter=CounterParty/Email eq 'jan@acme.example'")
    assert repr(page) == "Page(1 items, count=1, cursor=<link>)"
    assert repr(models.Page(cursor=7)) == "Page(0 items, count=None, cursor=7)"


def test_repr_never_shows_a_secret():
    assert "hunter2" not in repr(Webhook(webhook_id=1, secret="hunter2"))
    assert "hunter2" not in repr(models.RegisterAccountResponse(api_key="00000000-0000-0000-0000-000000000001"))
    assert "0001" not in repr(models.RegisterAccountResponse(api_key="00000000-0000-0000-0000-000000000001"))
    assert "hunter2" not in repr(
        models.OAuthAccessTokenRequest(client_secret="hunter2", refresh_token="hunter2", code="hunter2")
    )


def test_an_enumeration_member_is_its_text():
    assert OrderType.INVOICE == "Invoice"
    assert Order(order_type=OrderType.CREDIT_NOTE).order_type == "CreditNote"


def test_the_public_names_of_the_models_are_all_there():
    assert set(models.__all__) <= set(dir(models))
    with pytest.raises(AttributeError, match="no attribute 'Ordr'"):
        _ = models.Ordr


def test_the_public_names_of_the_package_are_all_there():
    for name in billit_async.__all__:
        assert getattr(billit_async, name) is not None or name == "NULL"
    assert set(billit_async.__all__) <= set(dir(billit_async))
    with pytest.raises(AttributeError, match="no attribute 'Sesion'"):
        _ = billit_async.Sesion


def loaded_after(statement):
    code = f"import sys\n{statement}\nprint(*sorted(m for m in sys.modules if m.startswith('billit_async')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_no_model_and_no_http_library():
    assert loaded_after("import billit_async") == {"billit_async", "billit_async._version"}


def test_the_session_loads_no_model():
    loaded = loaded_after("from billit_async import ApiKey, BillitSession, Environment")
    assert not {name for name in loaded if ".models." in name or ".wire." in name}


def test_touching_one_area_loads_that_area_only():
    loaded = loaded_after("from billit_async.models import Product")
    assert {name for name in loaded if ".models." in name} == {"billit_async.models.products"}


def test_an_area_loads_only_the_areas_whose_models_it_holds():
    loaded = loaded_after("from billit_async.models import Order")
    assert {name.rpartition(".")[2] for name in loaded if ".models." in name} == {"orders", "parties", "files"}


# --- dictionaries and JSON -----------------------------------------------------------------------------------------


def test_a_model_becomes_a_dictionary_with_billits_names_and_exact_amounts(order):
    made = order.to_dict()
    assert made == {
        "OrderID": 1,
        "Customer": {"Name": "Acme", "VATNumber": "BE0403170701"},
        "OrderDate": "2026-01-01T00:00:00",
        "OrderType": "Invoice",
        "OrderLines": [
            {
                "Quantity": Decimal(1),
                "UnitPriceExcl": Decimal("10.00"),
                "Description": "Work",
                "VATPercentage": Decimal(21),
            }
        ],
        "TotalIncl": Decimal("12.50"),
    }
    assert str(made["TotalIncl"]) == "12.50"
    assert Order.from_dict(made) == order


def test_a_dictionary_shares_nothing_with_its_model():
    order = Order(tags=["a"], custom_fields={"a": "b"})
    made = order.to_dict()
    made["Tags"].append("b")
    made["CustomFields"].clear()
    assert (order.tags, order.custom_fields) == (["a"], {"a": "b"})


def test_a_model_becomes_json_and_back(order):
    assert order.to_json() == billit_async.to_json(order)
    assert Order.from_json(order.to_json()) == order
    assert type(OrderLine.from_json("{}")) is OrderLine


@pytest.mark.parametrize("model", all_models(), ids=lambda model: model.__name__)
def test_an_empty_model_becomes_an_empty_dictionary_and_back(model):
    assert (model().to_dict(), model().to_json()) == ({}, b"{}")
    assert model.from_dict({}) == model.from_json(b"{}") == model()


def test_moments_identifiers_and_files_are_texts_in_a_dictionary():
    file = File(file_id="0b1e4c02-6f5a-4a51-9d3e-2c6f0a7de001", file_content=b"%PDF")
    order = Order.from_json(b'{"LastModified":"2026-03-10T15:00:49.1234567","PaidDate":"2026-03-10T15:00:49.5"}')
    order.order_pdf = file
    assert order.to_dict() == {
        "OrderPDF": {"FileID": "0b1e4c02-6f5a-4a51-9d3e-2c6f0a7de001", "FileContent": "JVBERg=="},
        "LastModified": "2026-03-10T15:00:49.1234567",
        "PaidDate": "2026-03-10T15:00:49.5",
    }
    again = Order.from_dict(order.to_dict())
    assert (again, again.to_json()) == (order, order.to_json())


def test_a_dictionary_may_hold_what_a_constructor_takes():
    made = Order.from_dict({"OrderDate": date(2026, 1, 1), "TotalIncl": "12.50", "Customer": Party(name="Acme")})
    assert made == Order(order_date=date(2026, 1, 1), total_incl="12.50", customer=Party(name="Acme"))


def test_an_explicit_null_is_none_in_a_dictionary():
    order = Order(paid_date=billit_async.NULL)
    assert order.to_dict() == {"PaidDate": None}
    assert Order.from_dict({"PaidDate": None}) == Order()


def test_a_dictionary_with_a_float_amount_or_python_names_is_refused_with_the_cure():
    with pytest.raises(TypeError, match=r"^OrderLines\[1\]\.Quantity is a float"):
        Order.from_dict({"OrderLines": [{}, {"Quantity": 1.5}]})
    with pytest.raises(TypeError, match="OrderNumber stands there as 'order_number'"):
        Order.from_dict({"order_number": "1"})
    with pytest.raises(TypeError, match=r"^Customer\.VATNumber stands there as 'vat_number'"):
        Order.from_dict({"Customer": {"vat_number": "1"}})
    with pytest.raises(billit_async.PayloadError, match="from a dictionary, not from a list"):
        Order.from_dict([])


def test_a_dictionary_with_a_value_of_another_type_keeps_it_and_reports_it():
    with pytest.warns(billit_async.PayloadWarning, match=r"^TotalIncl has not the documented type"):
        order = Order.from_dict({"TotalIncl": "12,50", "NewToday": 5})
    assert order.to_dict() == {"TotalIncl": "12,50"}


@pytest.fixture
def _nothing_told(monkeypatch):
    monkeypatch.setattr(obsolete, "_told", set())


def construct_and_assign(name):
    party = Party(**{name: "a"})
    setattr(party, name, "b")
    return getattr(party, name)


def assign_and_construct(name):
    setattr(Party(), name, "a")
    return getattr(Party(**{name: "b"}), name)


@pytest.mark.usefixtures("_nothing_told")
@pytest.mark.parametrize("name", ["external_provider_id", "external_provider_tc"])
@pytest.mark.parametrize("set_twice", [construct_and_assign, assign_and_construct])
def test_an_obsolete_field_warns_once_when_it_is_set(name, set_twice):
    with pytest.warns(DeprecationWarning, match=rf"^Party\.{name} is obsolete: ") as told:
        assert set_twice(name) == "b"
    assert [one.filename for one in told] == [__file__]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        set_twice(name)


@pytest.mark.usefixtures("_nothing_told")
def test_an_obsolete_field_that_was_read_or_copied_says_nothing():
    raw = b'{"ExternalProviderID":"a","VATLiable":%b}'
    with warnings.catch_warnings():
        warnings.simplefilter("error", DeprecationWarning)
        warnings.simplefilter("ignore", PayloadWarning)
        parties = [from_json(Party, raw % b"true"), from_json(Party, raw % b'"yes"')]
        parties += [Party.from_dict({"ExternalProviderID": "a"}), structure({"ExternalProviderID": "a"}, Party)]
        parties += [pickle.loads(pickle.dumps(parties[0])), copy.deepcopy(parties[0])]
        Party(external_provider_id=None)
    assert [party.external_provider_id for party in parties] == ["a"] * 6
