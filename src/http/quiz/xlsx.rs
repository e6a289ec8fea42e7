//! Results as a workbook: a summary with the ranking, and all answers.

use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

use super::table::{ANSWERS_HEAD, Cell, RANKING_HEAD, answers, ranking, safe};
use crate::quiz::Results;

/// Rows of a sheet that the format allows, the head left aside.
const ROWS_MAX: usize = 1_048_575;

/// Writes the workbook. Texts are written as texts, and escaped all the same: files get converted.
///
/// # Errors
/// What the library cannot write.
pub fn write(results: &Results) -> Result<Vec<u8>, XlsxError> {
    let bold = Format::new().set_bold();
    let mut book = Workbook::new();
    let summary = book.add_worksheet().set_name("Summary")?;
    let asked = results.wines.iter().flat_map(|wine| &wine.questions).filter(|question| question.revealed).count();
    let facts = [
        ("title", Cell::Text(safe(&results.title))),
        ("code", Cell::Text(safe(&results.code))),
        ("created", Cell::Text(safe(&results.created_at))),
        ("wines", Cell::Number(results.wines.len() as u32)),
        ("questions asked", Cell::Number(asked as u32)),
        ("participants", Cell::Number(results.participants.len() as u32)),
    ];
    for (row, (name, value)) in (0u32..).zip(&facts) {
        summary.write_string_with_format(row, 0, *name, &bold)?;
        cell(summary, row, 1, value)?;
    }
    let head_row = facts.len() as u32 + 1;
    sheet(summary, head_row, &RANKING_HEAD, ranking(results), &bold)?;
    summary.set_column_width(0, 16)?.set_column_width(1, 28)?;
    let all = book.add_worksheet().set_name("Answers")?;
    sheet(all, 0, &ANSWERS_HEAD, answers(results), &bold)?;
    all.set_freeze_panes(1, 0)?;
    all.set_column_width(1, 24)?.set_column_width(4, 28)?.set_column_width(7, 40)?;
    all.set_column_width(8, 24)?.set_column_width(9, 24)?;
    book.save_to_buffer()
}

fn sheet(
    sheet: &mut Worksheet,
    first: u32,
    head: &[&str],
    rows: impl Iterator<Item = Vec<Cell>>,
    bold: &Format,
) -> Result<(), XlsxError> {
    for (column, name) in (0u16..).zip(head) {
        sheet.write_string_with_format(first, column, *name, bold)?;
    }
    let room = ROWS_MAX.saturating_sub(first as usize);
    for (row, cells) in (first + 1..).zip(rows.take(room)) {
        for (column, value) in (0u16..).zip(&cells) {
            cell(sheet, row, column, value)?;
        }
    }
    Ok(())
}

fn cell(sheet: &mut Worksheet, row: u32, column: u16, value: &Cell) -> Result<(), XlsxError> {
    match value {
        Cell::Text(text) => sheet.write_string(row, column, text.as_str())?,
        Cell::Number(number) => sheet.write_number(row, column, *number)?,
    };
    Ok(())
}
