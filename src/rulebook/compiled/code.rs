//! Patterns as code: a row of items as one text, which is walked as it stands and needs no parsing before.
//!
//! An item begins with a sign of its own. Words, choices and optional items have their length behind it, lists their
//! number; both are written as two characters of ASCII, so that code is text wherever it is cut between items.

/// A row of items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'a>(&'a str);

/// One item of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item<'a> {
    /// A word as it stands; `before*` and `*after` match any word that begins or ends so.
    Word(Word<'a>),
    /// `<Name>`.
    Name,
    /// `<id>`.
    Identifier,
    /// `<word>`.
    AnyWord,
    /// `<number>`.
    Number,
    /// A choice that the vocabulary names, by its number there.
    List(usize),
    /// One of some rows.
    Choice(Rows<'a>),
    /// An item that may be missing, as a row of its own.
    Optional(Row<'a>),
    /// Up to four words of the same clause,
    Gap,
    /// up to twelve of the same sentence,
    WideGap,
    /// up to sixteen of the same clause: as few as will do,
    Clause,
    /// or as many as there are,
    Rest,
    /// and up to three words between an article and its noun.
    Modifiers,
    /// The beginning of the sentence.
    Start,
    /// Its end.
    End,
    /// A comma, a colon or a semicolon.
    Punctuation(char),
}

/// A word of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word<'a> {
    /// The letters.
    pub text: &'a str,
    /// Whether case matters.
    pub exact: bool,
    /// Whether more letters may follow.
    pub prefix: bool,
    /// Whether more letters may stand before it.
    pub suffix: bool,
}

/// The rows of a choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rows<'a>(&'a str);

/// Something is longer than code can say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong;

const LIST: u8 = b'<';
const CHOICE: u8 = b'(';
const OPTIONAL: u8 = b'?';
/// The sign of a word is one of eight from here on, by what is true of it; no other item has one of these.
const WORD: u8 = b'@';
const EXACT: u8 = 1;
const PREFIX: u8 = 2;
const SUFFIX: u8 = 4;

/// The items that are nothing but their sign.
const SIGNS: [(Item<'static>, &str); 14] = [
    (Item::Name, "N"),
    (Item::Identifier, "I"),
    (Item::AnyWord, "W"),
    (Item::Number, "0"),
    (Item::Gap, "."),
    (Item::WideGap, "_"),
    (Item::Clause, "S"),
    (Item::Rest, "R"),
    (Item::Modifiers, "M"),
    (Item::Start, "^"),
    (Item::End, "$"),
    (Item::Punctuation(','), ","),
    (Item::Punctuation(':'), ":"),
    (Item::Punctuation(';'), ";"),
];

impl<'a> Row<'a> {
    /// The row that code says.
    pub fn of(code: &'a str) -> Self {
        Row(code)
    }

    /// Its code.
    pub fn code(self) -> &'a str {
        self.0
    }

    /// Its first item and the row behind it; none at its end.
    pub fn split_first(self) -> Option<(Item<'a>, Row<'a>)> {
        let code = self.0;
        let sign = *code.as_bytes().first()?;
        let sized = || {
            let end = 3 + number(code);
            (&code[3..end], Row(&code[end..]))
        };
        Some(match sign {
            LIST => (Item::List(number(code)), Row(&code[3..])),
            CHOICE => {
                let (inner, rest) = sized();
                (Item::Choice(Rows(inner)), rest)
            }
            OPTIONAL => {
                let (inner, rest) = sized();
                (Item::Optional(Row(inner)), rest)
            }
            b'N' => (Item::Name, Row(&code[1..])),
            b'I' => (Item::Identifier, Row(&code[1..])),
            b'W' => (Item::AnyWord, Row(&code[1..])),
            b'0' => (Item::Number, Row(&code[1..])),
            b'.' => (Item::Gap, Row(&code[1..])),
            b'_' => (Item::WideGap, Row(&code[1..])),
            b'S' => (Item::Clause, Row(&code[1..])),
            b'R' => (Item::Rest, Row(&code[1..])),
            b'M' => (Item::Modifiers, Row(&code[1..])),
            b'^' => (Item::Start, Row(&code[1..])),
            b'$' => (Item::End, Row(&code[1..])),
            b',' | b':' | b';' => (Item::Punctuation(char::from(sign)), Row(&code[1..])),
            _ => {
                let (text, rest) = sized();
                let is = |what: u8| (sign - WORD) & what != 0;
                (Item::Word(Word { text, exact: is(EXACT), prefix: is(PREFIX), suffix: is(SUFFIX) }), rest)
            }
        })
    }

    /// Its items.
    pub fn items(self) -> impl Iterator<Item = Item<'a>> {
        let mut rest = self;
        std::iter::from_fn(move || {
            let (item, behind) = rest.split_first()?;
            rest = behind;
            Some(item)
        })
    }

    /// The only item of a row that has one.
    pub fn only(self) -> Item<'a> {
        self.split_first().expect("an item that may be missing is there in its row").0
    }
}

