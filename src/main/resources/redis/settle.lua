-- settle: records what became of a checkout and frees its slot.
-- Guarantee: terminal is terminal; late, duplicate, foreign and out-of-order reports change nothing, except that a
-- completed checkout whose lease ran out first is recorded as completed.
--
-- KEYS 1 room (hash), 2 queue (zset), 3 processing (zset), 4 users (hash), 5 outbox (stream)
-- ARGV 1 session_prefix (string), 2 retention_ms (ms), 3 outbox_max (entries), 4 outbox_policy (keep|trim), 5 now_ms (ms or '')
--      6 epoch (string), 7 ticket (integer), 8 user (string), 9 final status (completed|failed|expired)
-- Returns
--   SETTLED status             recorded; the slot is free
--   LATE_COMPLETION            expired became completed; the slot had been freed before
--   ENDED status               it had ended before; nothing changed
--   NOT_ADMITTED | FOREIGN | GONE | NO_ROOM
-- Emits nothing: the reporter is the company
-- @include room
-- @include session
local epoch, ticket, reporter, final = ARGV[6], ARGV[7], ARGV[8], ARGV[9]

if redis.call('HGET', room_key, 'epoch') ~= epoch then return {'NO_ROOM'} end
local session = session_of(ticket, 'status', 'user', 'reason', 'lease')
local status, user, reason, lease = session[1], session[2], session[3], session[4]
if not status then
  -- A session that was lost (evicted by Redis, removed by hand) must not keep its slot until the lease runs out.
  redis.call('ZREM', processing_key, ticket)
  return {'GONE'}
end
if user ~= reporter then return {'FOREIGN'} end
if status == 'queued' then return {'NOT_ADMITTED'} end

if status == 'admitted' then
  -- Race: the lease may have run out a moment ago, and its owner been told so; only a completed checkout counts then.
  if final ~= 'completed' and deadline_passed(status, nil, lease) then return {'ENDED', 'expired'} end
  redis.call('ZREM', processing_key, ticket)
  end_session(ticket, user, final, 'reported', now)
  return {'SETTLED', final}
end
-- Only the service's own guess is corrected: a lapsed lease (reason expired), never a waiter's timeout or a report.
if final == 'completed' and status == 'expired' and reason == 'expired' then
  allow_when_full() -- or the outcomes behind this one wait
  redis.call('HSET', session_prefix .. ticket, 'status', 'completed', 'reason', 'reported')
  redis.call('HINCRBY', room_key, 'expired', -1)
  redis.call('HINCRBY', room_key, 'completed', 1)
  return {'LATE_COMPLETION'}
end
return {'ENDED', status}
