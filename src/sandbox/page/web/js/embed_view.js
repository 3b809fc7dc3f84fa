// Embeds, as Discord shows them.

import { picture } from "./attachment_view.js";
import { el } from "./dom.js";
import { safe } from "./markdown_inline.js";
import { inlineMarkdown, link, markdown } from "./markdown_view.js";
import { written } from "./time.js";

/** One embed of a message. */
export function embedView(embed, message) {
  const node = el(
    "div",
    { class: "embed" },
    embed.author?.name && el("div", { class: "embed-author" }, embed.author.name),
    embed.title && title(embed),
    embed.description && markdown(embed.description, "markdown embed-text"),
    embed.fields?.length > 0 && el("div", { class: "embed-fields" }, embed.fields.map(field)),
    embed.image && image(embed.image, message),
    foot(embed),
  );
  if (embed.color) node.style.borderInlineStartColor = `#${embed.color.toString(16).padStart(6, "0")}`;
  return node;
}

function title({ title: text, url }) {
  const address = safe(url ?? "");
  const inside = inlineMarkdown(text);
  return el("div", { class: "embed-title" }, address ? link(address, false, inside) : inside);
}

function field({ name, value, inline }) {
  return el(
    "div",
    { class: inline ? "embed-field is-inline" : "embed-field" },
    el("div", { class: "embed-field-name" }, inlineMarkdown(name)),
    markdown(value),
  );
}

function image({ url }, message) {
  const attachment = shownIn(url, message);
  return attachment && picture(attachment);
}

/** The attachment that an embed shows, by `attachment://name` or by its address. */
export function shownIn(url, message) {
  return message.attachments?.find((one) => url === `attachment://${one.filename}` || url === one.url);
}

function foot({ footer, timestamp }) {
  const parts = [footer?.text, timestamp && written(Date.parse(timestamp), "f")].filter(Boolean);
  return parts.length > 0 && el("div", { class: "embed-foot" }, parts.join(" • "));
}
