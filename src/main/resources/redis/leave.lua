-- leave: ends a place before its time, by its owner or by an operator.
-- Guarantee: idempotent; the slot of an admitted place is free in the same step.
--
-- KEYS 1 room (hash), 2 queue (zset), 3 processing (zset), 4 users (hash), 5 outbox (stream)
-- ARGV 1 session_prefix (string), 2 retention_ms (ms), 3 outbox_max (entries), 4 outbox_policy (keep|trim), 5 now_ms (ms or '')
--      6 epoch (string), 7 ticket (integer), 8 final status (abandoned|evicted), 9 reason (user_left|evicted)
--      10 audit_key (string), 11 audit_max (entries), 12 audit_ms (ms), 13 who (string, '' keeps no record)
-- Returns
--   LEFT status prior          prior: queued | admitted, what it was until now
--   ENDED status               it had ended before; nothing changed
--   GONE | NO_ROOM
-- Emits LEFT
-- @include room
-- @include session
-- @include audit
local epoch, ticket, final, reason = ARGV[6], ARGV[7], ARGV[8], ARGV[9]
local audit_key, audit_max, audit_ms, who = ARGV[10], ARGV[11], ARGV[12], ARGV[13]

local room = redis.call('HMGET', room_key, 'epoch', 'session_ttl_ms')
if room[1] ~= epoch then return {'NO_ROOM'} end
local session = session_of(ticket, 'status', 'user', 'joined', 'lease')
local status, user, joined, lease = session[1], session[2], session[3], session[4]
if not status then
  -- A session that was lost (evicted by Redis, removed by hand) must not keep its place or slot.
  redis.call('ZREM', queue_key, ticket)
  redis.call('ZREM', processing_key, ticket)
  return {'GONE'}
end
if status ~= 'queued' and status ~= 'admitted' then return {'ENDED', status} end

local passed, deadline = deadline_passed(status, joined, lease, room[2])
if passed then
  -- Race: leaving after the time has run out but before the sweep; the time came first.
  end_and_tell(set_of(status), ticket, user, 'expired', lapse_reason(status), deadline)
  return {'LEFT', 'expired', status}
end
require_trail(audit_key, who)
end_and_tell(set_of(status), ticket, user, final, reason, now)
audit(audit_key, audit_max, audit_ms, who, 'evict', {ticket = ticket, status = status}, {status = final})
return {'LEFT', final, status}
