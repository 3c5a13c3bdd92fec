// Names as they are compared when something is looked for.

const DIGITS = "零一二三四五六七八九";
// Numbers below a hundred, as lines are numbered: 八, 十一, 二十, 二十二.
/** @param {string} word */
function numberOf(word) {
  const [tens, ones] = word.includes("十") ? word.split("十") : ["零", word];
  return String(10 * (tens ? DIGITS.indexOf(tens) : 1) + (ones ? DIGITS.indexOf(ones) : 0));
}

// As names are compared: width, case, spaces and the ways to write a metro line do not matter
// (地铁11号线, 轨道交通十一号线, metro line 11).
/** @param {string} text */
export const plain = (text) =>
  text.normalize("NFKC").toLocaleLowerCase()
    .replace(/\bline[\s-]*(\d+)/g, "$1号线")
    .replace(/[一二三四五六七八九]?十?[一二三四五六七八九]?(?=号线)/g, (word) => word && numberOf(word))
    .replace(/地铁|metro/g, "轨道交通")
    .replace(/[\s-]/g, "");

// Whether names have what is wanted; the number of a line is whole: 8号线 is not in 18号线.
/** @param {string} wanted @returns {(names: string) => boolean} */
export function having(wanted) {
  if (!/^\d+号线/.test(wanted)) return (names) => names.includes(wanted);
  const whole = new RegExp(`(?:^|\\D)${wanted.replace(/\W/g, "\\$&")}`);
  return (names) => whole.test(names);
}
