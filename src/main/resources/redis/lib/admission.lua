-- admission: the parts of admit.

-- Takes back at most `batch` slots whose lease has run out; returns how many.
local function take_back_lapsed(batch)
  local due = redis.call('ZRANGEBYSCORE', processing_key, '-inf', now, 'WITHSCORES', 'LIMIT', 0, batch)
  for i = 1, #due, 2 do
    local ticket, lease = due[i], tonumber(due[i + 1])
    local session, reliable = read_session(ticket, 'user')
    if not reliable then return (i - 1) / 2 end
    if session[1] then end_and_tell(processing_key, ticket, session[1], 'expired', 'expired', lease)
    else redis.call('ZREM', processing_key, ticket) end
  end
  return #due / 2
end

-- Milli-tokens in the bucket now. It holds `burst_ms` of the rate, at least one token and `slack_ms` of the rate, so that
-- a tick that comes a little late loses nothing and any window of length t admits at most rate * t plus the bucket.
local function refilled_tokens(rate, burst_ms, slack_ms)
  local capacity = math.max(1000 + slack_ms * rate, burst_ms * rate)
  local stored = redis.call('HMGET', room_key, 'tokens_milli', 'tokens_at')
  if not stored[1] then return capacity end
  local elapsed_ms = now - tonumber(stored[2])
  if elapsed_ms < 0 then
    -- Race: after a failover the new primary's clock may be behind; refill from its time on instead of standing still.
    allow_when_full()
    redis.call('HSET', room_key, 'tokens_at', text(now))
    elapsed_ms = 0
  end
  return math.min(capacity, tonumber(stored[1]) + elapsed_ms * rate)
end

-- Admits one place from the head, or cleans it away. Returns what it did: 'admitted' and its wait in ms, 'timed_out',
-- 'cleaned', or 'moving' when nothing can be said of it now.
local function admit_one(ticket, checkout_ttl_ms, session_ttl_ms)
  local session, reliable = read_session(ticket, 'status', 'user', 'joined', 'key')
  if not reliable then return 'moving' end
  local status, user, joined = session[1], session[2], tonumber(session[3])
  if status ~= 'queued' then
    redis.call('ZREM', queue_key, ticket)
    return 'cleaned'
  end
  local passed, deadline = deadline_passed(status, joined, nil, session_ttl_ms)
  if passed then
    end_and_tell(queue_key, ticket, user, 'expired', 'timeout', deadline)
    return 'timed_out'
  end
  local lease = now + checkout_ttl_ms
  redis.call('ZREM', queue_key, ticket)
  redis.call('HSET', session_prefix .. ticket, 'status', 'admitted', 'admitted', text(now), 'lease', text(lease))
  redis.call('ZADD', processing_key, text(lease), ticket)
  emit('READY', ticket, user, now, text(lease), session[4])
  return 'admitted', math.max(0, now - joined)
end

-- Counts admissions in two adjoining windows, from which replicas read how fast people are admitted (`pace`, short
-- windows) and slots come back (`turnover`, windows of a lease).
local function count_admissions(name, admitted, window_ms)
  local pace = redis.call('HMGET', room_key, name .. '_start', name .. '_current', name .. '_previous')
  local start, current, previous = tonumber(pace[1] or 0), tonumber(pace[2] or 0), tonumber(pace[3] or 0)
  local elapsed_ms = now - start
  if elapsed_ms < 0 or elapsed_ms >= 2 * window_ms then start, current, previous = now, 0, 0
  elseif elapsed_ms >= window_ms then start, current, previous = start + window_ms, 0, current end
  redis.call('HSET', room_key, name .. '_start', text(start), name .. '_current', text(current + admitted),
    name .. '_previous', text(previous))
end
