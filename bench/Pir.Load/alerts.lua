-- One Alertmanager notification (version 4) with one firing alert per request; no two are alike: each opens an incident.
-- Argument: what makes this run's alerts differ from those of other runs.
local run, count = "", 0

local before = [[{"version":"4","groupKey":"{}:{alertname=\"TargetDown\", instance=\"]]
local middle = [[\"}","truncatedAlerts":0,"status":"firing","receiver":"pir","groupLabels":{"alertname":"TargetDown"},"commonLabels":{"alertname":"TargetDown","severity":"critical","service":"checkout","job":"checkout-api","namespace":"shop","cluster":"eu-west-1","prometheus":"monitoring/main"},"commonAnnotations":{"runbook_url":"https://runbooks.example/checkout/target-down"},"externalURL":"http://alertmanager.example:9093","alerts":[{"status":"firing","labels":{"alertname":"TargetDown","severity":"critical","service":"checkout","job":"checkout-api","namespace":"shop","cluster":"eu-west-1","prometheus":"monitoring/main","instance":"]]
local after = [["},"annotations":{"description":"The target has not answered its health check for more than five minutes; customers may see errors at checkout.","runbook_url":"https://runbooks.example/checkout/target-down","summary":"Checkout target is down: ]]
local last = [["},"startsAt":"2025-01-01T00:00:00Z","endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://prometheus.example:9090/graph?g0.expr=up+%3D%3D+0&g0.tab=1","fingerprint":"]]

function init(args)
  run = args[1] or "run"
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  count = count + 1
  local name = run .. "-" .. count
  return wrk.format(nil, nil, nil, before .. name .. middle .. name .. after .. name .. last .. name .. "\"}]}")
end
