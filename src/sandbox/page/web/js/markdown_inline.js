// What stands inside a line of Discord's markdown: emphasis, code, links, mentions, times, escapes.

const DEEPEST = 12;
const EMPHASIS = { "**": "strong", "*": "emphasis", __: "underline", _: "emphasis", "~~": "strike", "||": "spoiler" };
const SPECIAL = /[\\`*_~|[<h]/g;
const IS_WORD = /[\p{L}\p{N}_]/u;
/** No mention is longer. */
const LONGEST_MENTION = 120;
const LONGEST_LINK = 2_048;

const MENTIONS = [
  [/^<@!?(\d{1,20})>/, ([, id]) => ({ kind: "user", id })],
  [/^<@&(\d{1,20})>/, ([, id]) => ({ kind: "role", id })],
  [/^<#(\d{1,20})>/, ([, id]) => ({ kind: "channel", id })],
  [/^<\/([\p{L}\p{N}_ -]{1,100}):\d{1,20}>/u, ([, name]) => ({ kind: "command", name })],
  [/^<a?:(\w{1,32}):\d{1,20}>/, ([, name]) => ({ kind: "emoji", name })],
  [/^<t:(-?\d{1,13})(?::([tTdDfFR]))?>/, ([, unix, style]) => ({ kind: "time", unix: Number(unix), style: style ?? "f" })],
];

/** Reads a text without blocks. */
export function readInline(text, isInLink = false) {
  return new Reader(text, isInLink).read();
}

class Reader {
  constructor(text, isInLink) {
    this.text = text;
    this.isInLink = isInLink;
    this.at = 0;
    /** What is open, outermost first; the first is the text itself. */
    this.open = [{ marker: "", children: [] }];
    this.noMore = new Set();
    this.link = { middle: -1, target: null };
  }

  read() {
    while (this.at < this.text.length) {
      SPECIAL.lastIndex = this.at;
      const next = SPECIAL.exec(this.text)?.index ?? this.text.length;
      this.addText(this.text.slice(this.at, next));
      this.at = next;
      if (next < this.text.length && !this.readSpecial()) this.addText(this.text[this.at++]);
    }
    while (this.open.length > 1) this.giveUp();
    return this.open[0].children;
  }

  readSpecial() {
    switch (this.text[this.at]) {
      case "\\":
        return this.readEscape();
      case "`":
        return this.readCode();
      case "[":
        return this.readLink();
      case "<":
        return this.readAngle();
      case "h":
        return this.readAddress();
      default:
        return this.readEmphasis();
    }
  }

  add(node) {
    this.open.at(-1).children.push(node);
    return true;
  }

  addText(text) {
    if (text === "") return;
    const last = this.open.at(-1).children.at(-1);
    if (last?.kind === "text") last.text += text;
    else this.add({ kind: "text", text });
  }

  readEscape() {
    const next = this.text[this.at + 1];
    if (next === undefined || /[\p{L}\p{N}\s]/u.test(next)) return false;
    this.addText(next);
    this.at += 2;
    return true;
  }

  readCode() {
    const ticks = this.runOf("`");
    const from = this.at + ticks.length;
    let close = this.noMore.has(ticks) ? -1 : this.text.indexOf(ticks, from);
    while (close >= 0 && (this.text[close + ticks.length] === "`" || this.text[close - 1] === "`")) {
      close = this.text.indexOf(ticks, close + 1);
    }
    if (close < 0) {
      this.noMore.add(ticks);
      this.addText(ticks);
      this.at = from;
      return true;
    }
    this.at = close + ticks.length;
    return this.add({ kind: "code", text: this.text.slice(from, close).replace(/^ (?=`)|(?<=`) $/g, "") });
  }

  /** `[text](https://…)`, perhaps with `<>` round the address or a title after it. */
  readLink() {
    if (this.isInLink) return false;
    this.findLink();
    const { middle, target } = this.link;
    if (!target) return false;
    const label = this.text.slice(this.at + 1, middle);
    if (label.trim() === "") return false;
    this.at = middle + 2 + target.length;
    return this.add({ kind: "link", address: target.address, isMasked: true, children: readInline(label, true) });
  }

  /** Finds the next `](https://…)`, once for all the `[` before it. */
  findLink() {
    if (this.link.middle >= this.at) return;
    const middle = this.text.indexOf("](", this.at);
    if (middle < 0) {
      this.link = { middle: Infinity, target: null };
      return;
    }
    const rest = this.text.slice(middle + 2, middle + 2 + LONGEST_LINK);
    const found = /^<?(https:\/\/(?:[^\s()<>]|\([^\s()<>]*\))+)>?(?:\s+"[^"\n]*")?\)/.exec(rest);
    const address = found && safe(found[1]);
    this.link = { middle, target: address ? { address, length: found[0].length } : null };
  }

  readAngle() {
    const slice = this.text.slice(this.at, this.at + LONGEST_MENTION);
    for (const [pattern, make] of MENTIONS) {
      const found = pattern.exec(slice);
      if (found) {
        this.at += found[0].length;
        return this.add(make(found));
      }
    }
    const bare = /^<(https:\/\/[^\s<>]+)>/.exec(this.text.slice(this.at, this.at + LONGEST_LINK));
    return bare !== null && this.addAddress(bare[1], bare[0].length);
  }

  readAddress() {
    if (this.isInLink || !this.text.startsWith("https://", this.at)) return false;
    const found = /^https:\/\/[^\s<>]+/.exec(this.text.slice(this.at, this.at + LONGEST_LINK));
    const address = found && withoutEnd(found[0]);
    return address !== null && this.addAddress(address, address.length);
  }

  addAddress(written, length) {
    const address = safe(written);
    if (!address) return false;
    this.at += length;
    return this.add({ kind: "link", address, isMasked: false, children: [{ kind: "text", text: written }] });
  }

  /** The same character again and again from here on, at most `longest` times. */
  runOf(character, longest = Infinity) {
    let end = this.at;
    while (this.text[end] === character && end - this.at < longest) end += 1;
    return this.text.slice(this.at, end);
  }

  readEmphasis() {
    const marker = this.markerHere();
    if (!marker) return false;
    const before = this.text[this.at - 1] ?? " ";
    const after = this.text[this.at + marker.length] ?? " ";
    if (this.mayClose(marker, before, after)) {
      this.close(marker);
    } else if (this.mayOpen(marker, before, after)) {
      this.open.push({ marker, children: [] });
    } else {
      this.addText(marker);
    }
    this.at += marker.length;
    return true;
  }

  /** Of `***` the part that fits what is open: the innermost is closed first, the outermost opened first. */
  markerHere() {
    const character = this.text[this.at];
    const run = this.runOf(character, 3).length;
    if (character === "~" || character === "|") return run >= 2 ? character.repeat(2) : null;
    const innermost = this.open.findLast((one) => one.marker[0] === character)?.marker;
    const isSingle = run === 1 || (innermost === character && run !== 2);
    return isSingle ? character : character.repeat(2);
  }

  mayClose(marker, before, after) {
    const frame = this.open.findLast((one) => one.marker === marker);
    if (!frame || (frame === this.open.at(-1) && frame.children.length === 0)) return false;
    if (marker === "*") return before.trim() !== "";
    return marker !== "_" || !IS_WORD.test(after);
  }

  mayOpen(marker, before, after) {
    if (this.open.length > DEEPEST || this.open.some((one) => one.marker === marker)) return false;
    if (marker === "*") return after.trim() !== "";
    return marker !== "_" || !IS_WORD.test(before);
  }

  close(marker) {
    while (this.open.at(-1).marker !== marker) this.giveUp();
    const { children } = this.open.pop();
    this.add({ kind: EMPHASIS[marker], children });
  }

  /** What was opened and never closed is the text that it is. */
  giveUp() {
    const { marker, children } = this.open.pop();
    this.addText(marker);
    for (const child of children) {
      if (child.kind === "text") this.addText(child.text);
      else this.add(child);
    }
  }
}

/** What ends the sentence is no part of the address. */
function withoutEnd(address) {
  let end = address.length;
  while (`.,:;!?"'])*_~|`.includes(address[end - 1])) end -= 1;
  return address.slice(0, end);
}

/** The address as it really leads, if it is an https one that hides nothing before its host. */
export function safe(written) {
  if (!URL.canParse(written)) return null;
  const url = new URL(written);
  return url.protocol === "https:" && !url.username && !url.password ? url.href : null;
}
