"""Downloads and exports on disk: for their owner alone, under a name of their own, over nothing that was there."""

from __future__ import annotations

import asyncio
import errno
import os
import stat
import unicodedata
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billit_async import Attachment, FileError
from billit_async._resources.accountant.feeds import FeedEntry, FeedFile
from billit_async._resources.files import DownloadedFile, FileContent, safe_file_name
from billit_async.export.sinks import JsonlSink
from billit_async.models import Order
from billit_async.models.accountant import FeedItem

FILE_ID = UUID(int=7)
posix_only = pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")


def file(name: str, content: bytes = b"content") -> DownloadedFile:
    return DownloadedFile(name=name, content=content, file_id=FILE_ID, mime_type="application/pdf")


@pytest.mark.parametrize(
    "shown",
    [
        repr(FileContent(name="Wilhelmina.pdf", content=b"content")),
        repr(file("Wilhelmina.pdf")),
        str(file("Wilhelmina.pdf")),
        repr(FeedFile(name="Wilhelmina.pdf", content=b"content", sha256="ab")),
        repr(FeedEntry(FeedItem(), FeedFile(name="Wilhelmina.pdf", content=b"content", sha256="ab"))),
    ],
    ids=["content", "download", "text", "feed file", "feed entry"],
)
def test_a_file_shows_its_size_and_never_its_name(shown: str) -> None:
    assert "Wilhelmina" not in shown
    assert "'content'" not in shown
    assert "<7 bytes>" in shown


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


@posix_only
async def test_a_download_is_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        saved = [await file("a.pdf").save(tmp_path), await file("b.pdf").save(tmp_path / "mine.pdf")]
        # One that replaces a file which others could read is not readable for them.
        saved[1].chmod(0o644)
        await file("b.pdf").save(saved[1])
    finally:
        os.umask(before)
    assert [mode(path) for path in saved] == [0o600, 0o600]


@posix_only
async def test_an_export_and_the_folders_made_for_it_are_for_their_owner_alone(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir(mode=0o755)
    before = os.umask(0)
    try:
        async with JsonlSink(there / "new" / "574991" / "orders.jsonl") as sink:
            await sink.write([Order(order_id=1)])
            stage = next((there / "new" / "574991").iterdir())
            assert mode(stage) == 0o600
    finally:
        os.umask(before)
    assert mode(sink.path) == 0o600
    assert [mode(folder) for folder in (there / "new" / "574991", there / "new", there)] == [0o700, 0o700, 0o755]


async def test_nothing_in_a_folder_is_replaced(tmp_path: Path) -> None:
    saved = [await file("invoice.pdf", bytes([number])).save(tmp_path) for number in range(3)]
    assert [path.name for path in saved] == ["invoice.pdf", "invoice (2).pdf", "invoice (3).pdf"]
    assert [path.read_bytes() for path in saved] == [b"\0", b"\1", b"\2"]
    plain = [(await file("readme").save(tmp_path)).name for _ in range(2)]
    assert plain == ["readme", "readme (2)"]
    with pytest.raises(FileError):
        await file("invoice.pdf").save(tmp_path, overwrite=False)
    with pytest.raises(ValueError, match="needs the name of the file"):
        await file("invoice.pdf").save(tmp_path, overwrite=True)
    assert not list(tmp_path.glob(".*"))


async def test_many_at_once_each_get_a_name_of_their_own(tmp_path: Path) -> None:
    saved = await asyncio.gather(*(file("x.pdf", str(number).encode()).save(tmp_path) for number in range(20)))
    assert len(set(saved)) == 20
    assert {path.read_bytes() for path in saved} == {str(number).encode() for number in range(20)}


async def test_a_file_system_without_links_replaces_nothing_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_links(_self: Path, _target: Path) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", no_links)
    saved = [await file("x.pdf", bytes([number])).save(tmp_path) for number in range(2)]
    assert [(path.name, path.read_bytes(), mode(path)) for path in saved] == [
        ("x.pdf", b"\0", 0o600),
        ("x (2).pdf", b"\1", 0o600),
    ]


@posix_only
async def test_a_link_in_the_folder_is_not_followed(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("precious")
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "x.pdf").symlink_to(precious)
    (folder / "y.pdf").symlink_to(tmp_path / "nowhere")
    assert (await file("x.pdf").save(folder)).name == "x (2).pdf"
    assert (await file("y.pdf").save(folder)).name == "y (2).pdf"
    with pytest.raises(FileError, match="something else than a file"):
        await file("x.pdf").save(folder / "x.pdf")
    assert precious.read_text() == "precious"
    assert not (tmp_path / "nowhere").exists()


@posix_only
@pytest.mark.parametrize("overwrite", [None, True, False])
async def test_a_pipe_or_a_device_is_refused_and_does_not_hang(tmp_path: Path, overwrite: bool | None) -> None:
    os.mkfifo(tmp_path / "x.pdf")
    with pytest.raises(FileError):
        await file("x.pdf").save(tmp_path / "x.pdf", overwrite=overwrite)
    assert stat.S_ISFIFO((tmp_path / "x.pdf").lstat().st_mode)
    if overwrite is None:
        assert (await file("x.pdf").save(tmp_path)).name == "x (2).pdf"


@posix_only
async def test_what_is_attached_is_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "x.pdf")
    (tmp_path / "y.pdf").mkdir()
    for name in ("x.pdf", "y.pdf"):
        with pytest.raises(FileError, match="is not a file"):
            await Attachment.from_path(tmp_path / name)


