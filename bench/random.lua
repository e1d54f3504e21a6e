-- For wrk. Arguments after "--": the path with {} where a random number goes, its first and its last. Where the path has [] there
-- goes the number of the account that has this bill, by bills.sql: twelve bills for each, the first number being the first bill.
-- BENCH_IDS is a file of ids, one a line, of which one goes where {} is in place of the number.
-- BENCH_RATE, in requests a second of all 16 connections, leaves pauses of random lengths; without it each asks as soon as it has its answer.
local threads = 0
local ids = nil
local rate = tonumber(os.getenv("BENCH_RATE") or "")

if rate then
  function delay() return math.floor(-math.log(1 - math.random()) * 16 * 1000 / rate) end
end

function setup(thread)
  threads = threads + 1
  thread:set("seed", os.time() + threads) -- else all threads draw the same numbers
end

function init(args)
  math.randomseed(seed)
  first, last = tonumber(args[2]), tonumber(args[3])
  if os.getenv("BENCH_IDS") then
    ids = {}
    for id in io.lines(os.getenv("BENCH_IDS")) do ids[#ids + 1] = id end
  end
  local whole = wrk.format("GET", args[1])
  by_account = whole:find("[]", 1, true)
  parts = {}
  for part in (whole .. "{}"):gmatch("(.-){}") do parts[#parts + 1] = part end
end

function request()
  if by_account then
    local n = math.random(first, last)
    return (table.concat(parts, n):gsub("%[%]", math.floor((n - first) / 12)))
  end
  if ids then return table.concat(parts, ids[math.random(#ids)]) end
  return #parts == 1 and parts[1] or table.concat(parts, math.random(first, last))
end

function done(summary, latency)
  local e = summary.errors
  print(string.format("bench %d %.0f %.3f %.3f %d", summary.requests, summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, e.connect + e.read + e.write + e.timeout + e.status))
end
