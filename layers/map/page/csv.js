// A table as a CSV file, by the rules of gis/formats/write_csv.py: UTF-8 with its mark, CRLF, and an
// apostrophe before what a spreadsheet would take for a formula.

const OPENS_A_FORMULA = /^'*[=+\-@\t\r]/;

/** @param {string | number | null} value */
function cell(value) {
  if (value == null) return "";
  const told = typeof value === "string" && OPENS_A_FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(told) ? `"${told.replaceAll('"', '""')}"` : told;
}

/** @param {(string | number | null)[][]} rows */
export const text = (rows) => `\uFEFF${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;

/** @param {string} fileName @param {(string | number | null)[][]} rows */
export function download(fileName, rows) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text(rows)], { type: "text/csv" }));
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(link.href);
}
