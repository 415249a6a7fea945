-- enter: whether a place holds a checkout slot now; binds it to the first client that asks, where one is named.
-- Guarantee: at most one client is ever bound to a place; a refused one changes nothing. Without a client it writes nothing.
--
-- KEYS 1 room (hash), 2 queue (zset), 3 processing (zset), 4 users (hash), 5 outbox (stream)
-- ARGV 1 session_prefix (string), 2 retention_ms (ms), 3 outbox_max (entries), 4 outbox_policy (keep|trim), 5 now_ms (ms or '')
--      6 epoch (string), 7 ticket (integer), 8 client_hash (string, '' to ask only)
-- Returns
--   ENTERED user admitted_ms lease_ms claimed    claimed: 1 when the place is bound to a client, else 0
--   CLAIMED     bound to another client
--   LAPSED      the lease has run out, whether it was taken back already or not
--   NO_SLOT     waits, ended otherwise, or ended longer ago than the retention
--   NO_ROOM     no such room, another life of it, or one that is being removed
-- Emits nothing
-- @include room
-- @include session
local epoch, ticket, client_hash = ARGV[6], ARGV[7], ARGV[8]

local room = redis.call('HMGET', room_key, 'epoch', 'state')
-- Race: a removed room's people are evicted in batches; their tokens die with the removal, not with their batch.
if room[1] ~= epoch or room[2] == 'removed' then return {'NO_ROOM'} end
local session = session_of(ticket, 'status', 'user', 'admitted', 'lease', 'client', 'reason')
local status, user, admitted, lease = session[1], session[2], session[3], session[4]
local bound, reason = session[5], session[6]
if status == 'expired' and reason == 'expired' then return {'LAPSED'} end
if status ~= 'admitted' then return {'NO_SLOT'} end
if deadline_passed(status, nil, lease, nil) then return {'LAPSED'} end

if client_hash ~= '' then
  if bound and bound ~= client_hash then return {'CLAIMED'} end
  if not bound then
    allow_when_full() -- or nobody enters the shop while Redis is full
    redis.call('HSET', session_prefix .. ticket, 'client', client_hash)
  end
end
local claimed = (bound or client_hash ~= '') and 1 or 0
return {'ENTERED', user, tonumber(admitted), tonumber(lease), claimed}
