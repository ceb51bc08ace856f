"""The generated classes as objects: construction, equality, copies, pickle, repr, and what importing them loads."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal

import attrs
import pytest

import billit_async
from billit_async import models
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


def test_repr_is_short_and_names_the_first_fields(order):
    assert repr(order) == (
        "Order(order_id=1, customer=Party(…), order_date='2026-01-01T00:00:00', order_type='Invoice', "
        "order_lines=<1 items>, total_incl=12.50)"
    )
    assert len(repr(attrs.evolve(order, comments="x" * 10_000))) < 300


def test_repr_of_many_fields_says_how_many_it_leaves_out():
    many = Party(**dict.fromkeys(("name", "street", "box", "city", "iban", "bic", "phone", "fax", "email", "nr"), "x"))
    assert repr(many).endswith("… 2 more)")


def test_repr_never_shows_the_content_of_a_file():
    assert (
        repr(File(file_name="a.pdf", file_content=b"%PDF-1.7"))
        == "File(file_name='a.pdf', file_content=<file content>)"
    )


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
