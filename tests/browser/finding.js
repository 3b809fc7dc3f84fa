// The last thing on the page that has this role and name, as far as a person can see and use it now. A name
// that is the same comes before one that begins so, and that before one that holds it.
const [role, wanted, within] = arguments;
const TAGS = {
  article: "article",
  button: "button:not([role])",
  checkbox: "input[type=checkbox]:not([role])",
  dialog: "dialog",
  link: "a[href]",
  textbox: "textarea:not([role]), input[type=text]:not([role])",
};
const plain = (text) => text.replace(/\s+/g, " ").trim();
const byIds = (ids) => ids.split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
const nameOf = (node) =>
  plain(
    node.getAttribute("aria-label") ??
      (node.hasAttribute("aria-labelledby") ? byIds(node.getAttribute("aria-labelledby")) : null) ??
      (node.labels?.length > 0 ? node.labels[0].textContent : node.textContent),
  );
const isUsable = (node) =>
  node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !node.closest("[inert]") && !node.disabled;
const root = document.querySelector("dialog[open]") ?? (within ? [...document.querySelectorAll(within)].at(-1) : document);
if (!root) return null;
const selector = [`[role=${role}]`, TAGS[role]].filter(Boolean).join(", ");
const nodes = [...root.querySelectorAll(selector)].filter(isUsable);
if (role === "dialog" && root !== document && root.matches("dialog")) nodes.push(root);
const fitting = (fits) => nodes.findLast((node) => fits(nameOf(node)));
return fitting((name) => name === wanted) ?? fitting((name) => name.startsWith(wanted)) ?? fitting((name) => name.includes(wanted)) ?? null;
