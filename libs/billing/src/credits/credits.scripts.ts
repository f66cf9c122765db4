import { RedisScript } from '@onegate/platform';

/**
 * Writes what Postgres says of a wallet: key: the wallet's hash; credits, version, the moment until which they stand
 * (empty: for good), and what was spent according to the ledger. Credits only ever go from an older version to a newer
 * one. Of the same version the later moment is the truth, because usage can finish a grant before it expires.
 *
 * A wallet that Redis has lost is built anew. Whatever is in its `spent` by then was settled after the loss, so that
 * the ledger cannot know of it yet: it is kept and the ledger's figure added.
 */
export const writeCredits = new RedisScript<number>(`
local known = redis.call('hget', KEYS[1], 'credits_version')
local standing = tonumber(ARGV[3]) or math.huge
if not known then
  redis.call('hset', KEYS[1], 'credits', ARGV[1], 'credits_version', ARGV[2], 'credits_until', ARGV[3])
  redis.call('hincrby', KEYS[1], 'spent', ARGV[4])
  return 1
end
local older = tonumber(known) < tonumber(ARGV[2])
local before = tonumber(redis.call('hget', KEYS[1], 'credits_until')) or math.huge
if older then
  redis.call('hset', KEYS[1], 'credits', ARGV[1], 'credits_version', ARGV[2], 'credits_until', ARGV[3])
  return 1
end
if tonumber(known) == tonumber(ARGV[2]) and before < standing then
  redis.call('hset', KEYS[1], 'credits_until', ARGV[3])
end
return 0
`);
