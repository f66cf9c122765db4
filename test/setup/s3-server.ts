import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { isSigned } from './s3-signature.ts';

interface Kept {
  readonly bytes: Buffer;
  writtenAt: Date;
}

interface Unfinished {
  readonly key: string;
  readonly parts: Map<number, Buffer>;
  begunAt: Date;
}

interface Asked {
  readonly key: string;
  readonly query: URLSearchParams;
  readonly body: Buffer;
  readonly range: string | undefined;
}

const accessKey = 'test-access-key';
const secret = 'test-secret-key';
const bucket = 'onegate-test';

/** A small server that speaks as much of S3 as the file storage needs, and refuses what is not signed rightly. */
export class S3Server {
  readonly objects = new Map<string, Kept>();
  readonly unfinished = new Map<string, Unfinished>();
  /** Requests to answer with 500 before it works again. */
  failures = 0;
  refused = 0;
  largestPart = 0;
  private readonly server = createServer((request, response) => void this.serve(request, response));

  static async start(): Promise<S3Server> {
    const one = new S3Server();
    await new Promise<void>((resolve) => {
      one.server.listen(0, '127.0.0.1', resolve);
    });
    return one;
  }

  get environment(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return {
      ONEGATE_FILES_STORAGE: 's3',
      ONEGATE_S3_ENDPOINT: `http://127.0.0.1:${port}`,
      ONEGATE_S3_BUCKET: bucket,
      ONEGATE_S3_ACCESS_KEY_ID: accessKey,
      ONEGATE_S3_SECRET_ACCESS_KEY: secret,
    };
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => {
      this.server.close(resolve);
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request).catch(() => undefined);
    if (!body) return;
    const url = new URL(request.url ?? '/', 'http://s3.test');
    const key = decodeURIComponent(url.pathname).replace(`/${bucket}`, '').replace(/^\//, '');
    if (!isSigned(request, body, accessKey, secret)) {
      this.refused += 1;
      return answer(response, 403, fault('SignatureDoesNotMatch'));
    }
    if (this.failures > 0) {
      this.failures -= 1;
      return answer(response, 500, fault('InternalError'));
    }
    const asked = { key, query: url.searchParams, body, range: request.headers.range };
    const handler = this.handlers[`${request.method} ${kindOf(asked)}`];
    return handler ? handler(asked, response) : answer(response, 501, fault('NotImplemented'));
  }

  private readonly handlers: Record<string, (asked: Asked, response: ServerResponse) => void> = {
    'PUT object': ({ key, body }, response) => {
      this.objects.set(key, { bytes: body, writtenAt: new Date() });
      answer(response, 200, '', { etag: '"whole"' });
    },
    'GET object': (asked, response) => this.read(asked, response),
    'HEAD object': ({ key }, response) => answer(response, this.objects.has(key) ? 200 : 404),
    'DELETE object': ({ key }, response) => {
      this.objects.delete(key);
      answer(response, 204);
    },
    'POST uploads': ({ key }, response) => {
      const id = randomUUID();
      this.unfinished.set(id, { key, parts: new Map(), begunAt: new Date() });
      answer(
        response,
        200,
        `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`,
      );
    },
    'PUT upload': ({ query, body }, response) => {
      const number = Number(query.get('partNumber'));
      this.largestPart = Math.max(this.largestPart, body.length);
      this.unfinished.get(query.get('uploadId') ?? '')?.parts.set(number, body);
      answer(response, 200, '', { etag: `"part-${number}"` });
    },
    'POST upload': ({ query }, response) => this.complete(query.get('uploadId') ?? '', response),
    'DELETE upload': ({ query }, response) => {
      this.unfinished.delete(query.get('uploadId') ?? '');
      answer(response, 204);
    },
    'GET uploads': (_asked, response) => {
      const found = [...this.unfinished].map(
        ([id, { key, begunAt }]) =>
          `<Upload><Key>${key}</Key><UploadId>${id}</UploadId><Initiated>${begunAt.toISOString()}</Initiated></Upload>`,
      );
      answer(response, 200, `<ListMultipartUploadsResult>${found.join('')}</ListMultipartUploadsResult>`);
    },
    'GET list': ({ query }, response) => this.list(query, response),
  };

  private read({ key, range }: Asked, response: ServerResponse): void {
    const kept = this.objects.get(key);
    if (!kept) return answer(response, 404, fault('NoSuchKey'));
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
    if (start === undefined) return answer(response, 200, kept.bytes);
    return answer(response, 206, kept.bytes.subarray(Number(start), Number(end) + 1));
  }

  private complete(id: string, response: ServerResponse): void {
    const upload = this.unfinished.get(id);
    if (!upload) return answer(response, 404, fault('NoSuchUpload'));
    const parts = [...upload.parts].sort(([one], [other]) => one - other).map(([, part]) => part);
    this.objects.set(upload.key, { bytes: Buffer.concat(parts), writtenAt: upload.begunAt });
    this.unfinished.delete(id);
    return answer(
      response,
      200,
      '<CompleteMultipartUploadResult><ETag>"all"</ETag></CompleteMultipartUploadResult>',
    );
  }

  /** Two at a time, so that going on is tried as well. */
  private list(query: URLSearchParams, response: ServerResponse): void {
    const above = query.get('continuation-token') ?? '';
    const names = [...this.objects.keys()]
      .filter((key) => key.startsWith(query.get('prefix') ?? '') && key > above)
      .sort();
    const page = names.slice(0, 2);
    const contents = page.map(
      (key) =>
        `<Contents><Key>${key}</Key><LastModified>${this.objects.get(key)?.writtenAt.toISOString()}</LastModified></Contents>`,
    );
    const next = `<IsTruncated>${names.length > 2}</IsTruncated><NextContinuationToken>${page.at(-1) ?? ''}</NextContinuationToken>`;
    answer(response, 200, `<ListBucketResult>${next}${contents.join('')}</ListBucketResult>`);
  }
}

function kindOf({ key, query }: Asked): string {
  if (query.has('uploads')) return 'uploads';
  if (query.has('uploadId')) return 'upload';
  return key === '' ? 'list' : 'object';
}

function fault(code: string): string {
  return `<Error><Code>${code}</Code><Message>${code}</Message></Error>`;
}

function answer(
  response: ServerResponse,
  status: number,
  body: string | Buffer = '',
  headers: Record<string, string> = {},
): void {
  const type = typeof body === 'string' ? 'application/xml' : 'application/octet-stream';
  response.writeHead(status, { 'content-type': type, ...headers }).end(body);
}
