import assert from "node:assert/strict";
import { test } from "node:test";
import { detectSeparator, parseTable, writeCsv } from "./csv";

const cells = (text: string) => parseTable(text).map((row) => row.cells);

test("the separator is the one that divides most", () => {
  assert.equal(detectSeparator("a,b,c"), ",");
  assert.equal(detectSeparator("a;b, with comma;c"), ";");
  assert.equal(detectSeparator("a\tb;c\td"), "\t");
  assert.equal(detectSeparator('"a;b;c;d",e'), ",");
  assert.equal(detectSeparator("only"), ",");
});

test("quotes hold separators, quotes and line ends", () => {
  assert.deepEqual(cells('"a,1","say ""hi""","two\nlines"\r\nb,c,d'), [
    ["a,1", 'say "hi"', "two\nlines"],
    ["b", "c", "d"],
  ]);
});

test("a quote inside a cell is a character", () => {
  assert.deepEqual(cells('5" nails,b'), [['5" nails', "b"]]);
});

test("byte order mark, empty lines and spaces go", () => {
  assert.deepEqual(cells("\uFEFF a , b \n\n , \r\nc,d"), [
    ["a", "b"],
    ["c", "d"],
  ]);
});

test("rows know their lines, also behind cells with line ends", () => {
  assert.deepEqual(
    parseTable('a,b\n"x\ny",c\n\nd,e').map((row) => row.line),
    [1, 2, 5],
  );
});

test("formulas are disarmed on the way out and come back as they were", () => {
  const rows = [["=1+1", "+49", "-5", "@name", "'=quoted", "plain", "it's"]];
  const text = writeCsv(rows);
  assert.ok(text.startsWith("\uFEFF'=1+1,'+49,'-5,'@name,''=quoted,plain,it's\r\n"));
  assert.deepEqual(cells(text), rows);
});

test("what is written is read again, whatever is in it", () => {
  const rows = [
    ['a"b', "c,d", "e;f"],
    ["g\nh", "Ä é 葡萄", ""],
  ];
  for (const separator of [",", ";", "\t"] as const) {
    assert.deepEqual(parseTable(writeCsv(rows, separator), separator).map((row) => row.cells), rows);
  }
});

test("an unclosed quote takes the rest and does not fail", () => {
  assert.deepEqual(cells('a,"b\nc'), [["a", "b\nc"]]);
});
