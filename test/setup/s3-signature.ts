import { createHash, createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const authorization =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([^,]+), Signature=([0-9a-f]{64})$/;

/** Whether a request is signed with that secret, by Amazon's published rules for version 4 and not by its SDK. */
export function isSigned(request: IncomingMessage, body: Buffer, accessKey: string, secret: string): boolean {
  const [, key, date, region, signedHeaders, signature] =
    authorization.exec(request.headers.authorization ?? '') ?? [];
  if (key !== accessKey || !date || !region || !signedHeaders) return false;
  const told = String(request.headers['x-amz-content-sha256']);
  if (told !== 'UNSIGNED-PAYLOAD' && told !== sha256(body)) return false;
  const scope = `${date}/${region}/s3/aws4_request`;
  const text = [
    'AWS4-HMAC-SHA256',
    String(request.headers['x-amz-date']),
    scope,
    sha256(canonical(request, signedHeaders, told)),
  ].join('\n');
  const signingKey = [date, region, 's3', 'aws4_request'].reduce<Buffer>(
    (previous, part) => hmac(previous, part),
    Buffer.from(`AWS4${secret}`),
  );
  return hmac(signingKey, text).toString('hex') === signature;
}

function canonical(request: IncomingMessage, signedHeaders: string, payload: string): string {
  const [path = '/', query = ''] = (request.url ?? '/').split('?');
  const parameters = query
    .split('&')
    .filter(Boolean)
    .map((pair) => (pair.includes('=') ? pair : `${pair}=`))
    .sort();
  const headers = signedHeaders.split(';').map((name) => `${name}:${String(request.headers[name]).trim()}\n`);
  return [request.method, path, parameters.join('&'), headers.join(''), signedHeaders, payload].join('\n');
}

function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
