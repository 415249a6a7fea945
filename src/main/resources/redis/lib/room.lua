-- room: what every script shares. The five keys of a room, the common arguments, the clock, the words of the outbox and
-- the one way in which a place ends. All keys carry the event's hash tag, so a script never leaves its Cluster slot.
local room_key, queue_key, processing_key = KEYS[1], KEYS[2], KEYS[3] -- hash, zset by order, zset by lease deadline
local users_key, outbox_key = KEYS[4], KEYS[5] -- hash holder -> ticket of active sessions, stream of events
local session_prefix = ARGV[1] -- string; a session's key is this plus its ticket
local retention_ms = ARGV[2] -- integer, ms; how long an ended session stays readable
local outbox_max = tonumber(ARGV[3]) -- integer, entries
local outbox_trims = ARGV[4] == 'trim' -- 'trim': nobody relays, drop the oldest at the cap; 'keep': never drop

-- Milliseconds since the epoch: the caller's (tests), or Redis's own clock, which is one for all replicas.
local function clock(now_ms)
  if now_ms ~= '' then return tonumber(now_ms) end
  local time = redis.call('TIME')
  return tonumber(time[1]) * 1000 + math.floor(tonumber(time[2]) / 1000)
end
local now = clock(ARGV[5])

-- Integers above 10^14 would lose digits in Lua's own conversion.
local function text(integer) return string.format('%d', integer) end

-- A Redis that is full refuses the first write of a script if that write takes memory; once another has been done, the
-- rest may follow. So what frees memory, or must work in need, begins with a write that takes none and changes nothing.
local function allow_when_full() redis.call('HDEL', room_key, '') end

-- One event for the company: `kind` JOINED | LEFT | READY, `at` ms, and the one detail of its kind. It carries the id of
-- the key that signed the session's id, so that rotating keys never gives a session a second id. One field with spaces
-- between the words and the user last, who may hold spaces: six fields cost Redis and the relay twice as much. `key_id` is
-- read where the caller does not know it.
local function emit(kind, ticket, user, at, detail, key_id)
  key_id = key_id or redis.call('HGET', session_prefix .. ticket, 'key') or ''
  local event = kind .. ' ' .. ticket .. ' ' .. text(at) .. ' ' .. key_id .. ' ' .. detail .. ' ' .. user
  if outbox_trims then
    redis.call('XADD', outbox_key, 'MAXLEN', '~', outbox_max, '*', 'event', event)
  else
    redis.call('XADD', outbox_key, '*', 'event', event)
  end
end

-- The field of a verified user in `users`. Names that anybody may give are kept apart, or a stranger could hold another's
-- place. No user id holds the first character.
local function verified_holder(user) return '\1' .. user end

-- Ends a place: final status, when, kept for the retention, counted; the user may join again.
local function end_session(ticket, user, status, reason, ended_at)
  local session_key = session_prefix .. ticket
  redis.call('HSET', session_key, 'status', status, 'reason', reason, 'ended', text(ended_at))
  redis.call('PEXPIRE', session_key, retention_ms)
  -- Race: the user may hold a newer place already (this one lapsed unseen); that mapping stays.
  local holders = {user, verified_holder(user)}
  local held = redis.call('HMGET', users_key, holders[1], holders[2])
  for i, holder in ipairs(holders) do
    if held[i] == ticket then redis.call('HDEL', users_key, holder) end
  end
  redis.call('HINCRBY', room_key, status, 1)
end

-- Ends a place nobody gave an outcome for, and tells the company. `set_key` is the set in which the place stands; `reason`
-- user_left | timeout | expired | evicted.
-- Race: while Redis Cluster moves the room, a command on the other set fails where that set is empty, and nothing is undone.
local function end_and_tell(set_key, ticket, user, status, reason, ended_at)
  redis.call('ZREM', set_key, ticket)
  end_session(ticket, user, status, reason, ended_at)
  emit('LEFT', ticket, user, ended_at, reason)
end
