// Elements from plain values. Text from data only ever goes in as text nodes or attributes:
// nothing on this page sets innerHTML.

// An element of the page itself.
/** @param {string} id */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no #${id}`);
  return element;
}

// Children may be nested lists; null, undefined and false stand for nothing.
/** @param {Child[]} children @returns {(Node | string)[]} */
const present = (children) =>
  children.flatMap((child) =>
    (Array.isArray(child) ? present(child) : child == null || child === false ? [] : [child]));

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes
 * @param {Child[]} children
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "style") element.style.cssText = String(value); // an attribute falls to strict policies
    else if (typeof value === "function") element.addEventListener(name.slice(2), /** @type {EventListener} */ (value));
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, String(value));
  }
  element.append(...present(children));
  return element;
}

/**
 * @template {keyof SVGElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number>} attributes
 * @param {(Node | string)[]} children
 */
export function svg(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

// A name from data: its own direction cannot turn the text around it.
/** @param {string | null | undefined} text */
export const name = (text) => el("bdi", { class: "name" }, text);

// Rows of a label and a value; rows without a value are left out.
/** @param {Fact[]} rows */
export function facts(rows) {
  const known = rows.filter(([, value]) => value);
  const cells = known.flatMap(([label, value]) => [el("dt", {}, label), el("dd", {}, value)]);
  return el("dl", { class: "facts" }, cells);
}

/** @param {Element} element @param {Child[]} children */
export function fill(element, ...children) {
  element.replaceChildren(...present(children));
}

// Folded until it is asked for: what the body holds is made at each opening.
/** @param {Attributes} attributes @param {Node} summary @param {Element} body @param {() => Child} make */
export function fold(attributes, summary, body, make) {
  const details = el("details", attributes, summary, body);
  details.addEventListener("toggle", () => details.open && fill(body, make()));
  return details;
}
