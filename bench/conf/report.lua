-- What wrk saw, as one line of plain numbers: requests, bytes, microseconds, socket errors, responses over 399.
function done(summary)
    local e = summary.errors
    io.write(string.format("RESULT %.0f %.0f %.0f %.0f %.0f\n", summary.requests, summary.bytes,
        summary.duration, e.connect + e.read + e.write + e.timeout, e.status))
end
