-- release: gives up the claim on a room's outbox, so that another replica may deliver what is left at once.
-- Guarantee: takes nobody else's claim.
--
-- KEYS 1 room (hash), 2 queue (zset), 3 processing (zset), 4 users (hash), 5 outbox (stream)
-- ARGV 1 session_prefix (string), 2 retention_ms (ms), 3 outbox_max (entries), 4 outbox_policy (keep|trim), 5 now_ms (ms or '')
--      6 owner (string)
-- Returns
--   RELEASED                   also when there was nothing to give up
-- Emits nothing
-- @include room
local owner = ARGV[6]

-- Race: the claim may have lapsed and be another's by now; theirs stays.
if redis.call('HGET', room_key, 'relay') == owner then redis.call('HDEL', room_key, 'relay', 'relay_until') end
return {'RELEASED'}
