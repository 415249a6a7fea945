-- admit: takes back lapsed slots, then admits from the head of the queue as many as slots and rate allow.
-- Guarantee: never more than max_concurrent slots are given, never faster than release_rate; strict order; any replica
-- may run it at any time. A broken session at the head is cleaned away and holds nobody up.
--
-- KEYS 1 room (hash), 2 queue (zset), 3 processing (zset), 4 users (hash), 5 outbox (stream)
-- ARGV 1 session_prefix (string), 2 retention_ms (ms), 3 outbox_max (entries), 4 outbox_policy (keep|trim), 5 now_ms (ms or '')
--      6 batch (1..1000 places), 7 burst_ms (ms of rate the bucket holds), 8 slack_ms (ms of rate above one token), 9 window_ms (ms)
-- Returns
--   ADMITTED limit next_ms lapsed timed_out over_admitted inversions wait_ms...
--     limit EMPTY (nobody waits any more) | SLOTS (also: what became of a missing session cannot be known) | RATE | STATE |
--     BATCH; next_ms until a token is there when RATE, else 0; one wait_ms each admitted
--   NO_ROOM
-- Emits READY for each admitted; LEFT for each lapsed slot and each waiter whose time had run out
-- @include room
-- @include session
-- @include admission
local batch, burst_ms, slack_ms, window_ms = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8]), tonumber(ARGV[9])

local room = redis.call('HMGET', room_key, 'state', 'max_concurrent', 'release_rate', 'checkout_ttl_ms',
  'session_ttl_ms', 'last_admitted')
local state, max_concurrent, rate = room[1], tonumber(room[2]), tonumber(room[3])
local checkout_ttl_ms, session_ttl_ms, last_admitted = tonumber(room[4]), tonumber(room[5]), tonumber(room[6] or 0)
if not state or state == 'removed' then return {'NO_ROOM'} end

local lapsed = take_back_lapsed(batch)
local tokens = refilled_tokens(rate, burst_ms, slack_ms)
local free = max_concurrent - redis.call('ZCARD', processing_key)
-- Counted once: a command on a set that this script has emptied fails while Redis Cluster moves the room.
local waiting = redis.call('ZCARD', queue_key)
local admits = state == 'open' or state == 'closed'
local allowed = 0
if admits then allowed = math.max(0, math.min(free, math.floor(tokens / 1000), batch)) end

local waits, touched, timed_out, inversions, moving = {}, 0, 0, 0, false
while #waits < allowed and touched < math.min(batch, waiting) and not moving do
  local head = redis.call('ZRANGE', queue_key, 0, math.min(allowed - #waits, batch - touched) - 1)
  for _, ticket in ipairs(head) do
    local done, wait = admit_one(ticket, checkout_ttl_ms, session_ttl_ms)
    if done == 'moving' then
      moving = true
      break
    end
    touched = touched + 1
    if done == 'admitted' then
      waits[#waits + 1] = wait
      if tonumber(ticket) < last_admitted then inversions = inversions + 1 end
      last_admitted = math.max(last_admitted, tonumber(ticket))
    elseif done == 'timed_out' then
      timed_out = timed_out + 1
    end
  end
end

local admitted, over = #waits, 0
tokens = tokens - 1000 * admitted
if admitted > 0 then
  redis.call('HSET', room_key, 'tokens_milli', text(tokens), 'tokens_at', text(now), 'last_admitted', text(last_admitted))
  local total = redis.call('HINCRBY', room_key, 'admitted', admitted)
  count_admissions('pace', admitted, window_ms)
  -- The first admissions fill free slots. They follow nobody, and tell nothing of how fast slots come back.
  local followers = math.min(admitted, total - max_concurrent)
  if followers > 0 then count_admissions('turnover', followers, math.max(window_ms, checkout_ttl_ms)) end
  over = math.max(0, redis.call('ZCARD', processing_key) - max_concurrent)
end

local limit, next_ms = 'BATCH', 0
if not admits then limit = 'STATE'
elseif touched == waiting then limit = 'EMPTY'
elseif moving or free - admitted <= 0 then limit = 'SLOTS'
elseif tokens < 1000 then limit, next_ms = 'RATE', math.ceil((1000 - tokens) / rate) end
return {'ADMITTED', limit, next_ms, lapsed, timed_out, over, inversions, unpack(waits)}
