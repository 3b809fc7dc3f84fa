// Discord's markdown, read into a tree of plain objects. One pass from left to right, whatever is written: no marker
// is looked for twice, and nothing nests deeper than `DEEPEST`.

import { readInline } from "./markdown_inline.js";

const FENCE = "```";
const DEEPEST_LIST = 6;
const HEADING = /^(#{1,3}) +(.+)$/;
const SUBTEXT = /^-# +(.+)$/;
const ITEM = /^( *)([-*]|\d{1,9}\.) +(.*)$/;

/** Reads a whole text into blocks. */
export function readBlocks(text, isQuoted = false) {
  const blocks = [];
  let from = 0;
  while (from < text.length) {
    const open = text.indexOf(FENCE, from);
    const close = open < 0 ? -1 : text.indexOf(FENCE, open + FENCE.length);
    if (close < 0) break;
    const code = text.slice(open + FENCE.length, close);
    if (code.trim() === "") {
      readLines(text.slice(from, close + FENCE.length), isQuoted, blocks);
    } else {
      readLines(text.slice(from, open), isQuoted, blocks);
      blocks.push({ kind: "block", ...fenced(code) });
    }
    from = close + FENCE.length;
    if (text[from] === "\n") from += 1;
  }
  readLines(text.slice(from), isQuoted, blocks);
  return blocks;
}

function fenced(code) {
  const [, language, body] = /^([\w+.#-]*)\n([^]*)$/.exec(code) ?? [null, "", code];
  return { language, text: body.replace(/^\n+|\n+$/g, "") };
}

function readLines(text, isQuoted, blocks) {
  if (text === "") return;
  const lines = text.split("\n");
  let at = 0;
  while (at < lines.length) at = readBlock(lines, at, isQuoted, blocks);
}

/** Reads the block that begins in line `at`, and tells in which line the next one does. */
function readBlock(lines, at, isQuoted, blocks) {
  const line = lines[at];
  if (!isQuoted && line.startsWith(">>> ")) return readRestAsQuote(lines, at, blocks);
  if (!isQuoted && isQuote(line)) return readQuote(lines, at, blocks);
  const heading = HEADING.exec(line);
  if (heading) {
    blocks.push({ kind: "heading", level: heading[1].length, children: readInline(heading[2]) });
    return at + 1;
  }
  const subtext = SUBTEXT.exec(line);
  if (subtext) {
    blocks.push({ kind: "subtext", children: readInline(subtext[1]) });
    return at + 1;
  }
  if (ITEM.test(line)) return readList(lines, at, 0, blocks);
  return readParagraph(lines, at, isQuoted, blocks);
}

function isQuote(line) {
  return line.startsWith("> ") || line === ">";
}

function readQuote(lines, at, blocks) {
  let end = at;
  while (end < lines.length && isQuote(lines[end])) end += 1;
  const inside = lines
    .slice(at, end)
    .map((line) => line.slice(2))
    .join("\n");
  blocks.push({ kind: "quote", children: readBlocks(inside, true) });
  return end;
}

function readRestAsQuote(lines, at, blocks) {
  const inside = [lines[at].slice(4), ...lines.slice(at + 1)].join("\n");
  blocks.push({ kind: "quote", children: readBlocks(inside, true) });
  return lines.length;
}

/** Items of one depth; deeper ones become a list in the item before them. */
function readList(lines, at, depth, blocks) {
  const [, indent, marker] = ITEM.exec(lines[at]);
  const isOrdered = marker.endsWith(".");
  const list = { kind: "list", start: isOrdered ? Number.parseInt(marker, 10) : null, items: [] };
  blocks.push(list);
  while (at < lines.length) {
    const item = ITEM.exec(lines[at]);
    if (!item || item[1].length < indent.length || item[2].endsWith(".") !== isOrdered) break;
    if (item[1].length > indent.length && depth < DEEPEST_LIST) {
      at = readList(lines, at, depth + 1, list.items.at(-1));
    } else {
      list.items.push([{ kind: "paragraph", children: readInline(item[3]) }]);
      at += 1;
    }
  }
  return at;
}

function readParagraph(lines, at, isQuoted, blocks) {
  let end = at + 1;
  while (end < lines.length && !beginsBlock(lines[end], isQuoted)) end += 1;
  blocks.push({ kind: "paragraph", children: readInline(lines.slice(at, end).join("\n")) });
  return end;
}

function beginsBlock(line, isQuoted) {
  if (!isQuoted && (isQuote(line) || line.startsWith(">>> "))) return true;
  return HEADING.test(line) || SUBTEXT.test(line) || ITEM.test(line);
}
