-- audit: what operators did, in the same step as the change itself. Kept beside the room and beyond its end, in the same
-- Cluster slot, bounded in number and time. `before` and `after` are tables of names and values.
local function audit(audit_key, audit_max, audit_ms, who, action, before, after)
  if who == '' then return end
  redis.call('XADD', audit_key, 'MAXLEN', '~', audit_max, '*',
    'at', text(now), 'who', who, 'action', action, 'before', cjson.encode(before), 'after', cjson.encode(after))
  redis.call('PEXPIRE', audit_key, audit_ms)
end

-- Ends the script where `audit` could not be kept; before its first write. `session` has to be included before this.
-- Race: while Redis Cluster moves the room, the trail may be on the other node, and a script that fails halfway is not undone.
local function require_trail(audit_key, who)
  if who ~= '' and type(redis.pcall('EXISTS', audit_key)) == 'table' then come_back() end
end
