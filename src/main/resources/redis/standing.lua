-- standing: where a place stands now.
-- Guarantee: writes nothing; a place whose time has run out unseen is told as ended, as the sweep will record it, and so is
-- one of a room being removed.
--
-- KEYS 1 room (hash), 2 queue (zset), 3 processing (zset), 4 users (hash), 5 outbox (stream)
-- ARGV 1 session_prefix (string), 2 retention_ms (ms), 3 outbox_max (entries), 4 outbox_policy (keep|trim), 5 now_ms (ms or '')
--      6 epoch (string), 7 ticket (integer)
-- Returns
--   QUEUED position queue_length
--   ADMITTED user queue_length joined_ms admitted_ms lease_ms
--   ENDED user status joined_ms ended_ms had_turn(0|1)
--   GONE        ended longer ago than the retention
--   NO_ROOM     no such room, or another life of it
-- Emits nothing
-- @include room
-- @include session
local epoch, ticket = ARGV[6], ARGV[7]

local room = redis.call('HMGET', room_key, 'epoch', 'session_ttl_ms', 'state')
if room[1] ~= epoch then return {'NO_ROOM'} end
local session = session_of(ticket, 'status', 'user', 'joined', 'admitted', 'lease', 'ended')
local status, user, joined = session[1], session[2], session[3]
local admitted, lease, ended = session[4], session[5], session[6]
if not status then return {'GONE'} end
if status ~= 'queued' and status ~= 'admitted' then
  return {'ENDED', user, status, tonumber(joined), tonumber(ended), admitted and 1 or 0}
end

local passed, deadline = deadline_passed(status, joined, lease, room[2])
if passed then return {'ENDED', user, 'expired', tonumber(joined), deadline, admitted and 1 or 0} end
if room[3] == 'removed' then return {'ENDED', user, 'evicted', tonumber(joined), now, admitted and 1 or 0} end
local queue_length = redis.call('ZCARD', queue_key)
if status == 'admitted' then
  return {'ADMITTED', user, queue_length, tonumber(joined), tonumber(admitted), deadline}
end
return {'QUEUED', redis.call('ZRANK', queue_key, ticket) + 1, queue_length}
