//! A calendar date, as far as "is this over by now" needs one.

/// A day of the Gregorian calendar; days compare in the order in which they come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: i64,
    month: u8,
    day: u8,
}

impl Date {
    /// A date as ISO 8601 writes it, `2027-01-31`; none where there is no such day.
    pub fn parse(written: &str) -> Option<Date> {
        let parts: Vec<&str> = written.split('-').collect();
        let [year, month, day] = parts.as_slice() else { return None };
        let is_number = |part: &str, digits: usize| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit());
        if !is_number(year, 4) || !is_number(month, 2) || !is_number(day, 2) {
            return None;
        }
        let date = Date { year: year.parse().ok()?, month: month.parse().ok()?, day: day.parse().ok()? };
        let is_day = (1..=12).contains(&date.month) && (1..=days_in(date.year, date.month)).contains(&date.day);
        is_day.then_some(date)
    }

    /// The day, in Greenwich, of a time in seconds since the beginning of 1970.
    pub fn of_unix_time(seconds: u64) -> Date {
        let days = i64::try_from(seconds / 86_400).expect("a u64 divided by that fits into an i64");
        // The calendar repeats every 400 years, which are 146,097 days; counted from 1 March, leap days come last.
        // https://howardhinnant.github.io/date_algorithms.html#civil_from_days derives this.
        let days = days + 719_468;
        let day_of_era = days % 146_097;
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        let year = year_of_era + days / 146_097 * 400 + i64::from(month <= 2);
        let small = |number: i64| u8::try_from(number).expect("months and days are small");
        Date { year, month: small(month), day: small(day) }
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

fn days_in(year: i64, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_they_are_read() {
        for written in ["2027-01-31", "2024-02-29", "2000-02-29", "1999-12-01"] {
            assert_eq!(Date::parse(written).expect("there is such a day").to_string(), written);
        }
        for written in ["2027-1-31", "2027-02-29", "1900-02-29", "2027-13-01", "2027-00-10", "2027-01-00", "27-01-01"] {
            assert_eq!(Date::parse(written), None, "{written}");
        }
        assert!(Date::parse("2026-12-31") < Date::parse("2027-01-01"));
    }

    #[test]
    fn times_fall_on_their_days() {
        // What `date -u -d @SECONDS +%F` says.
        let days = [
            (0, "1970-01-01"),
            (86_399, "1970-01-01"),
            (86_400, "1970-01-02"),
            (951_782_400, "2000-02-29"),
            (1_709_164_800, "2024-02-29"),
            (1_709_251_200, "2024-03-01"),
            (1_798_761_599, "2026-12-31"),
            (4_107_542_400, "2100-03-01"),
        ];
        for (seconds, written) in days {
            assert_eq!(Date::of_unix_time(seconds).to_string(), written, "{seconds}");
        }
    }
}
