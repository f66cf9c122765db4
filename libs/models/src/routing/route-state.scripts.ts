import { RedisScript } from '@onegate/platform';

/*
 * What all processes know of an account is one hash and one set of leases, both in the slot of the account. The fields
 * of the hash, with `:<model id>` behind those of a model:
 *   f failures, o openedAt, u until, p probe, q probeUntil      health
 *   b blockedUntil, fb firstByteMs, lt latencyMs, at observedAt, r report, ra reportedAt
 *   wm wr wt pr pt   the minute and its uses, and those of the minute before
 *   mo sp            the month and what was spent in it
 * Moments are of Redis' own clock, so that no two processes can disagree; a first argument other than 0 replaces it.
 * A script reads all fields that it needs at once and writes at once what has changed: one command for each field was
 * half of the time that a call took of Redis.
 * The rules are those of `standing.ts` and `health.ts`, and a test holds the two against each other.
 */

const clock = `
local now = tonumber(ARGV[1])
if now == 0 then
  local time = redis.call('time')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local state = KEYS[1]
local flight = KEYS[2]
local known, changed = {}, {}
local function read(...)
  local values = redis.call('hmget', state, ...)
  for index, field in ipairs({...}) do known[field] = values[index] end
end
local function number(field) return tonumber(known[field] or '0') or 0 end
local function put(field, value) known[field], changed[field] = value, value end
local function drop(field) known[field], changed[field] = false, false end
local function write()
  local pairsToSet, gone = {}, {}
  for field, value in pairs(changed) do
    if value == false then
      gone[#gone + 1] = field
    else
      pairsToSet[#pairsToSet + 1] = field
      pairsToSet[#pairsToSet + 1] = value
    end
  end
  if #pairsToSet > 0 then redis.call('hset', state, unpack(pairsToSet)) end
  if #gone > 0 then redis.call('hdel', state, unpack(gone)) end
end
local minute = math.floor(now / 60000)
local function roll()
  local kept = number('wm')
  if kept == minute then return end
  local isNext = kept == minute - 1
  put('pr', isNext and number('wr') or 0)
  put('pt', isNext and number('wt') or 0)
  put('wm', minute)
  put('wr', 0)
  put('wt', 0)
end
`;

/** Takes a place, or says what is in the way and until when; a limit of -1 is none. */
export const acquirePlace = new RedisScript<(string | number)[]>(`${clock}
local lease, leaseMs, model = ARGV[2], tonumber(ARGV[3]), ':' .. ARGV[4]
local concurrency, requests, tokens = tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7])
local asked, budget = tonumber(ARGV[8]), tonumber(ARGV[9])
local month, nextMonth, probeMs = tonumber(ARGV[10]), tonumber(ARGV[11]), tonumber(ARGV[12])

read('u', 'p', 'q', 'u' .. model, 'p' .. model, 'q' .. model, 'b' .. model, 'wm', 'wr', 'wt', 'pr', 'pt', 'mo', 'sp')
local function sick(suffix)
  local untilWhen = number('u' .. suffix)
  if untilWhen == 0 then return nil end
  if now < untilWhen then return {0, 'cooling_down', untilWhen} end
  local probing = number('q' .. suffix)
  if known['p' .. suffix] and probing > now then return {0, 'being_probed', probing} end
  return nil
end
local refused = sick('') or sick(model)
if refused then return refused end
local blocked = number('b' .. model)
if blocked > now then return {0, 'exhausted', blocked} end

redis.call('zremrangebyscore', flight, '-inf', now)
if concurrency >= 0 and redis.call('zcard', flight) >= concurrency then return {0, 'busy', -1} end

roll()
local share = 1 - (now % 60000) / 60000
local minuteEnd = (minute + 1) * 60000
if requests >= 0 and number('wr') + number('pr') * share + 1 > requests then return {0, 'requests', minuteEnd} end
local usedTokens = number('wt') + number('pt') * share
if tokens >= 0 and usedTokens > 0 and usedTokens + asked > tokens then return {0, 'tokens', minuteEnd} end

local spent = 0
if number('mo') == month then spent = number('sp') end
if budget >= 0 and spent >= budget then return {0, 'budget', nextMonth} end

local probe = 0
for _, suffix in ipairs({'', model}) do
  if number('u' .. suffix) > 0 then
    probe = 1
    put('p' .. suffix, lease)
    put('q' .. suffix, now + probeMs)
  end
end
redis.call('zadd', flight, now + leaseMs, lease)
redis.call('expire', flight, 86400)
put('wr', number('wr') + 1)
put('wt', number('wt') + asked)
write()
redis.call('expire', state, 3888000)
return {1, probe, now}
`);

