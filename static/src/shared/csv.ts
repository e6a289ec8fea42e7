// Tables as text: CSV files and what a spreadsheet puts on the clipboard. Knows nothing of quizzes.

/** A separator of cells. */
export type Separator = "," | ";" | "\t";

const SEPARATORS: Separator[] = ["\t", ";", ","];
const BYTE_ORDER_MARK = "\uFEFF";
/** What a spreadsheet would take for a formula at the beginning of a cell. */
const FORMULA = /^'*[=+\-@\t\r]/;
const ESCAPED_FORMULA = /^'+[=+\-@\t\r]/;

/** A row with the line on which it began, from 1. */
export interface Row {
  line: number;
  cells: string[];
}

/** The separator that divides the first line with anything in it into the most cells. */
export function detectSeparator(text: string): Separator {
  let best: Separator = ",";
  let most = 1;
  for (const separator of SEPARATORS) {
    const first = parseWith(text, separator, 1)[0];
    const count = first?.cells.length ?? 0;
    if (count > most) {
      best = separator;
      most = count;
    }
  }
  return best;
}

/** Reads a table; empty lines are left out, cells trimmed and freed of the mark that disarms formulas. */
export function parseTable(text: string, separator: Separator = detectSeparator(text)): Row[] {
  return parseWith(text, separator, Infinity).map((row) => ({
    line: row.line,
    cells: row.cells.map((cell) => disarmed(cell.trim())),
  }));
}

function disarmed(cell: string): string {
  return ESCAPED_FORMULA.test(cell) ? cell.slice(1) : cell;
}

function parseWith(raw: string, separator: Separator, rowsMax: number): Row[] {
  const text = raw.startsWith(BYTE_ORDER_MARK) ? raw.slice(1) : raw;
  const rows: Row[] = [];
  let cells: string[] = [];
  let cell = "";
  let quoted = false;
  let line = 1;
  let began = 1;

  const endRow = () => {
    cells.push(cell);
    cell = "";
    if (cells.some((c) => c.trim() !== "")) rows.push({ line: began, cells });
    cells = [];
  };

  for (let i = 0; i < text.length && rows.length < rowsMax; i++) {
    const char = text[i]!;
    if (char === "\n" || (char === "\r" && text[i + 1] !== "\n")) line += 1;
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else quoted = false;
    } else if (char === '"' && cell.trim() === "") {
      cell = "";
      quoted = true;
    } else if (char === separator) {
      cells.push(cell);
      cell = "";
    } else if (char === "\n" || char === "\r") {
      if (char === "\r" && text[i + 1] === "\n") continue;
      endRow();
      began = line;
    } else cell += char;
  }
  if (rows.length < rowsMax && (cell !== "" || cells.length > 0)) endRow();
  return rows;
}

/** Writes a table as CSV that spreadsheets open without asking: with a byte order mark and CRLF. */
export function writeCsv(rows: string[][], separator: Separator = ","): string {
  const lines = rows.map((cells) => cells.map((cell) => writeCell(cell, separator)).join(separator));
  return `${BYTE_ORDER_MARK}${lines.join("\r\n")}\r\n`;
}

function writeCell(cell: string, separator: Separator): string {
  const safe = FORMULA.test(cell) ? `'${cell}` : cell;
  const needsQuotes = /["\r\n]/.test(safe) || safe.includes(separator) || safe !== safe.trim();
  return needsQuotes ? `"${safe.replaceAll('"', '""')}"` : safe;
}
