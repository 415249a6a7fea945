-- claim: the oldest events of a room's outbox, for the one replica that delivers them.
-- Guarantee: at most one owner at a time while its claim holds; nothing is removed. A claim that lapses may cause
-- duplicates, never losses.
--
-- KEYS 1 room (hash), 2 queue (zset), 3 processing (zset), 4 users (hash), 5 outbox (stream)
-- ARGV 1 session_prefix (string), 2 retention_ms (ms), 3 outbox_max (entries), 4 outbox_policy (keep|trim), 5 now_ms (ms or '')
--      6 owner (string), 7 lease_ms (ms), 8 batch (1..1000 entries)
-- Returns
--   CLAIMED epoch (id kind ticket user at_ms key_id detail)...   oldest first
--   EMPTY                      nothing to deliver
--   HELD                       another owner delivers
--   NO_ROOM
-- Emits nothing
-- @include room
local owner, lease_ms, batch = ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[8])

local room = redis.call('HMGET', room_key, 'epoch', 'relay', 'relay_until')
local epoch, holder, held_until = room[1], room[2], tonumber(room[3] or 0)
if not epoch then return {'NO_ROOM'} end
if redis.call('XLEN', outbox_key) == 0 then return {'EMPTY'} end
-- A deadline further off than a lease can be was set by a clock that has since stepped back.
if holder and holder ~= owner and held_until > now and held_until <= now + lease_ms then return {'HELD'} end

allow_when_full() -- delivering is what makes room
redis.call('HSET', room_key, 'relay', owner, 'relay_until', text(now + lease_ms))
local reply = {'CLAIMED', epoch}
for _, entry in ipairs(redis.call('XRANGE', outbox_key, '-', '+', 'COUNT', batch)) do
  reply[#reply + 1] = entry[1]
  local fields = entry[2]
  for i = 2, #fields, 2 do reply[#reply + 1] = fields[i] end
end
return reply
