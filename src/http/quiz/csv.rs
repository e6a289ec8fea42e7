//! Results as CSV: UTF-8 with the mark by which Excel knows it, CRLF, cells that are no formulas.

use csv::{Terminator, WriterBuilder};

use super::table::{ANSWERS_HEAD, Cell, RANKING_HEAD, answers, ranking};
use crate::quiz::Results;

/// Writes one row for each participant and revealed question; before the first reveal, one for each
/// participant.
///
/// # Errors
/// None on memory; the library's type all the same.
pub fn write(results: &Results) -> Result<Vec<u8>, csv::Error> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer("\u{feff}".as_bytes().to_vec());
    let mut rows = answers(results).peekable();
    if rows.peek().is_some() {
        writer.write_record(ANSWERS_HEAD)?;
        rows.try_for_each(|row| writer.write_record(row.iter().map(text)))?;
    } else {
        writer.write_record(RANKING_HEAD)?;
        ranking(results).try_for_each(|row| writer.write_record(row.iter().map(text)))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
    }
}
