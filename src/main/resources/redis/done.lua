-- done: removes events that the broker has acked, and gives up the claim when none are left.
-- Guarantee: removes exactly the ids given; unknown ones are ignored.
--
-- KEYS 1 room (hash), 2 queue (zset), 3 processing (zset), 4 users (hash), 5 outbox (stream)
-- ARGV 1 session_prefix (string), 2 retention_ms (ms), 3 outbox_max (entries), 4 outbox_policy (keep|trim), 5 now_ms (ms or '')
--      6 owner (string), 7.. ids (stream ids, at most 1000)
-- Returns
--   DONE left                  entries still in the outbox
-- Emits nothing
-- @include room
local owner, first_id = ARGV[6], 7

if #ARGV >= first_id then redis.call('XDEL', outbox_key, unpack(ARGV, first_id)) end
local left = redis.call('XLEN', outbox_key)
-- Race: the claim may have lapsed and be another's by now; theirs stays.
if left == 0 and redis.call('HGET', room_key, 'relay') == owner then
  redis.call('HDEL', room_key, 'relay', 'relay_until')
end
return {'DONE', left}
