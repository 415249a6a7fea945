-- join: takes the next ticket of a room for a user, unless they hold a place.
-- Guarantee: one place per user, verified and unverified names kept apart; tickets 1, 2, 3 ... (no gap but where Redis lost some or was another); place and event written together.
--
-- KEYS 1 room (hash), 2 queue (zset), 3 processing (zset), 4 users (hash), 5 outbox (stream)
-- ARGV 1 session_prefix (string), 2 retention_ms (ms), 3 outbox_max (entries), 4 outbox_policy (keep|trim), 5 now_ms (ms or '')
--      6 user (string), 7 retry_hash (string, '' for none, '*' for a verified user), 8 key_id (string, signs a new id)
--      9 limit_key (string, '' for no limit), 10 limit_interval_ms (ms of the window a join uses up), 11 limit_window_ms (ms)
--      12 proof_key (string, '' for none), 13 proof_ttl_ms (ms)
--      14 seen_epoch (string), 15 seen_ticket (integer; the furthest that the caller has seen in it), 16 gap (tickets)
-- Returns
--   JOINED ticket epoch key_id position queue_length joined_ms expires_ms
--   HELD ticket epoch key_id status position queue_length joined_ms expires_ms   the same caller asked again
--   ALREADY                                                    the user holds a place, caller unproven
--   CLOSED state | FULL | NO_ROOM
--   LIMITED retry_ms                                           the client has used up its joins
--   SPENT                                                      the proof was used for another place
-- Emits JOINED; LEFT for an earlier place of the user whose time had run out unseen
-- @include room
-- @include session
-- @include ticket
local user, retry_hash, key_id = ARGV[6], ARGV[7], ARGV[8]
local limit_key, limit_interval_ms, limit_window_ms = ARGV[9], tonumber(ARGV[10]), tonumber(ARGV[11])
local proof_key, proof_ttl_ms = ARGV[12], ARGV[13]
local seen_epoch, seen_ticket, gap = ARGV[14], tonumber(ARGV[15]), tonumber(ARGV[16])

local room = redis.call('HMGET', room_key, 'state', 'epoch', 'max_length', 'session_ttl_ms', 'ticket')
local state, epoch, max_length, session_ttl_ms = room[1], room[2], tonumber(room[3]), tonumber(room[4])
local last_ticket = tonumber(room[5] or 0)
if not state or state == 'removed' then return {'NO_ROOM'} end

-- A held place comes before every refusal: a retry gets its answer even when the room has closed or filled since.
local holder = retry_hash == '*' and verified_holder(user) or user
local held = redis.call('HGET', users_key, holder)
if held then
  local session = session_of(held, 'status', 'joined', 'lease', 'retry', 'key')
  local status, joined, lease, held_hash, held_key = session[1], session[2], session[3], session[4], session[5]
  if status then
    local passed, deadline = deadline_passed(status, joined, lease, session_ttl_ms)
    if passed then
      -- Race: the sweep has not come by yet; a lapsed place must not keep its user out.
      end_and_tell(set_of(status), held, user, 'expired', lapse_reason(status), deadline)
    elseif retry_hash ~= '*' and (retry_hash == '' or retry_hash ~= held_hash) then
      return {'ALREADY'}
    else
      local position = 0
      if status == 'queued' then position = redis.call('ZRANK', queue_key, held) + 1 end
      local queue_length = redis.call('ZCARD', queue_key)
      return {'HELD', tonumber(held), epoch, held_key, status, position, queue_length, tonumber(joined), deadline}
    end
  end
end

if state ~= 'open' and state ~= 'paused' then return {'CLOSED', state} end
local waiting = redis.call('ZCARD', queue_key)
if waiting >= max_length then return {'FULL'} end
if not outbox_trims and redis.call('XLEN', outbox_key) >= outbox_max then return {'FULL'} end

local skipped = lost_tickets(last_ticket, epoch, seen_epoch, seen_ticket, gap)
-- Race: a session cannot be made here any more when Redis Cluster moves the room; no ticket is burned for that.
local leftover = redis.pcall('EXISTS', session_prefix .. text(last_ticket + skipped + 1))
if type(leftover) == 'table' then come_back() end

-- Joins use up the window one interval each (GCRA); what is used up comes back with time, without a jump.
local used_until = now
if limit_key ~= '' then
  used_until = math.max(now, tonumber(redis.call('GET', limit_key) or 0)) + limit_interval_ms
  if used_until - now > limit_window_ms then return {'LIMITED', used_until - now - limit_window_ms} end
end
if proof_key ~= '' and not redis.call('SET', proof_key, '1', 'NX', 'PX', proof_ttl_ms) then return {'SPENT'} end
if limit_key ~= '' then redis.call('SET', limit_key, text(used_until), 'PX', text(used_until - now)) end

local number = take_ticket(skipped)
local ticket = text(number)
-- A deleted and re-created room counts from 1 again while endings of its earlier life may still be kept.
if leftover == 1 then redis.call('DEL', session_prefix .. ticket) end
write_session(ticket, user, key_id, retry_hash)
redis.call('ZADD', queue_key, ticket, ticket)
redis.call('HSET', users_key, holder, ticket)
emit('JOINED', ticket, user, now, waiting + 1, key_id)
return {'JOINED', number, epoch, key_id, waiting + 1, waiting + 1, now, now + session_ttl_ms}
