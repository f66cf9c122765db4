import { RedisScript } from '@onegate/platform';
import { holdLua } from './hold.lua.js';

/**
 * Ends the hold of a call and charges it: now, call, charge, tokens that it really used, then names of quotas and
 * budgets, each with the moment when it can be forgotten. Again, it changes nothing. Answers what was held, or ''.
 */
export const settleCall = new RedisScript<string>(`${holdLua}
local call, amount = ARGV[2], ARGV[3]
local held = finish(call)
if held and held.key ~= '' then countTokens(held.key, tonumber(ARGV[4]) - held.tokens) end
local scopes = {}
for index = 5, #ARGV, 2 do scopes[#scopes + 1] = ARGV[index] end
if amount ~= '0' and redis.call('hsetnx', pending, call, amount .. '|' .. table.concat(scopes, ',')) == 1 then
  redis.call('hincrby', wallet, 'pending', amount)
  for index = 5, #ARGV, 2 do
    local key, step = spot(ARGV[index])
    redis.call('hincrby', key, 'pend' .. step, amount)
    redis.call('pexpireat', key, ARGV[index + 1])
  end
end
return held and held.amount or ''
`);

/** now, call: the call cost nothing and used no tokens; that it was asked for still counts. */
export const releaseCall = new RedisScript<number>(`${holdLua}
local held = finish(ARGV[2])
if held and held.key ~= '' then countTokens(held.key, -held.tokens) end
return held and 1 or 0
`);

/** now, then calls with their holds: puts back what a Redis that was emptied has lost, and only that. */
export const keepCalls = new RedisScript<number>(`${holdLua}
local kept = 0
for index = 2, #ARGV, 2 do
  local call = ARGV[index]
  if redis.call('hexists', calls, call) == 0 and redis.call('hexists', pending, call) == 0 then
    keepHold(call, ARGV[index + 1])
    kept = kept + 1
  end
end
return kept
`);

/**
 * now, process ('' none), ms, processes: ends the holds of a process that is gone, those that are too old, and those that
 * nobody of the processes placed, where they are older than the ms; and lists them.
 */
export const voidHolds = new RedisScript<number>(`${holdLua}
local count, all = 0, redis.call('hgetall', calls)
local known = {}
for index = 4, #ARGV do known[ARGV[index]] = true end
for index = 1, #all, 2 do
  local call = all[index]
  local process, placed, ends = string.match(all[index + 1], '^%d+|([^|]*)|[^|]*|%d+|(%d+)|(%d+)|')
  local isAged = tonumber(ends) <= now()
  local isStray = #ARGV > 3 and not known[process] and tonumber(placed) + tonumber(ARGV[3]) <= now()
  if isAged or isStray or process == ARGV[2] then
    local held = finish(call)
    redis.call('rpush', voided, table.concat({call, isAged and 'aged' or 'process', whole(now()), held.record}, '|'))
    redis.call('ltrim', voided, -10000, -1)
    count = count + 1
  end
end
return count
`);

/** now: from here on the wallet's figures are trusted. */
export const openWallet = new RedisScript<number>(`${holdLua}
return redis.call('hset', wallet, 'ready', 1)
`);

/**
 * now, then names, what Postgres says was spent, and when it can be forgotten. The larger figure is the newer one. Where
 * the name is not known any more, Redis was emptied meanwhile and the figure may be too old.
 */
export const openScopes = new RedisScript<number>(`${holdLua}
for index = 2, #ARGV, 3 do
  local key, step, scope = spot(ARGV[index])
  if redis.call('zscore', scopeNames, scope) then
    tellBase(key, step, ARGV[index + 1])
    redis.call('pexpireat', key, ARGV[index + 2])
  end
end
return 1
`);

/** now, then names of quotas and budgets and when each can be forgotten: their figures are about to come. */
export const nameScopes = new RedisScript<number>(`${holdLua}
for index = 2, #ARGV, 2 do redis.call('zadd', scopeNames, ARGV[index + 1], ARGV[index]) end
return 1
`);

/** now: the names of all quotas and budgets that are known. */
export const listScopes = new RedisScript<string[]>(`${holdLua}
for _, name in ipairs(redis.call('zrangebyscore', scopeNames, '-inf', now())) do
  if redis.call('exists', scopeKey(name)) == 0 then redis.call('zrem', scopeNames, name) end
end
return redis.call('zrange', scopeNames, 0, -1)
`);

/**
 * now, number of calls, the calls, then names and what Postgres says was spent: those charges are in the figures of
 * Postgres now, which were told before or are told with this. A quota that nobody has asked for yet gets no figure: those
 * who book charges without knowing where they count look for the names.
 */
export const absorbCalls = new RedisScript<number>(`${holdLua}
local count, absorbed = tonumber(ARGV[2]), 0
for index = count + 3, #ARGV, 2 do
  local key, step, scope = spot(ARGV[index])
  if redis.call('zscore', scopeNames, scope) then
    tellBase(key, step, ARGV[index + 1])
    if redis.call('pttl', key) < 0 then redis.call('pexpire', key, 172800000) end
  end
end
for index = 3, count + 2 do
  local record = redis.call('hget', pending, ARGV[index])
  if record then
    local amount, scopes = string.match(record, '^(%d+)|(.*)$')
    redis.call('hdel', pending, ARGV[index])
    redis.call('hincrby', wallet, 'pending', negative(amount))
    eachScope(scopes, function(key, step) redis.call('hincrby', key, 'pend' .. step, negative(amount)) end)
    absorbed = absorbed + 1
  end
end
return absorbed
`);
