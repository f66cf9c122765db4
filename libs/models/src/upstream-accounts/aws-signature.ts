import { createHash, createHmac } from 'node:crypto';

export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface AwsRequest {
  readonly method: string;
  readonly url: string;
  readonly body?: string | Buffer;
  readonly region: string;
  readonly service: string;
  readonly at: Date;
}

/** The headers with which Amazon knows who calls: Signature Version 4. */
export function awsSignature(
  { accessKeyId, secretAccessKey, sessionToken }: AwsCredentials,
  request: AwsRequest,
): Record<string, string> {
  const { host, pathname, searchParams } = new URL(request.url);
  const moment = request.at.toISOString().replaceAll(/[-:]|\.\d{3}/g, '');
  const day = moment.slice(0, 8);
  const signed: Record<string, string> = {
    host,
    'x-amz-date': moment,
    ...(sessionToken ? { 'x-amz-security-token': sessionToken } : {}),
  };
  const names = Object.keys(signed).toSorted();
  const canonical = [
    request.method,
    pathname.split('/').map(encodedPart).join('/'),
    canonicalQuery(searchParams),
    ...names.map((name) => `${name}:${signed[name]}`),
    '',
    names.join(';'),
    digest(request.body ?? ''),
  ].join('\n');
  const scope = `${day}/${request.region}/${request.service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', moment, scope, digest(canonical)].join('\n');
  const key = [day, request.region, request.service, 'aws4_request'].reduce<Buffer>(
    (derived, part) => hmac(derived, part),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
  const signature = hmac(key, toSign).toString('hex');
  const { host: _host, ...sent } = signed;
  const claim = `Credential=${accessKeyId}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`;
  return { ...sent, authorization: `AWS4-HMAC-SHA256 ${claim}` };
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .map(([name, value]) => `${encodedPart(name)}=${encodedPart(value)}`)
    .toSorted()
    .join('&');
}

/** Every service but S3 wants what is in the URL encoded once more. */
function encodedPart(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function digest(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
