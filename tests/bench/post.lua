-- Posts 40-value reports: every request is a new version of one office's month, and each thread has
-- offices of its own. BENCH_TOKEN, BENCH_ELEMENTS, BENCH_UNITS and BENCH_PERIODS are words.
local function words(name)
	local list = {}
	for word in os.getenv(name):gmatch("%S+") do list[#list + 1] = word end
	return list
end

local threads = 0

function setup(thread)
	thread:set("number", threads)
	threads = threads + 1
end

local elements, units, periods = words("BENCH_ELEMENTS"), {}, words("BENCH_PERIODS")
local count, cells = 0, {}

function init()
	for i, unit in ipairs(words("BENCH_UNITS")) do
		if i % 2 == number % 2 then units[#units + 1] = unit end
	end
	for i, element in ipairs(elements) do cells[i] = '{"element":"' .. element .. '","value":' end
	wrk.method = "POST"
	wrk.headers["Content-Type"] = "application/json"
	wrk.headers["Authorization"] = "Bearer " .. os.getenv("BENCH_TOKEN")
end

function request()
	local place = count % (#units * #periods)
	local unit = units[place % #units + 1]
	local period = periods[math.floor(place / #units) + 1]
	count = count + 1
	local value = count .. "}"
	local body = '{"unit":"' .. unit .. '","period":"' .. period
		.. '","scope":"own","reason":"measuring the speed","values":['
		.. table.concat(cells, value .. ",") .. value .. "]}"
	return wrk.format(nil, "/api/v1/reports", nil, body)
end
