-- ARGV: after which revision, limit. Returns ID, revision and value of each,
-- false for the value of one that is gone.
local list = call('ZRANGEBYSCORE', P .. 'changes', '(' .. ARGV[1], '+inf', 'WITHSCORES', 'LIMIT', 0, ARGV[2])
local changes = {}
for i = 1, #list, 2 do
  changes[#changes + 1] = { list[i], list[i + 1], call('HGET', P .. 'watches', list[i]) }
end
return changes
