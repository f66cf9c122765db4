import { RedisScript } from '@onegate/platform';
import { holdLua } from './hold.lua.js';

/**
 * Admits a call or says why not: 1 now, 2 call, 3 process, 4 longest ms, 5 whether only asked, 6 cost without the
 * answer, 7 thousandths of a nano-dollar for a token of the answer, 8 tokens of it, 9 minimum balance, 10 key ('' none),
 * 11 requests, 12 tokens a minute (-1 none), 13 tokens that count, 14 calls at once (-1), then for each quota or budget its
 * name, limit and the moment when it can be forgotten. In `r.<user>.<ms of a step>.<steps before this one>@<step>` is the
 * window that moves along.
 *
 * Answers `admitted`, hold, tokens, what is left on the account, requests left and ms until they are full again, the
 * same for tokens; or what was in the way. Nothing is written before everything is decided.
 */
export const placeHold = new RedisScript<string[]>(`${holdLua}
local call, process, isAsked = ARGV[2], ARGV[3], ARGV[5] == '1'
local fixed, price, tokens = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local key, requestLimit, tokenLimit = ARGV[10], tonumber(ARGV[11]), tonumber(ARGV[12])
local counted, most = tonumber(ARGV[13]), tonumber(ARGV[14])

local stale = {}
-- all that was spent within a window, and when the oldest of it leaves it
local function moving(key, length, before, current)
  local fields = redis.call('hgetall', key)
  local total, oldest, opened, held = 0, math.huge, false, '0'
  for index = 1, #fields, 2 do
    local field, value = fields[index], fields[index + 1]
    local step = tonumber(string.match(field, '(%d+)$'))
    if field == 'base' then opened = value end
    if field == 'held' then held = value end
    if step and step < current - before then
      stale[#stale + 1] = {key, field}
    elseif step then
      total = total + tonumber(value)
      if value ~= '0' then oldest = math.min(oldest, step) end
    end
  end
  local frees = oldest < math.huge and whole((oldest + before + 1) * length) or ''
  return {opened, whole(total), held, frees}
end
local function spentOf(name)
  local length, before, current = string.match(name, '^r%.%d+%.(%d+)%.(%d+)@(%d+)$')
  if length then return moving(scopeKey(name), tonumber(length), tonumber(before), tonumber(current)) end
  return redis.call('hmget', scopeKey(name), 'base', 'pend', 'held')
end

local function costOf(count) return fixed + math.ceil(price * count / 1000) end
local isPaid = costOf(tokens) > 0
local known, usedOf = {}, {}
if isPaid then
  known = redis.call('hmget', wallet, 'ready', 'credits', 'credits_until', 'spent', 'pending', 'held')
  local standing = tonumber(known[3])
  if not known[1] or not known[2] or (standing and standing <= now()) then return {'unknown'} end
  for index = 15, #ARGV, 3 do
    local used = spentOf(ARGV[index])
    if not used[1] then return {'unknown_scope', ARGV[index]} end
    usedOf[ARGV[index]] = used
  end
end

local requestsLeft, tokensLeft = '', ''
local function waitFor(current, before, limit, amount)
  local room = limit - amount - current
  local rest = 60000 - now() % 60000
  if room >= 0 and before > 0 then return math.ceil((1 - room / before) * 60000) - 60000 + rest end
  if current <= 0 or limit - amount <= 0 then return rest + 60000 end
  return rest + math.max(0, math.ceil((1 - (limit - amount) / current) * 60000))
end
if key ~= '' then
  local state, minute, share = keyKey(key), math.floor(now() / 60000), 1 - (now() % 60000) / 60000
  local fields = redis.call('hmget', state, 'm', 'r', 't', 'pr', 'pt', 'flight')
  local kept, r, t, pr, pt = tonumber(fields[1]) or 0, tonumber(fields[2]) or 0, tonumber(fields[3]) or 0,
    tonumber(fields[4]) or 0, tonumber(fields[5]) or 0
  if kept == minute - 1 then r, t, pr, pt = 0, 0, r, t elseif kept ~= minute then r, t, pr, pt = 0, 0, 0, 0 end
  if most >= 0 and (tonumber(fields[6]) or 0) >= most then return {'busy', whole(most)} end
  if requestLimit >= 0 then
    local used = r + pr * share
    if used + 1 > requestLimit then return {'requests', whole(waitFor(r, pr, requestLimit, 1))} end
    requestsLeft = whole(math.floor(requestLimit - used - 1))
  end
  if tokenLimit >= 0 then
    counted = math.min(counted, tokenLimit)
    local used = t + pt * share
    if used + counted > tokenLimit then
      return {'tokens', whole(waitFor(t, pt, tokenLimit, counted)), whole(math.max(0, math.floor(tokenLimit - used)))}
    end
    tokensLeft = whole(math.floor(tokenLimit - used - counted))
  end
end

local least, tightest, available = math.huge, 'credits', 0
local function refused()
  local used = usedOf[tightest] or {}
  return {'money', tightest, whole(least), known[6] or '0', used[1] or '0', used[2] or '0', used[3] or '0', used[4] or ''}
end
local scopes = {}
if isPaid then
  available = left(known[2], {known[4], known[5], known[6]})
  least = available
  if available < tonumber(ARGV[9]) then return refused() end
  for index = 15, #ARGV, 3 do
    local name = ARGV[index]
    scopes[#scopes + 1] = name
    local rest = left(ARGV[index + 1], usedOf[name])
    if rest < least then least, tightest = rest, name end
  end
end
if costOf(tokens) > least then
  if price == 0 or fixed >= least then return refused() end
  tokens = math.min(tokens, math.floor((least - fixed) * 1000 / price))
  while tokens > 0 and costOf(tokens) > least do tokens = tokens - 1 end
  if tokens < 1 then return refused() end
end
local hold = costOf(tokens)

if not isAsked then
  if key ~= '' then
    roll(keyKey(key))
    redis.call('hincrby', keyKey(key), 'r', 1)
    redis.call('hincrby', keyKey(key), 't', whole(counted))
  end
  local ends = whole(now() + tonumber(ARGV[4]))
  local parts = {whole(hold), process, key, whole(counted), whole(now()), ends, table.concat(scopes, ',')}
  keepHold(call, table.concat(parts, '|'))
  for _, old in ipairs(stale) do redis.call('hdel', old[1], old[2]) end
  for index = 15, isPaid and #ARGV or 0, 3 do redis.call('pexpireat', scopeKey(ARGV[index]), ARGV[index + 2]) end
end
return {'admitted', whole(hold), whole(tokens), whole(available - hold), requestsLeft, tokensLeft,
  whole(60000 - now() % 60000)}
`);
