-- board: a room as it is now, settings, counters and lengths.
-- Guarantee: one instant; writes nothing; cost independent of how many wait.
--
-- KEYS 1 room (hash), 2 queue (zset), 3 processing (zset), 4 users (hash), 5 outbox (stream)
-- ARGV 1 session_prefix (string), 2 retention_ms (ms), 3 outbox_max (entries), 4 outbox_policy (keep|trim), 5 now_ms (ms or '')
-- Returns
--   BOARD field value...       the fields of the room hash, then queue_length, processing_count, outbox_length,
--                              outbox_oldest (ms the oldest entry was written, 0 for none), now (ms)
--   NO_ROOM
-- Emits nothing
-- @include room
-- @include board
if redis.call('EXISTS', room_key) == 0 then return {'NO_ROOM'} end
return {'BOARD', unpack(board())}
