// Files that came with a message: pictures are shown, all can be saved. They are fetched, never linked to.

import { el } from "./dom.js";
import { icon } from "./icons.js";

const SHOWN = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const pictures = new Map();

/** A file of a message: a picture, or a card to save it by. */
export function attachmentView(attachment) {
  return SHOWN.includes(attachment.content_type) ? picture(attachment) : card(attachment);
}

async function fetchFile({ id }) {
  const answer = await fetch(`/files/${id}`, { method: "POST" });
  if (!answer.ok) throw new Error(`the file was answered with ${answer.status}`);
  return answer.blob();
}

/** A picture with its alternative text; pressing it saves it. */
export function picture(attachment) {
  const text = attachment.description ?? attachment.filename;
  const image = el("img", { alt: text, title: attachment.description });
  const node = el(
    "button",
    { class: "picture", "aria-label": `${text} (save the picture)`, onclick: () => save(attachment) },
    image,
  );
  if (!pictures.has(attachment.id)) pictures.set(attachment.id, fetchFile(attachment).then(toDataUrl));
  pictures.get(attachment.id).then(
    (url) => {
      image.src = url;
    },
    () => {
      pictures.delete(attachment.id);
      node.replaceChildren(`${attachment.filename} could not be loaded.`);
    },
  );
  return node;
}

function toDataUrl(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

function card(attachment) {
  return el(
    "div",
    { class: "file" },
    icon("file"),
    el(
      "div",
      { class: "file-about" },
      el("span", { class: "file-name" }, attachment.filename),
      el("span", { class: "file-size" }, size(attachment.size)),
    ),
    el(
      "button",
      { class: "button style-2", "aria-label": `Save ${attachment.filename}`, onclick: () => save(attachment) },
      "Save",
    ),
  );
}

function size(bytes) {
  if (bytes < 1_000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

async function save(attachment) {
  const address = URL.createObjectURL(await fetchFile(attachment));
  el("a", { href: address, download: attachment.filename }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
