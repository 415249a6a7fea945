-- claim: removes what the broker has acked, then hands the next events of a room's outbox to the one replica that delivers them.
-- Guarantee: at most one owner at a time while its claim holds; nothing is removed but what the owner says was acked, from
-- `acked_from` to `acked_to`. A claim that lapses may cause duplicates, never losses.
--
-- KEYS 1 room (hash), 2 queue (zset), 3 processing (zset), 4 users (hash), 5 outbox (stream)
-- ARGV 1 session_prefix (string), 2 retention_ms (ms), 3 outbox_max (entries), 4 outbox_policy (keep|trim), 5 now_ms (ms or '')
--      6 owner (string), 7 lease_ms (ms), 8 batch (1..1000 entries), 9 after (stream id, '' for the oldest)
--      10 acked_from (stream id, '' for none), 11 acked_to (stream id), both as handed out, with all between them
-- Returns
--   CLAIMED epoch lines        two lines an entry, oldest first: its id, and the words that `emit` wrote
--   EMPTY                      nothing to deliver
--   HELD                       another owner delivers
--   NO_ROOM
-- Emits nothing
-- @include room
local owner, lease_ms, batch, after = ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[8]), ARGV[9]
local acked_from, acked_to = ARGV[10], ARGV[11]

-- Race: the claim may have lapsed and another owner have removed some of these by now, or the room be a new one. As ids only
-- grow, the oldest entry being `acked_from` says that from there to `acked_to` are exactly those that were handed out.
if acked_from ~= '' then
  local oldest = redis.call('XRANGE', outbox_key, '-', '+', 'COUNT', 1)[1]
  if oldest and oldest[1] == acked_from then
    redis.call('XTRIM', outbox_key, 'MINID', acked_to)
    redis.call('XDEL', outbox_key, acked_to)
  end
end

local room = redis.call('HMGET', room_key, 'epoch', 'relay', 'relay_until')
local epoch, holder, held_until = room[1], room[2], tonumber(room[3] or 0)
if not epoch then return {'NO_ROOM'} end
if redis.call('XLEN', outbox_key) == 0 then
  if holder == owner then redis.call('HDEL', room_key, 'relay', 'relay_until') end
  return {'EMPTY'}
end
-- A deadline further off than a lease can be was set by a clock that has since stepped back.
if holder and holder ~= owner and held_until > now and held_until <= now + lease_ms then return {'HELD'} end
-- Race: who goes on where it was must have held the claim all along; otherwise what lies before may be another's, unacked.
if after ~= '' and holder ~= owner then return {'HELD'} end

allow_when_full() -- delivering is what makes room
redis.call('HSET', room_key, 'relay', owner, 'relay_until', text(now + lease_ms))
local first = '-'
if after ~= '' then first = '(' .. after end
local lines = {}
for _, entry in ipairs(redis.call('XRANGE', outbox_key, first, '+', 'COUNT', batch)) do
  lines[#lines + 1] = entry[1]
  local fields = entry[2]
  -- An entry that an earlier version has left has a field for each word.
  local event = fields[2]
  if #fields > 2 then event = table.concat({fields[2], fields[4], fields[8], fields[10], fields[12], fields[6]}, ' ') end
  lines[#lines + 1] = event
end
if #lines == 0 then return {'EMPTY'} end
return {'CLAIMED', epoch, table.concat(lines, '\n')}
