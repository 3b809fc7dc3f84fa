// The few pictures of the page: lines on a square of 24, drawn for it.

const SHAPES = {
  hash: "M9 4 7 20M17 4l-2 16M4 9h17M3 15h17",
  megaphone: "M4 10v4h3l9 5V5L7 10zM19 9.5a4 4 0 0 1 0 5M8 14l1 6h2.5",
  forum: "M4 4h12v8H9l-3 3v-3H4zM19 9h1v8h-2v3l-3-3h-5",
  thread: "M6 4v9a3 3 0 0 0 3 3h10M15 12l4 4-4 4",
  lock: "M6 11h12v9H6zM9 11V8a3 3 0 0 1 6 0v3",
  reply: "M10 7 5 12l5 5M5 12h9a5 5 0 0 1 5 5v2",
  smile: "M12 3a9 9 0 1 0 .01 0M8.5 14.5a4.5 4.5 0 0 0 7 0M9 9.5v.5M15 9.5v.5",
  pencil: "M5 19l1-4L16 5l3 3L9 18zM14 7l3 3",
  trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  dots: "M6 12h.01M12 12h.01M18 12h.01",
  down: "M6 9l6 6 6-6",
  close: "M6 6l12 12M18 6 6 18",
  list: "M4 7h16M4 12h16M4 17h16",
  file: "M7 3h7l4 4v14H7zM14 3v5h4",
  look: "M4 6h16v12H4zM8 10l2 2-2 2M12 14h4",
  eye: "M3 12s3-6 9-6 9 6 9 6-3 6-9 6-9-6-9-6M12 10a2 2 0 1 0 .01 0",
  send: "M4 20 20 12 4 4v6l9 2-9 2z",
  at: "M12 9a3 3 0 1 0 .01 0M15 9v4a2.5 2.5 0 0 0 5 0v-1a8 8 0 1 0-3 6",
  apps: "M5 5h5v5H5zM14 5h5v5h-5zM5 14h5v5H5zM14 14h5v5h-5z",
  out: "M9 5H5v14h14v-4M13 5h6v6M19 5l-8 8",
};

const SVG = "http://www.w3.org/2000/svg";

/** A picture; it says nothing to screen readers, so its button needs a label. */
export function icon(name) {
  const picture = document.createElementNS(SVG, "svg");
  const attributes = { viewBox: "0 0 24 24", class: `icon icon-${name}`, "aria-hidden": "true", focusable: "false" };
  for (const [key, value] of Object.entries(attributes)) picture.setAttribute(key, value);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", SHAPES[name]);
  picture.append(path);
  return picture;
}
