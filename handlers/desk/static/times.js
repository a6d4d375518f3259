// Moments in the reader's own time zone; without this script they stand in UTC.
"use strict";

const PARTS = {
  date: { day: "numeric", month: "long", year: "numeric" },
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date_long: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  date_long_full: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  date_pretty: { day: "numeric", month: "long", year: "numeric" },
  date_short: { day: "numeric", month: "short", year: "numeric" },
  date_short_pretty: { day: "numeric", month: "short", year: "numeric" },
  date_long_pretty: { weekday: "long", day: "numeric", month: "long", year: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

function localTimes(within) {
  for (const time of within.querySelectorAll("time[data-format]")) {
    const at = new Date(time.dateTime);
    if (Number.isNaN(at.getTime())) continue;
    const format = time.dataset.format || "{date}, {time}";
    time.title = time.textContent;
    time.textContent = format.replace(/\{(\w+)\}/g, (whole, name) =>
      PARTS[name] ? new Intl.DateTimeFormat("en-GB", PARTS[name]).format(at) : whole);
    time.removeAttribute("data-format");
  }
}

localTimes(document);
