-- session: how scripts read a session, on which nothing may be built while Redis Cluster moves the room, and when it lapses.

-- Fields of a session, the first of which each session has, and whether that can be relied on. While Redis Cluster moves
-- the room to another node some of its keys are here and some there: what is not here may be there.
local function read_session(ticket, ...)
  local session = redis.pcall('HMGET', session_prefix .. ticket, ...)
  if session.err then return {}, string.find(session.err, 'WRONGTYPE', 1, true) ~= nil end
  if session[1] then return session, true end
  local nodes = redis.pcall('CLUSTER', 'NODES')
  -- Without the right to ask, nobody knows whether the room is moving, so nothing is built on what is missing.
  if type(nodes) ~= 'string' then return session, string.find(nodes.err, 'cluster support disabled', 1, true) ~= nil end
  return session, not string.find(nodes, ' [', 1, true)
end

-- Ends the script because the room is being moved; only before its first write.
local function come_back() error('-TRYAGAIN the room is being moved') end

-- Fields of a session that can be relied on.
local function session_of(ticket, ...)
  local session, reliable = read_session(ticket, ...)
  if not reliable then come_back() end
  return session
end

-- The set in which an active session of this status stands.
local function set_of(status)
  if status == 'queued' then return queue_key end
  return processing_key
end

-- Whether an active session's time has run out unseen, and when: status, joined and lease as stored. Sessions that joined up
-- to `dead_until` had waited too long before an operator gave more time.
local function deadline_passed(status, joined, lease, session_ttl_ms)
  if status ~= 'queued' then return tonumber(lease) <= now, tonumber(lease) end
  local deadline = tonumber(joined) + tonumber(session_ttl_ms)
  local dead_until = tonumber(redis.call('HGET', room_key, 'dead_until') or 0)
  if tonumber(joined) <= dead_until then deadline = math.min(deadline, now) end
  return deadline <= now, deadline
end

-- The reason word under which such a session ends.
local function lapse_reason(status)
  if status == 'queued' then return 'timeout' end
  return 'expired'
end
