-- For wrk: reads random bills. Arguments after "--": the first and the last id.
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("seed", os.time() + threads) -- else all threads draw the same ids
end

function init(args)
  math.randomseed(seed)
  first, last = tonumber(args[1]), tonumber(args[2])
  -- The request is put together once; a table walk for each would be paid from the CPU under test.
  before, after = wrk.format("GET", wrk.path .. "@"):match("^(.-)@(.*)$")
end

function request()
  return before .. math.random(first, last) .. after
end

function done(summary, latency)
  local e = summary.errors
  print(string.format("bench %d %.0f %.3f %.3f %d", summary.requests, summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, e.connect + e.read + e.write + e.timeout + e.status))
end
