-- What wrk saw, as one line of plain numbers: requests, bytes, microseconds, socket errors, responses over 399.
function done(summary)
    local e = summary.errors
    io.write(string.format("RESULT %.0f %.0f %.0f %.0f %.0f\n", summary.requests, summary.bytes,
        summary.duration, e.connect + e.read + e.write + e.timeout, e.status))
end

-- With an argument, so many connections: each of them is upgraded to a tunnel first. wrk asks for the first requests of
-- all connections before it has an answer on any, and once more before it begins.
function init(args)
    if args[1] == nil then return end
    local upgrades = args[1] + 1
    local object = wrk.format()
    local upgrade = wrk.format("GET", "/up", { Host = wrk.headers["Host"], Connection = "Upgrade", Upgrade = "bench" })
    function request()
        if upgrades == 0 then return object end
        upgrades = upgrades - 1
        return upgrade
    end
end
