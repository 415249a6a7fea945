-- positions: who waits in some blocks of the queue. A block is `size` tickets in a row, from which a replica keeps ranks.
-- Guarantee: one instant; writes nothing; cost bounded by the blocks asked for, independent of how many wait.
--
-- KEYS 1 room (hash), 2 queue (zset), 3 processing (zset), 4 users (hash), 5 outbox (stream)
-- ARGV 1 session_prefix (string), 2 retention_ms (ms), 3 outbox_max (entries), 4 outbox_policy (keep|trim), 5 now_ms (ms or '')
--      6 epoch (string), 7 size (tickets in a block, 1..4096), 8... for each block, ascending, at most 1024 of them:
--      first (ticket), held (how many of it the caller takes to wait; -1: only count it), given (tickets of it known there)
-- Returns
--   POSITIONS last_ticket and for each block: ahead count members
--     ahead: waiting before the block; count: waiting in it; members: their tickets with spaces between, when a block
--     that may be read is not as the caller holds it, else ''
--   NO_ROOM     no such room, or another life of it
-- Emits nothing
-- @include room
local epoch, size = ARGV[6], tonumber(ARGV[7])

local room = redis.call('HMGET', room_key, 'epoch', 'ticket')
if room[1] ~= epoch then return {'NO_ROOM'} end
local last_ticket = tonumber(room[2] or 0)

local reply = {'POSITIONS', last_ticket}
local ahead, expected_first = 0, nil
for i = 8, #ARGV, 3 do
  local first, held, given = tonumber(ARGV[i]), tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2])
  local last = first + size - 1
  if first ~= expected_first then ahead = redis.call('ZCOUNT', queue_key, '-inf', first - 1) end
  local count = redis.call('ZCOUNT', queue_key, first, last)
  local members = ''
  -- Race: one may have joined and another left since, so that the count alone looks the same.
  local has_new = math.min(last, last_ticket) - first + 1 > given
  if held >= 0 and (count ~= held or has_new) then
    members = table.concat(redis.call('ZRANGEBYSCORE', queue_key, first, last), ' ')
  end
  reply[#reply + 1] = ahead
  reply[#reply + 1] = count
  reply[#reply + 1] = members
  ahead, expected_first = ahead + count, last + 1
end
return reply