impl<'a> Rows<'a> {
    /// The rows.
    pub fn iter(self) -> impl Iterator<Item = Row<'a>> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            let end = 3 + (!rest.is_empty()).then(|| number(rest))?;
            let row = Row(&rest[3..end]);
            rest = &rest[end..];
            Some(row)
        })
    }
}

impl Item<'_> {
    /// A row of nothing but this item, which is one that is only a sign.
    pub fn alone(self) -> Row<'static> {
        let found = SIGNS.into_iter().find(|(item, _)| *item == self);
        Row(found.expect("other items are met by name").1)
    }
}

/// The code of an item that is nothing but a sign.
pub fn sign(item: Item<'static>) -> String {
    item.alone().0.to_owned()
}

/// The code of a word.
pub fn word(word: Word) -> Result<String, TooLong> {
    let is = |what: bool, bit: u8| if what { bit } else { 0 };
    let sign = WORD + is(word.exact, EXACT) + is(word.prefix, PREFIX) + is(word.suffix, SUFFIX);
    sized(sign, word.text)
}

/// The code of a list, by its number.
pub fn list(list: usize) -> Result<String, TooLong> {
    let mut code = String::new();
    push(&mut code, LIST, list)?;
    Ok(code)
}

/// The code of a choice of rows.
pub fn choice(rows: &[String]) -> Result<String, TooLong> {
    let mut inner = String::new();
    for row in rows {
        inner.push_str(&sized(b'|', row)?);
    }
    sized(CHOICE, &inner)
}

/// The code of an item that may be missing.
pub fn optional(item: &str) -> Result<String, TooLong> {
    sized(OPTIONAL, item)
}

fn sized(sign: u8, inner: &str) -> Result<String, TooLong> {
    let mut code = String::new();
    push(&mut code, sign, inner.len())?;
    code.push_str(inner);
    Ok(code)
}

/// The number behind a sign.
fn number(code: &str) -> usize {
    let bytes = code.as_bytes();
    usize::from(bytes[1]) << 7 | usize::from(bytes[2])
}

fn push(code: &mut String, sign: u8, number: usize) -> Result<(), TooLong> {
    let (high, low) = (number >> 7, number & 0x7f);
    let high = u8::try_from(high).ok().filter(|high| *high < 0x80).ok_or(TooLong)?;
    code.push(char::from(sign));
    code.push(char::from(high));
    code.push(char::from(u8::try_from(low).map_err(|_| TooLong)?));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_says_what_it_was_made_of() {
        let called = Word { text: "über", exact: false, prefix: true, suffix: false };
        let row = [word(called), list(300), Ok(sign(Item::Punctuation(',')))].map(|item| item.expect("it is short"));
        let row = row.concat();
        let whole = [choice(&[row.clone(), sign(Item::Gap)]), optional(&sign(Item::Name))];
        let whole = whole.map(|item| item.expect("it is short")).concat();
        let items: Vec<Item> = Row::of(&whole).items().collect();
        let [Item::Choice(rows), Item::Optional(name)] = items[..] else { panic!("{items:?}") };
        assert_eq!(name.only(), Item::Name);
        let rows: Vec<Vec<Item>> = rows.iter().map(|row| row.items().collect()).collect();
        assert_eq!(rows, [vec![Item::Word(called), Item::List(300), Item::Punctuation(',')], vec![Item::Gap]]);
        for (item, _) in SIGNS {
            assert_eq!(item.alone().only(), item);
        }
    }

    #[test]
    fn what_is_too_long_is_told() {
        assert_eq!(optional(&"a".repeat(1 << 14)), Err(TooLong));
        assert!(optional(&"a".repeat((1 << 14) - 1)).is_ok());
    }
}
