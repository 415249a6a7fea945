-- remove: starts to remove a room; from now on joins do not find it, and sweep tells its people and deletes it.
-- Guarantee: idempotent; the room's ids stay readable until it is deleted.
--
-- KEYS 1 room (hash), 2 queue (zset), 3 processing (zset), 4 users (hash), 5 outbox (stream)
-- ARGV 1 session_prefix (string), 2 retention_ms (ms), 3 outbox_max (entries), 4 outbox_policy (keep|trim), 5 now_ms (ms or '')
--      6 audit_key (string), 7 audit_max (entries), 8 audit_ms (ms), 9 who (string, '' keeps no record)
-- Returns
--   REMOVING
--   NO_ROOM                    there is none, or it is being removed already
-- Emits nothing; sweep emits LEFT for each place
-- @include room
-- @include session
-- @include audit
local audit_key, audit_max, audit_ms, who = ARGV[6], ARGV[7], ARGV[8], ARGV[9]

local state = redis.call('HGET', room_key, 'state')
if not state or state == 'removed' then return {'NO_ROOM'} end
require_trail(audit_key, who)
allow_when_full() -- removing is what makes room
redis.call('HSET', room_key, 'state', 'removed')
local waiting, holding = redis.call('ZCARD', queue_key), redis.call('ZCARD', processing_key)
local before = {state = state, queue_length = text(waiting), processing_count = text(holding)}
audit(audit_key, audit_max, audit_ms, who, 'remove', before, {state = 'removed'})
return {'REMOVING'}
