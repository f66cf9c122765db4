/*
 * What Redis knows of an account, all of it in the slot of the account's tag:
 *   wallet        hash   credits, credits_version, credits_until, spent, spent_version: from Postgres
 *                        pending: what was settled and is not in `spent` yet; held: sum of the holds
 *                        ready: that no process has anything to add to a wallet that Redis had lost
 *   calls         hash   call → hold: amount|process|key|tokens|placed at|ends at|scopes
 *   pending       hash   call → amount|scopes: each charge that is not in `spent` yet
 *   voided        list   holds that ended without their process, for the books
 *   key:<id>      hash   m r t pr pt: the minute and its requests and tokens, and those of the minute before; flight
 *   scope:<name>  hash   base: spent according to Postgres; pend, held: as above, of one quota or budget in one period
 *                        of a cap whose window moves along: base<n>, pend<n>: the same for each step of its window; base
 *                        only says that the steps were told. A call counts in one step of it: `name@n`
 *   scopes        zset   the names of those, by when each can be forgotten; a name is here before Postgres is asked for its
 *                        figure, so that whoever books a charge meanwhile knows that the figure may be without it
 *
 * What was spent is `spent + pending`, because the ledger's figure replaces an older one and a charge leaves `pending`
 * in the step that brings a figure which includes it. So it does not matter how often either is told, or in which order.
 *
 * Amounts are whole nano-dollars. Redis adds them as 64-bit integers; where scripts compare them, dollars and the rest
 * are taken apart, so that nothing is lost however much ever came in. What one call can cost stays below 2^53.
 */

/** Begins every script: the moment (0 is Redis' clock), the names of keys, how a hold ends. */
export const holdLua = `
local moment = tonumber(ARGV[1])
local function now()
  if moment == 0 then
    local time = redis.call('time')
    moment = time[1] * 1000 + math.floor(time[2] / 1000)
  end
  return moment
end
local wallet, calls, pending, voided = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local prefix = string.sub(wallet, 1, -7)
local scopeNames = prefix .. 'scopes'
-- where a scope is kept, the step of it that is meant, '' where it has none, and its name without that
local function spot(name)
  local scope, step = string.match(name, '^(.*)@(%d+)$')
  scope = scope or name
  return prefix .. 'scope:' .. scope, step or '', scope
end
local function scopeKey(name)
  local key = spot(name)
  return key
end
local function keyKey(id) return prefix .. 'key:' .. id end
local function whole(number) return string.format('%.0f', number) end
local function negative(text) return text == '0' and '0' or '-' .. text end
local function eachScope(scopes, act)
  for name in string.gmatch(scopes, '[^,]+') do
    local key, step = spot(name)
    if redis.call('exists', key) == 1 then act(key, step) end
  end
end

local function parts(text)
  if not text or text == '' then return 0, 0 end
  local sign = 1
  if string.sub(text, 1, 1) == '-' then
    sign = -1
    text = string.sub(text, 2)
  end
  return sign * (tonumber(string.sub(text, 1, -10)) or 0), sign * tonumber(string.sub(text, -9))
end
-- what is left of an amount after others: exact while that is less than 2^53
local function left(of, used)
  local dollars, nanos = parts(of)
  for index = 1, 3 do
    local d, n = parts(used[index])
    dollars, nanos = dollars - d, nanos - n
  end
  return dollars * 1000000000 + nanos
end

-- what Postgres says was spent of a scope or of a step of it: the larger figure is the newer one
local function tellBase(key, step, spent)
  local known = redis.call('hget', key, 'base' .. step)
  if not known or left(spent, {known}) > 0 then redis.call('hset', key, 'base' .. step, spent) end
end

local function roll(key)
  local minute = math.floor(now() / 60000)
  local kept = tonumber(redis.call('hget', key, 'm') or '0')
  if kept == minute then return end
  local r, t = '0', '0'
  if kept == minute - 1 then
    r, t = redis.call('hget', key, 'r') or '0', redis.call('hget', key, 't') or '0'
  end
  redis.call('hset', key, 'm', minute, 'pr', r, 'pt', t, 'r', 0, 't', 0)
end
local function countTokens(id, change)
  roll(keyKey(id))
  local used = tonumber(redis.call('hget', keyKey(id), 't')) + change
  redis.call('hset', keyKey(id), 't', whole(math.max(0, used)))
end

local function finish(call)
  local record = redis.call('hget', calls, call)
  if not record then return nil end
  redis.call('hdel', calls, call)
  local amount, key, tokens, scopes = string.match(record, '^(%d+)|[^|]*|([^|]*)|(%d+)|%d+|%d+|(.*)$')
  if amount ~= '0' then
    redis.call('hincrby', wallet, 'held', negative(amount))
    eachScope(scopes, function(name) redis.call('hincrby', name, 'held', negative(amount)) end)
  end
  if key ~= '' and (tonumber(redis.call('hget', keyKey(key), 'flight')) or 0) > 0 then
    redis.call('hincrby', keyKey(key), 'flight', -1)
  end
  return { amount = amount, key = key, tokens = tonumber(tokens), record = record }
end
local function keepHold(call, record)
  local amount, key, scopes = string.match(record, '^(%d+)|[^|]*|([^|]*)|%d+|%d+|%d+|(.*)$')
  if redis.call('hsetnx', calls, call, record) == 0 then
    finish(call)
    redis.call('hset', calls, call, record)
  end
  if amount ~= '0' then
    redis.call('hincrby', wallet, 'held', amount)
    for name in string.gmatch(scopes, '[^,]+') do redis.call('hincrby', scopeKey(name), 'held', amount) end
  end
  if key ~= '' then
    redis.call('hincrby', keyKey(key), 'flight', 1)
    redis.call('pexpire', keyKey(key), 172800000)
  end
end
`;
