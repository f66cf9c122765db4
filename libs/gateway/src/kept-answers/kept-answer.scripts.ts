import { RedisScript } from '@onegate/platform';

/*
 * A call with a key of its client is one hash:
 *   print   of the body that came with the key
 *   runner  who has the call in hand, until it is kept
 *   state   running, kept, or too_large
 *   answer  sealed
 * While it runs, the hash lives as long as its runner says that it does: a runner that dies leaves the key free.
 */

/** print, runner, lease ms → how it stands, and the answer where one is kept */
export const claimCall = new RedisScript<[state: string, answer?: string]>(`
local print = redis.call('hget', KEYS[1], 'print')
if not print then
  redis.call('hset', KEYS[1], 'print', ARGV[1], 'runner', ARGV[2], 'state', 'running')
  redis.call('pexpire', KEYS[1], ARGV[3])
  return {'claimed'}
end
if print ~= ARGV[1] then return {'other_body'} end
local state = redis.call('hget', KEYS[1], 'state')
if state == 'kept' then return {state, redis.call('hget', KEYS[1], 'answer')} end
return {state}`);

const onlyByRunner = `if redis.call('hget', KEYS[1], 'runner') ~= ARGV[1] then return 0 end\n`;

/** runner, lease ms */
export const renewCall = new RedisScript<number>(`${onlyByRunner}
return redis.call('pexpire', KEYS[1], ARGV[2])`);

/** runner */
export const freeCall = new RedisScript<number>(`${onlyByRunner}
return redis.call('del', KEYS[1])`);

/** runner, state, answer, ms */
export const keepCall = new RedisScript<number>(`${onlyByRunner}
redis.call('hset', KEYS[1], 'state', ARGV[2], 'answer', ARGV[3])
redis.call('hdel', KEYS[1], 'runner')
return redis.call('pexpire', KEYS[1], ARGV[4])`);
