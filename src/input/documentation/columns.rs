//! What the columns of a table are: which holds names, which prose, which types and samples, and whether it is a table of
//! fields at all.

use super::block::{Attribute, Table};
use super::lead::{Mark, lead};
use super::name::is_identifier;

/// The columns of a table of fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    /// The one that holds the names.
    pub(super) name: usize,
    /// Those that tell something, by what they tell.
    pub(super) others: Vec<(usize, Attribute)>,
}

/// What heads a column of names.
const NAMES: [&str; 44] = [
    "name",
    "names",
    "parameter",
    "parameters",
    "param",
    "params",
    "field",
    "fields",
    "key",
    "keys",
    "property",
    "properties",
    "prop",
    "props",
    "option",
    "options",
    "variable",
    "variables",
    "setting",
    "settings",
    "attribute",
    "attributes",
    "argument",
    "arguments",
    "arg",
    "args",
    "flag",
    "flags",
    "input",
    "inputs",
    "env",
    "envvar",
    "config",
    "configuration",
    "header",
    "headers",
    "element",
    "member",
    "claim",
    "label",
    "item",
    "directive",
    "switch",
    "metadata",
];

/// What heads a column whose names are no fields, whatever else its header says.
const NO_NAMES: [&str; 36] = [
    "event",
    "events",
    "error",
    "errors",
    "status",
    "statuses",
    "code",
    "codes",
    "permission",
    "permissions",
    "scope",
    "scopes",
    "role",
    "roles",
    "endpoint",
    "endpoints",
    "method",
    "methods",
    "feature",
    "features",
    "plan",
    "version",
    "file",
    "files",
    "user",
    "service",
    "services",
    "class",
    "function",
    "metric",
    "command",
    "action",
    "topic",
    "host",
    "package",
    "state",
];

const PROSE: [&str; 27] = [
    "description",
    "descriptions",
    "desc",
    "meaning",
    "details",
    "detail",
    "explanation",
    "purpose",
    "notes",
    "note",
    "comment",
    "comments",
    "remarks",
    "remark",
    "usage",
    "definition",
    "information",
    "info",
    "summary",
    "does",
    "effect",
    "about",
    "what",
    "behavior",
    "behaviour",
    "means",
    "use",
];

const TYPES: [&str; 5] = ["type", "types", "datatype", "format", "schema"];

const SAMPLES: [&str; 6] = ["default", "defaults", "example", "examples", "sample", "placeholder"];

const VALUES: [&str; 2] = ["value", "values"];

const OTHERS: [&str; 10] =
    ["required", "optional", "mandatory", "req", "in", "since", "location", "required?", "min", "max"];

/// The columns of a table, where it is a table of fields.
pub(super) fn columns(table: &Table) -> Option<Columns> {
    let headers: Vec<Vec<String>> = table.header.iter().map(|cell| words_of(cell.words())).collect();
    let name = name_column(&headers).or_else(|| column_of_code(table, &headers))?;
    let mut columns = Columns { name, others: Vec::new() };
    let mut values = None;
    let mut is_known = false;
    for (at, words) in headers.iter().enumerate().filter(|&(at, _)| at != name) {
        let says = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
        let attribute = if says(&SAMPLES) {
            Attribute::Sample
        } else if says(&TYPES) {
            Attribute::Type
        } else if says(&PROSE) {
            Attribute::Description
        } else {
            values = values.or_else(|| says(&VALUES).then_some(at));
            is_known |= says(&OTHERS) || says(&VALUES);
            continue;
        };
        columns.others.push((at, attribute));
    }
    let has_prose = columns.others.iter().any(|&(_, attribute)| attribute == Attribute::Description);
    if let Some(at) = values {
        // What is to be entered is all that some tables tell of a field.
        columns.others.push((at, if has_prose { Attribute::Sample } else { Attribute::Description }));
    } else if !has_prose && headers.len() == 2 && columns.others.is_empty() {
        // Beside names stands what they mean, whatever the column is called.
        columns.others.push((1 - name, Attribute::Description));
    }
    // Names behind something else, with nothing said of them, are what belongs to it.
    let is_list = name > 0 && !has_prose;
    (!is_list && (is_known || !columns.others.is_empty())).then_some(columns)
}

