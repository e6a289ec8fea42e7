//! When a channel is open: opening times of a week in a time zone, and days off. Outside of them no human is there.

use chrono::{DateTime, Datelike, Days, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Weekday};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::engine::WallTime;

/// Minutes of a day.
const DAY: u16 = 24 * 60;
/// Days that the next opening is looked for in: a longer holiday is not foretold.
const AHEAD_DAYS: u64 = 60;

/// Opening times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
pub struct Hours {
    /// Its name in the IANA database: `Europe/Berlin`.
    pub time_zone: String,
    /// Times of the week; a day without any is closed.
    pub week: Vec<Opening>,
    /// Days on which no opening begins: `2026-12-24`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<String>>")]
    pub closed: Vec<String>,
}

/// One time of opening on each of some days.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
pub struct Opening {
    pub days: Vec<Day>,
    /// `18:00`
    pub from: String,
    /// `23:30`; `24:00` is the end of the day; one that is not after `from` is on the next day.
    pub to: String,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, TS, utoipa::ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Day {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Day {
    /// All of them, the week's first one first.
    pub const ALL: [Day; 7] = [Day::Mon, Day::Tue, Day::Wed, Day::Thu, Day::Fri, Day::Sat, Day::Sun];

    fn of(day: Weekday) -> Day {
        Day::ALL[day.num_days_from_monday() as usize]
    }
}

/// Reads a time of day as minutes after midnight.
pub fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hours) || !digits(minutes) {
        return None;
    }
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    let all = hours * 60 + minutes;
    (minutes < 60 && all <= DAY).then_some(all)
}

/// Reads a day.
pub fn date(text: &str) -> Option<NaiveDate> {
    // Years of four digits, and in one way only.
    let date = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| text.len() == 10)?;
    (date.to_string() == text).then_some(date)
}

/// Whether there is such a time zone.
pub fn is_zone(name: &str) -> bool {
    name.parse::<Tz>().is_ok()
}

impl Hours {
    /// Whether it is open then.
    pub fn is_open(&self, at: WallTime) -> bool {
        // A zone that a later database has no more: better open than never.
        let Some((zone, now)) = self.local(at) else { return true };
        let today = now.date_naive();
        // What began yesterday may go on after midnight.
        let days = [today.pred_opt(), Some(today)];
        days.into_iter().flatten().any(|day| self.spans(zone, day).any(|(from, to)| (from..to).contains(&at)))
    }

    /// When it opens next; `None` where that is not soon.
    pub fn opens_after(&self, at: WallTime) -> Option<WallTime> {
        let (zone, now) = self.local(at)?;
        let today = now.date_naive();
        let days = (0..AHEAD_DAYS).filter_map(|ahead| today.checked_add_days(Days::new(ahead)));
        days.filter_map(|day| self.spans(zone, day).map(|(from, _)| from).filter(|from| *from > at).min()).next()
    }

    fn local(&self, at: WallTime) -> Option<(Tz, DateTime<Tz>)> {
        let zone: Tz = self.time_zone.parse().ok()?;
        Some((zone, zone.timestamp_millis_opt(at.0).single()?))
    }

    /// The openings that begin on a day.
    fn spans(&self, zone: Tz, day: NaiveDate) -> impl Iterator<Item = (WallTime, WallTime)> {
        let is_off = self.closed.iter().any(|closed| date(closed) == Some(day));
        let of_day = self.week.iter().filter(move |opening| !is_off && opening.days.contains(&Day::of(day.weekday())));
        of_day.filter_map(move |opening| {
            let (from, to) = (minutes(&opening.from)?, minutes(&opening.to)?);
            let end = if to > from { to } else { to + DAY };
            Some((moment(zone, day, from)?, moment(zone, day, end)?))
        })
    }
}

