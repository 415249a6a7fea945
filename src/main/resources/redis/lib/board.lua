-- board: a room as field-value pairs, for the scripts that answer with it.
local function board()
  local reply = redis.call('HGETALL', room_key)
  local oldest = redis.call('XRANGE', outbox_key, '-', '+', 'COUNT', 1)[1]
  local extra = {
    'queue_length', redis.call('ZCARD', queue_key),
    'processing_count', redis.call('ZCARD', processing_key),
    'outbox_length', redis.call('XLEN', outbox_key),
    'outbox_oldest', oldest and tonumber(string.match(oldest[1], '^%d+')) or 0,
    'now', now,
  }
  for i = 1, #extra do reply[#reply + 1] = extra[i] end
  return reply
end
