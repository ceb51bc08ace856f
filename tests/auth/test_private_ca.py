"""A token endpoint behind a certificate of the company's own: secrets go to whom we trust, and to nobody else."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
from typing import TYPE_CHECKING

import pytest
from aiohttp.test_utils import TestServer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from billit_async import OAuth2, TokenExpired, TokenServiceUnavailable
from tests.auth.issuer import CLIENT, REDIRECT, SECRET, Issuer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _certificate(
    name: str, key: ec.EllipticCurvePrivateKey, issuer: str, signer: ec.EllipticCurvePrivateKey, *hosts: str
) -> bytes:
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=not hosts, path_length=None), critical=True)
        # What RFC 5280 asks of certificates, and Python 3.13 with it.
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
    )
    usage = dict.fromkeys(
        ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
         "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"), False
    )  # fmt: skip
    usage["digital_signature" if hosts else "key_cert_sign"] = True
    builder = builder.add_extension(x509.KeyUsage(**usage), critical=True)
    if hosts:
        names: list[x509.GeneralName] = [
            x509.IPAddress(ipaddress.ip_address(host)) if host[0].isdigit() else x509.DNSName(host) for host in hosts
        ]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


@pytest.fixture
def authority(tmp_path: Path) -> Path:
    """A company's own CA, with certificates for this machine and for another."""
    ca, host = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    (tmp_path / "ca.pem").write_bytes(_certificate("Own CA", ca, "Own CA", ca))
    for name, hosts in (("here", ("127.0.0.1", "localhost")), ("elsewhere", ("other.example",))):
        certificate = _certificate(name, host, "Own CA", ca, *hosts)
        (tmp_path / f"{name}.pem").write_bytes(certificate + _pem(host))
    return tmp_path


@pytest.fixture
async def https(authority: Path, request: pytest.FixtureRequest) -> AsyncIterator[Issuer]:
    """An issuer over TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / f"{getattr(request, 'param', 'here')}.pem")
    made = Issuer()
    async with TestServer(made.application(), scheme="https") as server:
        await server.close()
    server = TestServer(made.application(), scheme="https")
    await server.start_server(ssl=context)
    made.url = str(server.make_url("/")).rstrip("/")
    yield made
    await server.close()


def trusting(authority: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=authority / "ca.pem")


async def test_with_its_context_a_login_and_its_renewal_work(https: Issuer, authority: Path) -> None:
    oauth = OAuth2(CLIENT, SECRET, REDIRECT, base_url=https.url, ssl_context=trusting(authority))
    grant = await oauth.exchange(https.callback("s"), expected_state="s")
    old = await grant.headers()
    assert await grant.refused(TokenExpired(), old)
    assert await grant.headers() != old
    assert (https.refreshes, https.reuses) == (1, 0)
    assert [company.party_id for company in await grant.companies()] == [5]
    await grant.revoke()


async def test_without_its_context_nothing_secret_is_sent(https: Issuer, authority: Path) -> None:
    trusted = OAuth2(CLIENT, SECRET, REDIRECT, base_url=https.url, ssl_context=trusting(authority))
    grant = await trusted.exchange(https.callback("s"), expected_state="s")
    seen = len(https.requests)
    oauth = OAuth2(CLIENT, SECRET, REDIRECT, base_url=https.url, store=trusted.store)
    with pytest.raises(TokenServiceUnavailable, match="certificate is not trusted") as caught:
        await oauth.exchange(https.callback("s"), expected_state="s")
    assert not caught.value.may_have_arrived
    with pytest.raises(TokenServiceUnavailable, match="certificate is not trusted"):
        await oauth.refused(TokenExpired(), await oauth.headers())
    with pytest.raises(Exception, match="certificate is not trusted"):
        await oauth.grant().companies()
    assert len(https.requests) == seen
    # Nothing was used up: who trusts it works on.
    assert await grant.refused(TokenExpired(), await grant.headers())
    assert https.reuses == 0


@pytest.mark.parametrize("https", ["elsewhere"], indirect=True)
async def test_a_certificate_of_another_host_is_not_enough(https: Issuer, authority: Path) -> None:
    oauth = OAuth2(CLIENT, SECRET, REDIRECT, base_url=https.url, ssl_context=trusting(authority))
    with pytest.raises(TokenServiceUnavailable, match="certificate is not trusted"):
        await oauth.exchange(https.callback("s"), expected_state="s")
    assert https.requests == []
