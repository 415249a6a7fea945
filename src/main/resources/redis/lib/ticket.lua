-- ticket: which ticket a join takes, and the session it makes.

-- More tickets than a room can give in a millisecond.
local tickets_per_ms = 100

-- Which run of which server this is: another one after a restart, a failover or a restore.
local function run_id()
  local info = redis.pcall('INFO', 'server')
  return type(info) == 'string' and string.match(info, 'run_id:(%x+)') or ''
end

-- How many tickets to leave out behind the last one. `seen_ticket` is the furthest that the caller has heard of in the life
-- of the room that `seen_epoch` names; `gap` is left out beyond it.
-- Race: a Redis that came back without its last writes would give tickets again whose session ids buyers hold already. In
-- another run of Redis nobody may know how many there were, but the age of the room bounds them. Asking takes a quarter of
-- a join; no Redis starts anew in 5 ms, so joins that come so close to the one before need not ask.
local function lost_tickets(last_ticket, epoch, seen_epoch, seen_ticket, gap)
  local skipped = 0
  if seen_epoch == epoch and seen_ticket > last_ticket then skipped = seen_ticket + gap - last_ticket end
  local last_joined = redis.pcall('HGET', session_prefix .. text(last_ticket), 'joined')
  if type(last_joined) == 'string' and math.abs(now - tonumber(last_joined)) < 5 then return skipped end
  local known = redis.call('HMGET', room_key, 'run_id', 'created')
  if known[1] == run_id() then return skipped end
  return math.max(skipped, gap, (now - tonumber(known[2] or 0)) * tickets_per_ms - last_ticket)
end

-- The next ticket, after as many that are left out.
local function take_ticket(skipped)
  if skipped > 0 then
    redis.call('HINCRBY', room_key, 'skipped', text(skipped))
    redis.call('HSET', room_key, 'run_id', run_id())
  end
  return redis.call('HINCRBY', room_key, 'ticket', text(skipped + 1))
end

-- The session of one who waits from now on; `retry_hash` as `join` has it.
local function write_session(ticket, user, key_id, retry_hash)
  local fields = {'user', user, 'status', 'queued', 'joined', text(now), 'key', key_id}
  if retry_hash ~= '' and retry_hash ~= '*' then fields[9], fields[10] = 'retry', retry_hash end
  redis.call('HSET', session_prefix .. ticket, unpack(fields))
end
