import { RedisScript } from '@onegate/platform';

/**
 * Keys: leases, birth of what Redis remembers, recovering processes. Arguments: process, lease ms, whether it still
 * tells what Redis has lost. Answers when the memory of Redis began, now, whether the lease had been there, and how many
 * processes are still telling.
 */
export const renewLease = new RedisScript<[born: string, now: number, wasThere: number, telling: number]>(`
local time = redis.call('time')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local untilWhen = now + tonumber(ARGV[2])
redis.call('set', KEYS[2], string.format('%.0f', now) .. '-' .. ARGV[1], 'nx')
local wasThere = redis.call('zscore', KEYS[1], ARGV[1])
redis.call('zadd', KEYS[1], untilWhen, ARGV[1])
if ARGV[3] == '1' then redis.call('zadd', KEYS[3], untilWhen, ARGV[1]) else redis.call('zrem', KEYS[3], ARGV[1]) end
redis.call('zremrangebyscore', KEYS[3], '-inf', now)
return {redis.call('get', KEYS[2]), now, wasThere and 1 or 0, redis.call('zcard', KEYS[3])}
`);

/** Key: leases. Those that have run out. */
export const deadProcesses = new RedisScript<string[]>(`
local time = redis.call('time')
return redis.call('zrangebyscore', KEYS[1], '-inf', time[1] * 1000 + math.floor(time[2] / 1000))
`);
