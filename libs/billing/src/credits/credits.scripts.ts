import { RedisScript } from '@onegate/platform';

/**
 * Writes what Postgres says of a wallet: key: the wallet's hash; credits, their version, the moment until which they
 * stand (empty: for good); what was spent according to the ledger, and the number of the statement's newest line.
 * Each figure only ever goes from an older version to a newer one. Of the same version of the credits the later moment
 * is the truth, because usage can finish a grant before it expires.
 */
export const writeCredits = new RedisScript<number>(`
local function isNewer(field, version)
  local known = redis.call('hget', KEYS[1], field)
  return not known or tonumber(known) < tonumber(version)
end
if isNewer('spent_version', ARGV[5]) then
  redis.call('hset', KEYS[1], 'spent', ARGV[4], 'spent_version', ARGV[5])
end
if isNewer('credits_version', ARGV[2]) then
  redis.call('hset', KEYS[1], 'credits', ARGV[1], 'credits_version', ARGV[2], 'credits_until', ARGV[3])
  return 1
end
local before = tonumber(redis.call('hget', KEYS[1], 'credits_until')) or math.huge
if redis.call('hget', KEYS[1], 'credits_version') == ARGV[2] and before < (tonumber(ARGV[3]) or math.huge) then
  redis.call('hset', KEYS[1], 'credits_until', ARGV[3])
end
return 0
`);
