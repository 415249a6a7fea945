-- ticket: which ticket a join takes, and the session it makes.

-- How many tickets to leave out behind the last one. `seen_ticket` is the furthest that the caller has heard of in the life
-- of the room that `seen_epoch` names; `gap` is left out beyond it.
-- Race: a Redis that came back without its last writes would give tickets again whose session ids buyers hold already.
local function lost_tickets(last_ticket, epoch, seen_epoch, seen_ticket, gap)
  if seen_epoch ~= epoch or seen_ticket <= last_ticket then return 0 end
  return seen_ticket + gap - last_ticket
end

-- The next ticket, after as many that are left out.
local function take_ticket(skipped)
  if skipped > 0 then redis.call('HINCRBY', room_key, 'skipped', skipped) end
  return redis.call('HINCRBY', room_key, 'ticket', skipped + 1)
end

-- The session of one who waits from now on; `retry_hash` as `join` has it.
local function write_session(ticket, user, key_id, retry_hash)
  local fields = {'user', user, 'status', 'queued', 'joined', text(now), 'key', key_id}
  if retry_hash ~= '' and retry_hash ~= '*' then fields[9], fields[10] = 'retry', retry_hash end
  redis.call('HSET', session_prefix .. ticket, unpack(fields))
end
