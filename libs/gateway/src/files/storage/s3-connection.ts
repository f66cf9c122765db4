import { Agent as PlainAgent } from 'node:http';
import { Agent } from 'node:https';
import { S3Client } from '@aws-sdk/client-s3';
import {
  checkOutboundUrl,
  ConfigurationError,
  guardedLookup,
  type Configuration,
  type OutboundPolicy,
} from '@onegate/platform';

export interface S3Place {
  readonly client: S3Client;
  readonly bucket: string;
  readonly prefix: string;
}

/** Connects to where the configuration says, and to no address that the policy for outbound calls forbids. */
export function s3PlaceOf(config: Configuration): S3Place {
  const { s3Bucket, s3Endpoint, s3PathStyle, s3Prefix, s3Region } = config.files;
  if (!s3Bucket) throw new ConfigurationError(['ONEGATE_S3_BUCKET is required where files are kept on S3.']);
  const policy = policyOf(config);
  if (s3Endpoint) checkOutboundUrl(policy, s3Endpoint);
  const client = new S3Client({
    region: s3Region,
    endpoint: s3Endpoint,
    forcePathStyle: s3PathStyle ?? s3Endpoint !== undefined,
    credentials: credentialsOf(config),
    requestHandler: guardedHandler(policy),
    // Checksums in trailers are Amazon's own and not understood by all that speak S3; the content has a hash of ours.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return { client, bucket: s3Bucket, prefix: s3Prefix };
}

function policyOf({ upstreams: { allowPrivate } }: Configuration): OutboundPolicy {
  return { allowPrivate, allowedSchemes: allowPrivate ? ['https', 'http'] : ['https'] };
}

function guardedHandler(policy: OutboundPolicy) {
  const options = { keepAlive: true, maxSockets: 64, lookup: guardedLookup(policy) };
  return {
    httpAgent: new PlainAgent(options),
    httpsAgent: new Agent(options),
    connectionTimeout: 5_000,
    socketTimeout: 60_000,
  };
}

function credentialsOf({ files: { s3AccessKeyId, s3SecretAccessKey } }: Configuration) {
  if (!s3AccessKeyId || !s3SecretAccessKey) return undefined;
  return { accessKeyId: s3AccessKeyId, secretAccessKey: s3SecretAccessKey };
}