fn name_column(headers: &[Vec<String>]) -> Option<usize> {
    let is_name = |words: &&Vec<String>| {
        let ends = [words.first(), words.last()].into_iter().flatten();
        let says = |known: &[&str], word: &String| known.contains(&word.as_str());
        ends.into_iter().any(|word| says(&NAMES, word)) && !words.iter().any(|word| says(&NO_NAMES, word))
    };
    let rank = |words: &Vec<String>| {
        let is_description = words.iter().any(|word| {
            [&PROSE[..], &TYPES[..], &SAMPLES[..], &VALUES[..], &OTHERS[..]]
                .iter()
                .any(|known| known.contains(&word.as_str()))
        });
        usize::from(is_description)
    };
    let mut found: Vec<usize> = (0..headers.len()).filter(|&at| is_name(&&headers[at])).collect();
    // "Field description" is headed by a name and holds none.
    found.sort_by_key(|&at| (rank(&headers[at]), at));
    found.first().copied().filter(|&at| rank(&headers[at]) == 0)
}

/// The first column, where most of its cells are identifiers and its header does not say that they are something else.
fn column_of_code(table: &Table, headers: &[Vec<String>]) -> Option<usize> {
    let is_something_else = headers.first()?.iter().any(|word| NO_NAMES.contains(&word.as_str()));
    let is_code = |row: &&Vec<super::passage::Passage>| {
        row.first().is_some_and(|cell| {
            let found = lead(cell.words()).filter(|lead| lead.mark == Mark::Code);
            found.is_some_and(|lead| is_identifier(&cell.words()[lead.names[0].clone()]))
        })
    };
    let count = table.rows.iter().filter(is_code).count();
    (!is_something_else && count > 0 && count * 2 >= table.rows.len()).then_some(0)
}

fn words_of(header: &str) -> Vec<String> {
    let words = header.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::super::passage::Passage;
    use super::*;

    fn table(header: &[&str], row: &[&str]) -> Table {
        let cells = |cells: &[&str]| cells.iter().map(|cell| Passage::verbatim(cell, 0)).collect();
        Table { caption: None, header: cells(header), rows: vec![cells(row)] }
    }

    #[track_caller]
    fn check(header: &[&str], row: &[&str], name: usize, others: &[(usize, Attribute)]) {
        let found = columns(&table(header, row)).expect("it is a table of fields");
        assert_eq!((found.name, found.others.as_slice()), (name, others), "{header:?}");
    }

    #[test]
    fn headers_tell_what_columns_hold() {
        use Attribute::{Description, Sample, Type};
        check(&["Parameter", "Description"], &["a", "b"], 0, &[(1, Description)]);
        check(
            &["**Field name**", "Type", "Default", "Notes"],
            &["a", "b", "c", "d"],
            0,
            &[(1, Type), (2, Sample), (3, Description)],
        );
        check(&["Description", "Key"], &["a", "b"], 1, &[(0, Description)]);
        check(&["Field", "Field description"], &["a", "b"], 0, &[(1, Description)]);
        check(&["Setting", "Value"], &["a", "b"], 0, &[(1, Description)]);
        check(&["option", "does"], &["a", "b"], 0, &[(1, Description)]);
        check(&["", ""], &["`reply_url`", "b"], 0, &[(1, Description)]);
        check(&["Name", "Required"], &["a", "b"], 0, &[(1, Description)]);
    }

    #[test]
    fn other_tables_are_none_of_fields() {
        for header in [
            &["Event", "Description"][..],
            &["Status code", "Meaning"],
            &["Error name", "Description"],
            &["Endpoint", "Description"],
            &["Permission", "Description"],
            &["Plan", "Free", "Pro"],
            &["Option", "Free", "Pro"],
            &["Type", "Properties"],
        ] {
            assert_eq!(columns(&table(header, &["a b", "c", "d"])), None, "{header:?}");
        }
    }
}