/** Takes in what came of a try; what was not observed, or not said, is -1. */
export const reportCall = new RedisScript<number>(`${clock}
local lease, model, acquired = ARGV[2], ':' .. ARGV[3], tonumber(ARGV[4])
local verdict, scope = ARGV[5], ARGV[6]
local tolerance, base, most, retryAfter = tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9]), tonumber(ARGV[10])
local blocked, extra = tonumber(ARGV[11]), tonumber(ARGV[12])
local cost, month = ARGV[13], ARGV[14]
local firstByte, latency = tonumber(ARGV[15]), tonumber(ARGV[16])
local limits, isEnd = ARGV[17], ARGV[18] == '1'

read('f', 'o', 'u', 'p', 'q', 'f' .. model, 'o' .. model, 'u' .. model, 'p' .. model, 'q' .. model, 'b' .. model,
  'fb' .. model, 'lt' .. model, 'at' .. model, 'wm', 'wr', 'wt', 'mo', 'sp')
local function clear(suffix)
  for _, name in ipairs({'f', 'o', 'u', 'p', 'q'}) do
    if known[name .. suffix] then drop(name .. suffix) end
  end
end
local function failed(suffix)
  local failures = number('f' .. suffix) + 1
  if failures < tolerance then
    put('f' .. suffix, failures)
    return
  end
  local rest = math.min(most, base * 2 ^ (failures - tolerance))
  rest = math.min(math.max(rest, retryAfter), 86400000)
  put('f' .. suffix, failures)
  put('o' .. suffix, now)
  put('u' .. suffix, now + rest)
  drop('p' .. suffix)
  drop('q' .. suffix)
end
local function judge(suffix, part)
  local bad = verdict == 'bad' and scope == part
  local answered = verdict == 'good' or (verdict == 'bad' and part == 'account')
  if not bad and not answered then
    if known['p' .. suffix] == lease then
      drop('p' .. suffix)
      drop('q' .. suffix)
    end
    return
  end
  if number('u' .. suffix) > 0 and acquired < number('o' .. suffix) then return end
  if bad then failed(suffix) else clear(suffix) end
end
if isEnd then redis.call('zrem', flight, lease) end
judge('', 'account')
judge(model, 'route')

if blocked > 0 then put('b' .. model, now + blocked) end
if blocked == 0 and known['b' .. model] then drop('b' .. model) end

local function moved(field, observed, fresh)
  if observed < 0 then
    if not fresh and known[field] then drop(field) end
    return
  end
  local before = known[field]
  local value = observed
  if before and fresh then value = tonumber(before) * 0.8 + observed * 0.2 end
  put(field, string.format('%.17g', value))
end
if firstByte >= 0 or latency >= 0 then
  local fresh = now - number('at' .. model) < 300000
  moved('fb' .. model, firstByte, fresh)
  moved('lt' .. model, latency, fresh)
  put('at' .. model, now)
end
if limits ~= '' then
  put('r' .. model, limits)
  put('ra' .. model, now)
end

roll()
if extra ~= 0 then put('wt', math.max(0, number('wt') + extra)) end
if number('mo') ~= tonumber(month) then
  put('mo', month)
  put('sp', 0)
end
write()
-- beyond 2^53 only Redis itself adds without a loss
if cost ~= '0' then redis.call('hincrby', state, 'sp', cost) end
redis.call('expire', state, 3888000)
return now
`);

/** Leases that are no longer held are not brought back. */
export const renewPlaces = new RedisScript<number>(`${clock}
local leaseMs = tonumber(ARGV[2])
local untilWhen = now + leaseMs
for index = 3, #ARGV do redis.call('zadd', flight, 'XX', untilWhen, ARGV[index]) end
return #ARGV - 2
`);

/** Answers now, the calls in flight, then the fields and values of the hash. */
export const readState = new RedisScript<(string | number)[]>(`${clock}
local answer = redis.call('hgetall', state)
table.insert(answer, 1, redis.call('zcount', flight, '(' .. now, '+inf'))
table.insert(answer, 1, now)
return answer
`);

export const forgetHealth = new RedisScript<number>(`${clock}
local fields = redis.call('hkeys', state)
for _, field in ipairs(fields) do
  local name = string.match(field, '^(%a+)')
  if name == 'f' or name == 'o' or name == 'u' or name == 'p' or name == 'q' or name == 'b' then
    redis.call('hdel', state, field)
  end
end
return #fields
`);
