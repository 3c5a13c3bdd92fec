// Elements from plain values. Text from data only ever goes in as text nodes or attributes:
// nothing on this page sets innerHTML.

// Children may be nested lists; null, undefined and false stand for nothing.
landplan.present = (children) =>
  children.flat(Infinity).filter((child) => child != null && child !== false);

landplan.el = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...landplan.present(children));
  return element;
};

landplan.svg = (tag, attributes = {}, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

// A name from data: its own direction cannot turn the text around it.
landplan.name = (text) => landplan.el("bdi", { class: "name" }, text);

// Rows of a label and a value; rows without a value are left out.
landplan.facts = (rows) => {
  const { el } = landplan;
  const known = rows.filter(([, value]) => value);
  const cells = known.flatMap(([label, value]) => [el("dt", {}, label), el("dd", {}, value)]);
  return el("dl", { class: "facts" }, cells);
};

landplan.fill = (element, ...children) => {
  element.replaceChildren(...landplan.present(children));
};
