-- sweep: ends waits whose time has run out; in a room being removed, evicts everybody and at last deletes the room.
-- Guarantee: bounded by `batch`; deadlines grow along the queue, so its head is all the index it takes; a room is deleted
-- only when its people were told and the broker has acked it (or nobody relays).
--
-- KEYS 1 room (hash), 2 queue (zset), 3 processing (zset), 4 users (hash), 5 outbox (stream)
-- ARGV 1 session_prefix (string), 2 retention_ms (ms), 3 outbox_max (entries), 4 outbox_policy (keep|trim), 5 now_ms (ms or '')
--      6 batch (1..1000 places)
-- Returns
--   SWEPT expired more         more: 1 when the batch was used up
--   EVICTED count more         in a room being removed
--   REMOVED                    the room is deleted
--   NO_ROOM
-- Emits LEFT for each place ended
-- @include room
-- @include session
local batch = tonumber(ARGV[6])

local room = redis.call('HMGET', room_key, 'state', 'session_ttl_ms')
local state, session_ttl_ms = room[1], room[2]
if not state then return {'NO_ROOM'} end

if state == 'removed' then
  local evicted = 0
  for _, key in ipairs({processing_key, queue_key}) do
    for _, ticket in ipairs(redis.call('ZRANGE', key, 0, batch - evicted - 1)) do
      local session, reliable = read_session(ticket, 'user')
      if not reliable then return {'EVICTED', evicted, 0} end
      if session[1] then end_and_tell(key, ticket, session[1], 'evicted', 'evicted', now)
      else redis.call('ZREM', key, ticket) end
      evicted = evicted + 1
    end
    if evicted >= batch then return {'EVICTED', evicted, 1} end
  end
  if evicted == 0 and (outbox_trims or redis.call('XLEN', outbox_key) == 0) then
    redis.call('DEL', room_key, queue_key, processing_key, users_key, outbox_key)
    return {'REMOVED'}
  end
  return {'EVICTED', evicted, 0}
end

local expired, touched = 0, 0
local waiting = redis.call('ZCARD', queue_key)
while touched < math.min(batch, waiting) do
  local ticket = redis.call('ZRANGE', queue_key, 0, 0)[1]
  local session, reliable = read_session(ticket, 'status', 'user', 'joined')
  if not reliable then break end
  if session[1] == 'queued' then
    local passed, deadline = deadline_passed('queued', session[3], nil, session_ttl_ms)
    if not passed then break end
    end_and_tell(queue_key, ticket, session[2], 'expired', 'timeout', deadline)
    expired = expired + 1
  else
    redis.call('ZREM', queue_key, ticket)
  end
  touched = touched + 1
end
return {'SWEPT', expired, touched >= batch and 1 or 0}
