-- For wrk. Arguments after "--": the path, and the number of accounts. Each request is another payment of a random account.
local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init(args)
  math.randomseed(os.time() + number)
  path, accounts, count = args[1], tonumber(args[2]), 0
end

function request()
  count = count + 1
  local body = string.format('{"correlatorId":"%d-%d-%d","account":{"id":"A%d"},"amount":{"unit":"USD","value":%d.25}}',
    os.time(), number, count, math.random(0, accounts - 1), math.random(1, 40))
  return wrk.format("POST", path, {["Content-Type"] = "application/json"}, body)
end

function done(summary, latency)
  local e = summary.errors
  print(string.format("bench %d %.0f %.3f %.3f %d", summary.requests, summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, e.connect + e.read + e.write + e.timeout + e.status))
end