@posix_only
async def test_an_export_neither_follows_a_link_nor_hangs_on_a_pipe(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.write_text("precious")
    (tmp_path / "orders.jsonl").symlink_to(precious)
    async with JsonlSink(tmp_path / "orders.jsonl") as sink:
        await sink.write([Order(order_id=1)])
    assert precious.read_text() == "precious"
    assert not sink.path.is_symlink()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("NUL.txt", "_NUL.txt"),
        ("nul .txt", "_nul.txt"),
        ("CON.tar.gz", "_CON.tar.gz"),
        ("COM¹.pdf", "_COM¹.pdf"),
        ("conin$", "_conin$"),
        ("lpt0", "_lpt0"),
        ("COM1 . ", "_COM1"),
        ("console.pdf", "console.pdf"),
        ("invoice\u202efdp.exe", "invoice_fdp.exe"),
        ("a\u200b\ufeff\u2066b.pdf", "a___b.pdf"),
        ("a\u2028b\x9bc\x85d.pdf", "a_b_c_d.pdf"),
        ("a\ud800b.pdf", "a_b.pdf"),
        ("x.pdf:evil.exe", "x.pdf_evil.exe"),
        ("C:evil.exe", "C_evil.exe"),
        ("\\\\server\\share\\x.pdf", "x.pdf"),
        ("a/..\\..", "file"),
        ("x.pdf...", "x.pdf"),
        ("x.pdf . .", "x.pdf"),
        ("x.\u00a0", "x"),
        (" .. ", "file"),
        ("....pdf", "pdf"),
        ("a\u00a0b.pdf", "a b.pdf"),
    ],
)
def test_a_name_is_what_it_looks_like_on_every_system(name: str, safe: str) -> None:
    assert safe_file_name(name, "file") == safe


@pytest.mark.parametrize("extension", ["pdf", "é" * 10, "漢" * 6, "x" * 300])
@pytest.mark.parametrize("stem", ["x", "é", "漢", "👍"])
def test_a_name_is_cut_in_bytes(stem: str, extension: str) -> None:
    assert len(safe_file_name(f"{stem * 400}.{extension}", "file").encode()) <= 200


@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_any_name_becomes_one_segment(name: str) -> None:
    safe = safe_file_name(name, "file")
    assert safe
    assert len(safe.encode()) <= 200
    assert safe == safe.strip(" .")
    assert not set(safe) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in safe)
    assert safe_file_name(safe, "file") == safe


@given(st.text(st.characters(exclude_categories=()), max_size=20), st.sampled_from(["con", "nul", "aux", "com1"]))
def test_no_way_of_writing_it_gives_the_name_of_a_device(around: str, device: str) -> None:
    for name in (f"{device}{around}", f"{around}{device}", f"{device}.{around}"):
        stem = safe_file_name(name, "file").partition(".")[0].rstrip(" ")
        assert stem.lower() != device


@pytest.mark.parametrize("name", ["none.pdf", "a\0b.pdf", "\ud800.pdf", "x" * 5_000 + ".pdf", "y.pdf/x.pdf"])
async def test_a_name_that_leads_to_no_file_is_an_error_of_ours(tmp_path: Path, name: str) -> None:
    (tmp_path / "y.pdf").touch()
    with pytest.raises(FileError) as caught:
        await Attachment.from_path(tmp_path / name)
    assert (caught.value.filename, bool(caught.value.errno)) == (str(tmp_path / name), True)
    if name != "none.pdf":
        with pytest.raises(FileError):
            await file("x.pdf").save(tmp_path / name)
    assert [each.name for each in tmp_path.iterdir()] == ["y.pdf"]
