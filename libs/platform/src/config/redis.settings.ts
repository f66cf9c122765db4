import { z } from 'zod';
import { read, secretSetting, setting } from './setting.js';

const places = z.string().transform((text, context) => {
  const found = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => /^\[?([^\]]+?)\]?:(\d{1,5})$/.exec(part));
  if (found.some((match) => match === null)) context.addIssue('must be host:port, separated by commas');
  return found.map((match) => ({ host: match?.[1] ?? '', port: Number(match?.[2]) }));
});

export const redisSettings = {
  url: secretSetting(
    'REDIS_URL',
    read.url('redis:', 'rediss:'),
    'Redis 7 or Valkey 8 and newer, with persistence on. `npm start` brings its own unless this is given. Before a cluster or sentinels it says user, password and TLS; the host in it is not used then.',
  ),
  cluster: setting(
    'ONEGATE_REDIS_CLUSTER',
    places.default([]),
    'Some nodes of a Redis Cluster, `host:port` separated by commas; the others are found through them.',
  ),
  sentinels: setting(
    'ONEGATE_REDIS_SENTINELS',
    places.default([]),
    'Sentinels that know which Redis is the master, `host:port` separated by commas.',
  ),
  sentinelMaster: setting(
    'ONEGATE_REDIS_MASTER',
    read.text.default('onegate'),
    'The name under which the sentinels watch the master.',
  ),
  sentinelPassword: secretSetting(
    'ONEGATE_REDIS_SENTINEL_PASSWORD',
    read.text.optional(),
    'Password of the sentinels, where they have one.',
  ),
  keyPrefix: setting(
    'ONEGATE_REDIS_PREFIX',
    z
      .string()
      .regex(/^[^{}]+$/, 'must have no braces')
      .default('onegate'),
    'First part of every key and channel, so that several installations can share a server.',
  ),
} as const;