/// A time of day on the wall's clock. One that the clocks skip is when they are put forward; of two, the first.
fn moment(zone: Tz, day: NaiveDate, minutes: u16) -> Option<WallTime> {
    let day = day.checked_add_days(Days::new(u64::from(minutes / DAY)))?;
    let minutes = u32::from(minutes % DAY);
    let time = NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0)?;
    let local = NaiveDateTime::new(day, time);
    let found = |local: &NaiveDateTime| match zone.from_local_datetime(local) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(WallTime(at.timestamp_millis())),
        LocalResult::None => None,
    };
    // Clocks are put forward by no more than two hours, in steps of at least half an hour.
    (0..=4).find_map(|half| found(&(local + chrono::TimeDelta::minutes(30 * half))))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> WallTime {
        WallTime(DateTime::parse_from_rfc3339(text).expect("a moment").timestamp_millis())
    }

    fn opening(days: &[Day], from: &str, to: &str) -> Opening {
        Opening { days: days.to_vec(), from: from.to_owned(), to: to.to_owned() }
    }

    fn bar() -> Hours {
        Hours {
            time_zone: "Europe/Berlin".to_owned(),
            week: vec![
                opening(&[Day::Tue, Day::Wed, Day::Thu], "18:00", "24:00"),
                opening(&[Day::Fri, Day::Sat], "18:00", "02:00"),
                opening(&[Day::Sat], "12:00", "15:00"),
            ],
            closed: vec!["2026-12-24".to_owned()],
        }
    }

    #[test]
    fn a_bar_is_open_in_its_own_time_zone_and_over_midnight() {
        for (when, open) in [
            ("2026-11-20T17:59:59+01:00", false),
            ("2026-11-20T18:00:00+01:00", true),
            ("2026-11-21T01:59:59+01:00", true),
            ("2026-11-21T02:00:00+01:00", false),
            ("2026-11-21T11:30:00Z", true),
            ("2026-11-21T14:00:00Z", false),
            ("2026-11-22T20:00:00+01:00", false),
            ("2026-11-24T23:59:59+01:00", true),
            ("2026-11-25T00:00:00+01:00", false),
            // In summer the same clock is an hour earlier in UTC.
            ("2026-07-01T16:00:00Z", true),
            ("2026-07-01T15:59:00Z", false),
        ] {
            assert_eq!(bar().is_open(at(when)), open, "{when}");
        }
    }

    #[test]
    fn a_day_off_is_closed_and_the_next_opening_is_foretold() {
        assert!(!bar().is_open(at("2026-12-24T19:00:00+01:00")), "a Thursday");
        assert_eq!(bar().opens_after(at("2026-12-24T12:00:00+01:00")), Some(at("2026-12-25T18:00:00+01:00")));
        assert_eq!(bar().opens_after(at("2026-11-22T12:00:00+01:00")), Some(at("2026-11-24T18:00:00+01:00")));
        assert_eq!(bar().opens_after(at("2026-11-21T11:00:00+01:00")), Some(at("2026-11-21T12:00:00+01:00")));
        let never = Hours { week: Vec::new(), ..bar() };
        assert_eq!(
            (never.is_open(at("2026-11-20T19:00:00Z")), never.opens_after(at("2026-11-20T19:00:00Z"))),
            (false, None)
        );
    }

    #[test]
    fn clocks_that_are_put_forward_or_back_close_nothing_for_good() {
        let night = Hours { week: vec![opening(&[Day::Sun], "02:30", "04:00")], ..bar() };
        // On 2026-03-29 there is no 02:30 in Berlin.
        assert!(night.is_open(at("2026-03-29T03:10:00+02:00")));
        assert!(!night.is_open(at("2026-03-29T04:00:00+02:00")));
        // On 2026-10-25 there are two.
        assert!(night.is_open(at("2026-10-25T02:45:00+02:00")) && night.is_open(at("2026-10-25T02:45:00+01:00")));
    }

    #[test]
    fn times_days_and_zones_are_read_strictly() {
        let read = ["00:00", "18:05", "24:00"].map(minutes);
        assert_eq!(read, [Some(0), Some(1085), Some(1440)]);
        for wrong in ["", "24:01", "1:00", "18:60", "18.00", "+1:00", "99:00", "18:00:00", "é1:00"] {
            assert_eq!(minutes(wrong), None, "{wrong}");
        }
        assert!(date("2026-02-28").is_some());
        for wrong in ["2026-02-29", "2026-2-3", "28.02.2026", "", "+12026-01-01"] {
            assert_eq!(date(wrong), None, "{wrong}");
        }
        assert!(is_zone("Europe/Berlin") && is_zone("UTC") && !is_zone("Berlin") && !is_zone(""));
    }

    proptest! {
        #[test]
        fn what_opens_next_is_open_then_and_was_not_just_before(
            start in 1_700_000_000_000i64..1_900_000_000_000,
            week in proptest::collection::vec((0usize..7, 0u16..1440, 1u16..=1440), 0..5),
        ) {
            let text = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
            let week = week.iter().map(|(day, from, to)| opening(&[Day::ALL[*day]], &text(*from), &text(*to)));
            let hours = Hours { time_zone: "America/New_York".to_owned(), week: week.collect(), closed: Vec::new() };
            let now = WallTime(start);
            if let Some(next) = hours.opens_after(now) {
                prop_assert!(next > now && hours.is_open(next));
            } else {
                prop_assert!(hours.week.is_empty());
            }
        }
    }
}
