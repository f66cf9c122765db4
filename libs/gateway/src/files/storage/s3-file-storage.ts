import { Readable } from 'node:stream';
import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  paginateListObjectsV2,
  S3ServiceException,
  type ListMultipartUploadsCommandOutput,
  type MultipartUpload,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { BytesMissing, FileStorage, type ByteRange, type StoredBytes } from './file-storage.js';
import type { S3Place } from './s3-connection.js';

/** A part is held in memory until the service has it, and may be sent again; so it is the smallest that is allowed. */
const smallestPart = 5 * 1024 * 1024;
const partsAtOnce = 2;
const mostParts = 10_000;

/** Files in a bucket of Amazon S3, or of a service that speaks like it. */
export class S3FileStorage extends FileStorage {
  constructor(
    private readonly place: S3Place,
    private readonly maxBytes: number,
  ) {
    super();
  }

  /** In parts, which become an object only all together; a small file goes in one piece. */
  override async write(name: string, body: Readable): Promise<void> {
    const upload = new Upload({
      client: this.place.client,
      params: { ...this.objectOf(name), Body: body, ContentType: 'application/octet-stream' },
      partSize: Math.max(smallestPart, Math.ceil(this.maxBytes / mostParts)),
      queueSize: partsAtOnce,
    });
    await upload.done();
  }

  override async read(name: string, range?: ByteRange): Promise<Readable> {
    const Range = range && `bytes=${range.start}-${range.end}`;
    try {
      const { Body } = await this.place.client.send(new GetObjectCommand({ ...this.objectOf(name), Range }));
      return Body instanceof Readable ? Body : Readable.from([]);
    } catch (cause) {
      throw isAbsence(cause) ? new BytesMissing({ cause }) : cause;
    }
  }

  override async has(name: string): Promise<boolean> {
    try {
      await this.place.client.send(new HeadObjectCommand(this.objectOf(name)));
      return true;
    } catch (error) {
      if (isAbsence(error)) return false;
      throw error;
    }
  }

  override async remove(name: string): Promise<void> {
    await this.place.client.send(new DeleteObjectCommand(this.objectOf(name)));
  }

  override async *list(prefix: string): AsyncGenerator<readonly StoredBytes[]> {
    const { client, bucket, prefix: ours } = this.place;
    const pages = paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: `${ours}${prefix}` });
    for await (const { Contents = [] } of pages) {
      yield Contents.map(({ Key = '', LastModified = new Date() }) => ({
        name: Key.slice(ours.length),
        writtenAt: LastModified,
      }));
    }
  }

  override async clearUnfinished(before: Date): Promise<number> {
    let cleared = 0;
    for await (const { Key, UploadId, Initiated } of this.unfinished()) {
      if (Initiated === undefined || Initiated >= before) continue;
      await this.place.client.send(
        new AbortMultipartUploadCommand({ Bucket: this.place.bucket, Key, UploadId }),
      );
      cleared += 1;
    }
    return cleared;
  }

  private async *unfinished(): AsyncGenerator<MultipartUpload> {
    const { client, bucket, prefix } = this.place;
    let marker: { KeyMarker?: string; UploadIdMarker?: string } | undefined = {};
    while (marker) {
      const page: ListMultipartUploadsCommandOutput = await client.send(
        new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: prefix, ...marker }),
      );
      yield* page.Uploads ?? [];
      marker = page.IsTruncated
        ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
        : undefined;
    }
  }

  private objectOf(name: string): { Bucket: string; Key: string } {
    return { Bucket: this.place.bucket, Key: this.place.prefix + name };
  }
}

function isAbsence(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;
}
