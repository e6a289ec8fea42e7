import assert from "node:assert/strict";
import { test } from "node:test";
import type { Hours } from "../../wire/desk";
import { isDate, isWhole, isZone, noWeek, openingsOf, outlook, timeFrom, usualWeek, weekOf } from "./hours";

const bar: Hours = {
  time_zone: "Europe/Berlin",
  week: [
    { days: ["tue", "wed", "thu"], from: "18:00", to: "24:00" },
    { days: ["fri", "sat"], from: "18:00", to: "02:00" },
  ],
  closed: ["2026-12-24"],
};

test("a week comes out of its fields as it went in", () => {
  assert.deepEqual(openingsOf(weekOf(bar.week)), bar.week);
  assert.deepEqual(openingsOf(noWeek()), []);
  assert.deepEqual(openingsOf(usualWeek()), [{ days: ["mon", "tue", "wed", "thu", "fri"], from: "09:00", to: "17:00" }]);
});

test("a time that is not whole is found", () => {
  assert.equal(isWhole(usualWeek()), true);
  assert.equal(isWhole({ ...usualWeek(), sun: [{ from: "10:00", to: "" }] }), false);
  assert.deepEqual(["2026-12-24", "2026-02-30", "24.12.2026", ""].map(isDate), [true, false, false, false]);
  assert.deepEqual(["Europe/Berlin", "Berlin", ""].map(isZone), [true, false, false]);
});

test("it is open, or opens next, by the channel's own clock", () => {
  const at = (when: string) => outlook(bar, new Date(when));
  assert.deepEqual(at("2026-11-20T17:59:00+01:00"), { isOpen: false, until: { date: "2026-11-20", day: "fri", time: "18:00" } });
  assert.deepEqual(at("2026-11-20T18:00:00+01:00"), { isOpen: true, until: { date: "2026-11-21", day: "sat", time: "02:00" } });
  assert.deepEqual(at("2026-11-21T01:59:00+01:00"), { isOpen: true, until: { date: "2026-11-21", day: "sat", time: "02:00" } });
  assert.deepEqual(at("2026-11-22T12:00:00+01:00"), { isOpen: false, until: { date: "2026-11-24", day: "tue", time: "18:00" } });
  // In summer the same clock is an hour earlier in UTC.
  assert.equal(at("2026-07-01T16:00:00Z").isOpen, true);
  assert.equal(at("2026-07-01T15:59:00Z").isOpen, false);
  // A day off is closed, and the next opening is behind it.
  assert.deepEqual(at("2026-12-24T19:00:00+01:00"), { isOpen: false, until: { date: "2026-12-25", day: "fri", time: "18:00" } });
  assert.deepEqual(outlook({ ...bar, week: [] }, new Date()), { isOpen: false, until: null });
});

test("openings that follow each other are one", () => {
  const always: Hours = { time_zone: "UTC", week: [{ days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], from: "00:00", to: "24:00" }] };
  assert.deepEqual(outlook(always, new Date("2026-11-20T12:00:00Z")), { isOpen: true, until: null });
  const shifts: Hours = { time_zone: "UTC", week: [{ days: ["fri"], from: "08:00", to: "12:00" }, { days: ["fri"], from: "12:00", to: "18:00" }] };
  assert.deepEqual(outlook(shifts, new Date("2026-11-20T09:00:00Z")), { isOpen: true, until: { date: "2026-11-20", day: "fri", time: "18:00" } });
});

test("a time is understood however it is typed", () => {
  assert.deepEqual(["9", "930", "0930", "9:30", "17.30", " 24", "7:5", "noon", ""].map(timeFrom), ["09:00", "09:30", "09:30", "09:30", "17:30", " 24", "7:5", "noon", ""]);
});
