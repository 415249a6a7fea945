-- configure: makes a room, or changes its settings or its state.
-- Guarantee: a new room gets its epoch and counts from ticket 1; an existing one keeps its people. All or nothing.
--
-- KEYS 1 room (hash), 2 queue (zset), 3 processing (zset), 4 users (hash), 5 outbox (stream)
-- ARGV 1 session_prefix (string), 2 retention_ms (ms), 3 outbox_max (entries), 4 outbox_policy (keep|trim), 5 now_ms (ms or '')
--      6 mode (put: makes a room that is not there; change: does not), 7 new_epoch (string, random)
--      8 if_states (',open,paused,': applied only in one of these; '' for any)
--      9 audit_key (string), 10 audit_max (entries), 11 audit_ms (ms), 12 who (string, '' keeps no record)
--      13.. field value pairs, checked by the caller
-- Returns
--   CONFIGURED created field value...    created: 1 or 0, then the board
--   WRONG_STATE state | BEING_REMOVED | NO_ROOM
-- Emits nothing
-- @include room
-- @include session
-- @include ticket
-- @include board
-- @include audit
local mode, new_epoch, if_states = ARGV[6], ARGV[7], ARGV[8]
local audit_key, audit_max, audit_ms, who = ARGV[9], ARGV[10], ARGV[11], ARGV[12]
local first_pair = 13

local state = redis.call('HGET', room_key, 'state')
if state == 'removed' then return {'BEING_REMOVED'} end
if not state and mode ~= 'put' then return {'NO_ROOM'} end
if state and if_states ~= '' and not string.find(if_states, ',' .. state .. ',', 1, true) then
  return {'WRONG_STATE', state}
end
require_trail(audit_key, who)

local created = 0
if not state then
  created = 1
  redis.call('HSET', room_key, 'epoch', new_epoch, 'state', 'open', 'created', text(now), 'run_id', run_id())
end
if created == 0 then allow_when_full() end -- an operator must be able to close a room then
local before, after = {}, {}
for i = first_pair, #ARGV, 2 do
  local name, value = ARGV[i], ARGV[i + 1]
  local old = redis.call('HGET', room_key, name)
  if old ~= value then before[name], after[name] = old or nil, value end
  -- Race: sessions whose old time is up have ended, and their owners may know it, before the sweep comes by.
  if name == 'session_ttl_ms' and old then
    local dead_until = tonumber(redis.call('HGET', room_key, 'dead_until') or 0)
    redis.call('HSET', room_key, 'dead_until', text(math.max(dead_until, now - tonumber(old))))
  end
  redis.call('HSET', room_key, name, value)
end
audit(audit_key, audit_max, audit_ms, who, created == 1 and 'make' or 'change', before, after)
return {'CONFIGURED', created, unpack(board())}
