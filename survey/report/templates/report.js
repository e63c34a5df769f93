// Sorts tables, marks the section in view, shows what the marks of charts say. Without it the page says the same.
(() => {
  "use strict";
  const lang = document.documentElement.lang;
  const collator = new Intl.Collator(lang.startsWith("zh") ? "zh-u-co-pinyin" : lang, { numeric: true });
  const NOTHING = new Set(["", "–", "—"]);
  const make = (tag, settings) => Object.assign(document.createElement(tag), settings);

  // -- tables: a click sorts one way, the next the other way, the third as it was ---------------------------------

  // The numbers of a cell; "under 1%" and "< .001" come just below their number.
  const numbersOf = (text) => {
    const plain = text.replace(/−/g, "-").replace(/,(?=\d{3})/g, "");
    const found = [...plain.matchAll(/(^|[^\d.])(-?(?:\d+\.?\d*|\.\d+))/g)].map((match) => Number(match[2]));
    const under = found.length && /[\p{L}<]/u.test(plain.slice(0, plain.search(/[\d.]/)));
    return under ? [found[0] - 1e-9, ...found.slice(1)] : found;
  };
  const compareNumbers = (a, b) => {
    const at = a.findIndex((number, place) => number !== b[place]);
    return at < 0 ? a.length - b.length : a[at] - (b[at] ?? -Infinity);
  };
  const textOf = (row, column) => row.cells[column].textContent.trim();

  const sortRows = (rows, column, figures, down) => {
    const sign = down ? -1 : 1;
    const keyed = rows.map((row) => {
      const text = textOf(row, column);
      const key = figures ? numbersOf(text) : text;
      return { row, key, missing: NOTHING.has(text) || (figures && !key.length) };
    });
    const compare = figures ? compareNumbers : (a, b) => collator.compare(a, b);
    keyed.sort((a, b) => a.missing - b.missing || (a.missing ? 0 : sign * compare(a.key, b.key)));
    return keyed.map((one) => one.row);
  };

  const turn = (table, heads, column, original) => {
    const head = heads[column];
    const figures = head.classList.contains("figure");
    const ways = figures ? ["descending", "ascending"] : ["ascending", "descending"];
    const next = ways[ways.indexOf(head.getAttribute("aria-sort")) + 1];
    heads.forEach((one) => one.removeAttribute("aria-sort"));
    if (next) head.setAttribute("aria-sort", next);
    table.tBodies[0].append(...(next ? sortRows(original, column, figures, next === "descending") : original));
  };

  for (const table of document.querySelectorAll("main table")) {
    const original = [...table.tBodies[0].rows];
    const heads = [...table.tHead.rows[0].cells];
    // A word that is left out is the one above: such rows belong together.
    const leansOn = (row) => heads.some((head, at) => !head.classList.contains("figure") && textOf(row, at) === "");
    if (original.length < 2 || original.some(leansOn)) continue;
    heads.forEach((head, column) => {
      const button = make("button", { type: "button", className: "sort" });
      button.append(...head.childNodes);
      button.addEventListener("click", () => turn(table, heads, column, original));
      head.append(button);
    });
  }

  // -- contents: the section in view ------------------------------------------------------------------------------

  const links = new Map([...document.querySelectorAll("nav a")].map((link) => [link.hash.slice(1), link]));
  const nav = document.querySelector("nav");
  const sections = [...document.querySelectorAll("main > section")];
  const markSection = () => {
    const line = innerHeight / 3;
    const passed = sections.filter((section) => section.getBoundingClientRect().top <= line);
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const current = atEnd ? sections.at(-1) : passed.at(-1) ?? sections[0];
    for (const [id, link] of links) {
      if (id === current?.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const [inside, own] = [nav.getBoundingClientRect(), links.get(current?.id)?.getBoundingClientRect()];
    if (own && own.bottom > inside.bottom) nav.scrollTop += own.bottom - inside.bottom;
    else if (own && own.top < inside.top) nav.scrollTop -= inside.top - own.top;
  };
  let waiting = false;
  const markSoon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; markSection(); });
  };
  addEventListener("scroll", markSoon, { passive: true });
  addEventListener("resize", markSoon);
  markSection();

  // -- charts: a mark says its values to a pointer, a finger or the arrow keys ------------------------------------

  const bubble = make("div", { className: "bubble", hidden: true });
  bubble.setAttribute("role", "status");
  document.body.append(bubble);
  const texts = new Map();
  let shown = null;

  const hide = () => {
    shown?.classList.remove("met");
    shown = null;
    bubble.hidden = true;
  };
  const show = (mark, x, y) => {
    if (shown !== mark) {
      hide();
      shown = mark;
      mark.classList.add("met");
      bubble.textContent = texts.get(mark);
    }
    bubble.hidden = false;
    bubble.style.left = "0"; // at the right edge it would be measured narrower than it is
    const { offsetWidth: wide, offsetHeight: high } = bubble;
    bubble.style.left = `${Math.max(4, Math.min(x - wide / 2, document.documentElement.clientWidth - wide - 4))}px`;
    bubble.style.top = `${y - high - 14 < 4 ? y + 18 : y - high - 14}px`;
  };
  const markAt = (target) => {
    for (let one = target; one instanceof SVGElement; one = one.parentNode) if (texts.has(one)) return one;
    return null;
  };

  const step = (picture, marks, event) => {
    const moves = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };
    if (event.key === "Escape") return hide();
    if (!(event.key in moves)) return undefined;
    event.preventDefault();
    const seen = marks.filter((mark, at) => texts.get(mark) !== texts.get(marks[at - 1]));
    const told = shown && seen.findIndex((mark) => texts.get(mark) === texts.get(shown));
    const at = shown ? told + moves[event.key] : moves[event.key] > 0 ? 0 : seen.length - 1;
    const mark = seen[(at + seen.length) % seen.length];
    const box = mark.getBoundingClientRect();
    return show(mark, box.left + box.width / 2, box.top);
  };

  for (const picture of document.querySelectorAll("figure svg")) {
    for (const title of picture.querySelectorAll("g title, use title")) {
      texts.set(title.parentNode, title.textContent);
      title.remove();
    }
    // The browser would show the picture's own title beside the bubble; a description of the same id says it too.
    for (const title of picture.querySelectorAll(":scope > title")) {
      const said = document.createElementNS(picture.namespaceURI, "desc");
      said.id = title.id;
      said.textContent = title.textContent;
      title.replaceWith(said);
    }
    const marks = [...picture.querySelectorAll("*")].filter((one) => texts.has(one));
    if (!marks.length) continue;
    picture.setAttribute("tabindex", "0");
    picture.addEventListener("keydown", (event) => step(picture, marks, event));
    picture.addEventListener("blur", hide);
    for (const kind of ["pointermove", "click"]) {
      picture.addEventListener(kind, (event) => {
        const mark = markAt(event.target);
        if (mark) show(mark, event.clientX, event.clientY);
        else hide();
      });
    }
    picture.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hide());
  }
  addEventListener("scroll", hide, { passive: true });
})();
