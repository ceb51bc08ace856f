"""To process: documents handed to Fast Input, where Billit reads them. It has no operation that tells how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from billit_async._resources._operations import TO_PROCESS_DELETE_TO_PROCESS, TO_PROCESS_POST_TO_PROCESS
from billit_async._resources.arguments import checked_bool, checked_id, checked_idempotency_key, checked_model
from billit_async._resources.files import checked_file
from billit_async._resources.resource import Resource
from billit_async._resources.responses import read_id
from billit_async._serialization import codec
from billit_async.models.to_process import ToProcessSaveRequest, UploadMetadata

if TYPE_CHECKING:
    from billit_async._serialization.ids import Id
    from billit_async._transport.policies import CallOptions
    from billit_async.models.files import File

__all__ = ["ToProcess"]


class ToProcess(Resource):
    """Fast Input of one company: ``billit.to_process``."""

    __slots__ = ()

    async def upload(
        self,
        file: File,
        *,
        source: File | None = None,
        split: bool = False,
        metadata: UploadMetadata | None = None,
        idempotency_key: str | None = None,
        options: CallOptions | None = None,
    ) -> int:
        """Hand in a scan or an e-invoice; it waits in Fast Input until somebody, or an automatism, takes it over.

        Args:
            file: ``File(file_name="receipt.pdf", mime_type="application/pdf", file_content=...)``, bytes or base64.
            source: The file that this one was made from.
            split: Split the file into several documents.
            metadata: What is known already: total, date, kind of cost, ...
            idempotency_key: Your own key for this call; a new one is made when it is left out. That Billit honours it
                here is not documented.

        Returns:
            The id of the upload.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            IdempotencyConflict: The key was used by an upload that succeeded.
            OutcomeUnknown: The connection broke after the request may have left.
            UnexpectedResponse: The response is not an id, although the file may have been taken.
            TypeError: An argument has the wrong type.
            ValueError: The file has no name or no content, or a value is not a known one of its enumeration.

        Source: POST /v1/toProcess (Swagger operation ToProcess_PostToProcess).
        """
        request = ToProcessSaveRequest(
            split=checked_bool(split, "split"),
            file=checked_file(file, "file"),
            file_source=None if source is None else checked_file(source, "source"),
            meta_data=None if metadata is None else checked_model(metadata, UploadMetadata, "metadata"),
        )
        return await self._read(
            TO_PROCESS_POST_TO_PROCESS,
            read_id,
            body=codec.to_body(request, ""),
            idempotency_key=checked_idempotency_key(idempotency_key),
            options=options,
        )

    async def delete(self, upload_id: Id, *, options: CallOptions | None = None) -> None:
        """Take an upload back.

        Args:
            upload_id: What :meth:`upload` gave.

        Raises:
            BadRequest: Billit refused it; ``errors`` says why.
            NotFound: There is no such upload, or it was processed.
            OutcomeUnknown: The connection broke after the request may have left.
            TypeError: The id is neither a whole number nor a text.
            ValueError: The id is a number below one, or a text that cannot be an id.

        Source: DELETE /v1/toProcess/{uploadID} (Swagger operation ToProcess_DeleteToProcess).
        """
        await self._do(TO_PROCESS_DELETE_TO_PROCESS, options=options, uploadID=checked_id(upload_id, "upload_id"))
