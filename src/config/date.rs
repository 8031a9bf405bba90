//! A day of the calendar, as `until:` names it.

/// A day; days compare as they follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The day that is written as `2027-01-31`; none where there is no such day.
    pub fn parse(written: &str) -> Option<Date> {
        let digits = |part: &str, count: usize| -> Option<u16> {
            let all = part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse().ok().filter(|_| all)
        };
        let mut parts = written.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let (year, month, day) = (digits(year, 4)?, digits(month, 2)?, digits(day, 2)?);
        let is_day = parts.next().is_none() && (1..=12).contains(&month) && (1..=length(year, month)).contains(&day);
        is_day.then_some(Date { year, month: month as u8, day: day as u8 })
    }

    /// The day in Greenwich that is so many seconds after the beginning of 1970.
    pub fn of_seconds(seconds: u64) -> Date {
        let mut days = seconds / 86_400;
        let mut date = Date { year: 1970, month: 1, day: 1 };
        // A count month by month is as fast as a formula for any clock that is not broken, and needs no explanation.
        loop {
            let length = u64::from(length(date.year, u16::from(date.month)));
            if days < length || date.year == u16::MAX {
                return Date { day: 1 + days.min(27.max(length - 1)) as u8, ..date };
            }
            days -= length;
            date = match date.month {
                12 => Date { year: date.year + 1, month: 1, ..date },
                month => Date { month: month + 1, ..date },
            };
        }
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// How many days a month has.
fn length(year: u16, month: u16) -> u16 {
    let leaps = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leaps => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_counted() {
        let shown = |seconds| Date::of_seconds(seconds).to_string();
        assert_eq!(shown(0), "1970-01-01");
        assert_eq!(shown(951_782_399), "2000-02-28");
        assert_eq!(shown(951_782_400), "2000-02-29");
        assert_eq!(shown(951_868_800), "2000-03-01");
        assert_eq!(shown(1_795_478_399), "2026-11-23");
        assert_eq!(shown(1_795_478_400), "2026-11-24");
        for day in ["2027-01-31", "2024-02-29", "0001-12-01"] {
            assert_eq!(Date::parse(day).map(|date| date.to_string()).as_deref(), Some(day));
        }
        for none in
            ["2027-02-29", "2027-13-01", "2027-1-31", "2027-01-00", "31.1.2027", "", "2027-01-31-", "+027-01-01"]
        {
            assert_eq!(Date::parse(none), None, "{none}");
        }
        assert!(Date::parse("2027-01-31") < Date::parse("2027-02-01"));
    }
}
