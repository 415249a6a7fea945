-- trail: what operators did with a room of late.
-- Guarantee: newest first; writes nothing; bounded by `limit`; also for a room that is no more.
--
-- KEYS 1 room (hash), 2 queue (zset), 3 processing (zset), 4 users (hash), 5 outbox (stream)
-- ARGV 1 session_prefix (string), 2 retention_ms (ms), 3 outbox_max (entries), 4 outbox_policy (keep|trim), 5 now_ms (ms or '')
--      6 audit_key (string, a stream), 7 limit (1..1000 entries)
-- Returns
--   TRAIL at_ms who action before after ...    five for each entry; before and after are JSON objects of strings
-- Emits nothing
-- @include room
local audit_key, limit = ARGV[6], ARGV[7]

local reply = {}
for _, entry in ipairs(redis.call('XREVRANGE', audit_key, '+', '-', 'COUNT', limit)) do
  local fields = entry[2]
  for i = 2, #fields, 2 do reply[#reply + 1] = fields[i] end
end
return {'TRAIL', unpack(reply)}
