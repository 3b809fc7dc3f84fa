// The one way nodes are made. Children are nodes or plain text: nothing here, or anywhere, reads markup.

/** Makes an element: attributes by name, listeners as `onclick: …`, children nodes, text or lists of them. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  // Else it would send a form that it stands in.
  if (tag === "button") node.type = tag;
  for (const [name, value] of Object.entries(attributes)) put(node, name, value);
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function put(node, name, value) {
  if (value === null || value === undefined) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name.startsWith("aria-")) node.setAttribute(name, String(value));
  else if (value !== false) node.setAttribute(name, value === true ? "" : value);
}

/** The element of the page with this id. */
export function byId(id) {
  return document.getElementById(id);
}

let made = 0;

/** An id that no other element has. */
export function freshId(kind) {
  made += 1;
  return `${kind}-${made}`;
}

/** Whether the page is as narrow as a phone. */
export function isNarrow() {
  return matchMedia("(max-width: 760px)").matches;
}
