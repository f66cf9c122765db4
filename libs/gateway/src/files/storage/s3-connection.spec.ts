import { expect, it } from '@jest/globals';
import { readConfiguration } from '@onegate/platform';
import { s3PlaceOf } from './s3-connection.js';

const enough = {
  DATABASE_URL: 'postgres://localhost/onegate',
  REDIS_URL: 'redis://localhost',
  ONEGATE_SECRET_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}`,
  ONEGATE_FILES_STORAGE: 's3',
  ONEGATE_S3_BUCKET: 'files',
};

function place(env: Record<string, string>) {
  return s3PlaceOf(readConfiguration({ ...enough, ...env }));
}

it('is Amazon’s unless there is an endpoint', () => {
  expect(place({})).toMatchObject({ bucket: 'files', prefix: 'onegate/' });
  expect(place({ ONEGATE_S3_ENDPOINT: 'https://s3.example.com' }).client.config.forcePathStyle).toBe(true);
});

it('needs a bucket', () => {
  expect(() => place({ ONEGATE_S3_BUCKET: '' })).toThrow('ONEGATE_S3_BUCKET is required');
});

it.each([
  ['http://s3.example.com', 'false', 'scheme_refused'],
  ['https://127.0.0.1:9000', 'false', 'address_refused'],
  ['http://169.254.169.254', 'true', 'address_refused'],
])('refuses the endpoint %s', (endpoint, isPrivateAllowed, fault) => {
  const env = { ONEGATE_S3_ENDPOINT: endpoint, ONEGATE_ALLOW_PRIVATE_UPSTREAMS: isPrivateAllowed };
  expect(() => place(env)).toThrow(expect.objectContaining({ code: `outbound.${fault}` }));
});

it('does not connect where a name leads to a private address', async () => {
  const { client } = place({
    ONEGATE_S3_ENDPOINT: 'https://localhost:9',
    ONEGATE_S3_ACCESS_KEY_ID: 'a',
    ONEGATE_S3_SECRET_ACCESS_KEY: 'b',
  });
  const { ListBucketsCommand } = await import('@aws-sdk/client-s3');
  await expect(client.send(new ListBucketsCommand({}))).rejects.toMatchObject({
    code: 'outbound.address_refused',
  });
  client.destroy();
});
