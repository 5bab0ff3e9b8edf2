// A drawing of the page as a picture of 1600 by 900: mark, title, subtitle, the drawing, what is told under it, the footer.
// One SVG is composed; the PNG is that SVG, painted. Everything is text nodes and attributes: no text of the data becomes markup.

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 1600, HEIGHT = 900, EDGE = 40, INNER = WIDTH - 2 * EDGE;
const FONT = "Arial, sans-serif", INK = "#212B32", GREY = "#4C6272", BLUE = "#005EB8", AMBER = "#FFB81C";
// A figure is laid out no lower than this, so that its letters are not blown up; a table at the first of these widths at which it fits.
const LEAST_HEIGHT = 420, TABLE_WIDTHS = [950, 1100, 1300, 1500], LEAST_SCALE = 0.75;
// Of a font of Arial's measures: how much of the height of a line lies above its foot.
const ASCENT = 0.81;

const pen = document.createElement("canvas").getContext("2d");

function node(name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}

function wrapped(text, size, weight, width) {
  pen.font = `${weight} ${size}px ${FONT}`;
  const lines = [];
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const longer = lines.length ? `${lines[lines.length - 1]} ${word}` : word;
    if (lines.length && pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

// Writes lines from ``top`` down and returns where they end.
function written(into, lines, top, { size, fill = INK, weight = "normal", lead = 1.3 }) {
  lines.forEach((line, place) => {
    const y = top + size * (lead * place + 1);
    into.append(node("text", { x: EDGE, y, "font-family": FONT, "font-size": size, "font-weight": weight, fill }, line));
  });
  return top + size * lead * lines.length;
}

async function ofFigure(plot, width, height) {
  if (!window.Plotly) throw new Error("the chart's library has not loaded");
  const natural = plot._fullLayout?.height || plot.layout.height || 320;
  const tall = Math.max(LEAST_HEIGHT, natural);
  const size = { width: Math.round((tall * width) / height), height: tall };
  // The whole figure is laid out anew at this size: data and layout are those that the page drew.
  const address = await window.Plotly.toImage(
    { data: plot.data, layout: { ...plot.layout, ...size, autosize: false } }, { format: "svg", ...size });
  const text = decodeURIComponent(address.slice(address.indexOf(",") + 1));
  const drawn = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
  return { drawn: document.importNode(drawn, true), ...size };
}

const shown = (colour) => colour && colour !== "transparent" && !colour.endsWith(", 0)");

// A table as rectangles and words, laid out off the screen; rows that would make it illegible are left to the files, which is said.
function ofTable(table, width, height) {
  const stage = document.createElement("div");
  stage.style.cssText = `position:fixed;left:-20000px;top:0;background:#FFFFFF;font:15px/1.35 ${FONT};color:${INK}`;
  const copy = table.cloneNode(true);
  copy.querySelectorAll("caption").forEach((one) => one.remove());
  copy.querySelectorAll(".ch-scroll").forEach((one) => { one.style.maxHeight = "none"; one.style.overflow = "visible"; });
  copy.querySelectorAll("th").forEach((one) => { one.style.position = "static"; });
  copy.querySelectorAll("a").forEach((one) => { one.style.color = "inherit"; });
  stage.append(copy);
  document.body.append(stage);
  try {
    const rows = [...copy.querySelectorAll("tbody tr")];
    for (const wide of TABLE_WIDTHS) {
      stage.style.width = `${wide}px`;
      if (copy.scrollWidth <= wide && copy.offsetHeight <= (wide * height) / width) break;
    }
    let left = 0;
    while (copy.offsetHeight > height / LEAST_SCALE && left < rows.length - 1) rows[rows.length - ++left].remove();
    const from = copy.getBoundingClientRect();
    const drawn = node("svg", {});
    for (const one of [copy, ...copy.querySelectorAll("*")]) drawBox(drawn, one, from);
    const walk = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
    while (walk.nextNode()) drawWords(drawn, walk.currentNode, from);
    return { drawn, width: Math.ceil(from.width), height: Math.ceil(from.height), left, rows: rows.length };
  } finally {
    stage.remove();
  }
}

function drawBox(into, element, from) {
  const box = element.getBoundingClientRect();
  const place = { x: box.left - from.left, y: box.top - from.top, width: box.width, height: box.height };
  if (element.tagName === "IMG") {
    into.append(node("image", { ...place, href: element.src }));
    return;
  }
  const look = getComputedStyle(element);
  if (shown(look.backgroundColor)) into.append(node("rect", { ...place, fill: look.backgroundColor }));
  const edges = { Top: [0, 0, 1, 0], Right: [1, 0, 1, 1], Bottom: [0, 1, 1, 1], Left: [0, 0, 0, 1] };
  for (const [edge, [x1, y1, x2, y2]] of Object.entries(edges)) {
    const wide = parseFloat(look[`border${edge}Width`]), colour = look[`border${edge}Color`], style = look[`border${edge}Style`];
    if (!wide || !shown(colour) || style === "none" || style === "hidden") continue;
    const line = { x1: place.x + x1 * box.width, y1: place.y + y1 * box.height, x2: place.x + x2 * box.width, y2: place.y + y2 * box.height };
    const dash = { dashed: `${4 * wide} ${3 * wide}`, dotted: `${wide} ${2 * wide}` }[style];
    into.append(node("line", { ...line, stroke: colour, "stroke-width": wide, ...(dash ? { "stroke-dasharray": dash } : {}) }));
  }
}

function drawWords(into, text, from) {
  const look = getComputedStyle(text.parentElement);
  const range = document.createRange();
  for (const found of text.data.matchAll(/\S+/g)) {
    range.setStart(text, found.index);
    range.setEnd(text, found.index + found[0].length);
    const box = range.getBoundingClientRect();
    if (!box.width) continue;
    const place = { x: box.left - from.left, y: box.top - from.top + ASCENT * box.height };
    const font = { "font-family": FONT, "font-size": parseFloat(look.fontSize), "font-weight": look.fontWeight, fill: look.color };
    into.append(node("text", { ...place, ...font }, found[0]));
  }
}

async function composed(picture, data) {
  const held = document.querySelector(`.st-key-${CSS.escape(picture.holds)}`);
  const plot = held?.querySelector(".js-plotly-plot"), table = held?.querySelector(".ch-drawing");
  if (!plot?.data && !table) throw new Error("the chart has not been drawn yet");
  const root = node("svg", { xmlns: SVG, width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img" });
  root.append(node("title", {}, picture.alt), node("rect", { width: WIDTH, height: HEIGHT, fill: "#FFFFFF" }));
  let top = 24;
  if (data.mark) {
    pen.font = `bold 18px ${FONT}`;
    root.append(node("rect", { x: EDGE, y: top, width: pen.measureText(data.mark).width + 24, height: 30, fill: AMBER }));
    root.append(node("text", { x: EDGE + 12, y: top + 21, "font-family": FONT, "font-size": 18, "font-weight": "bold", fill: INK }, data.mark));
    top += 40;
  }
  top = written(root, wrapped(data.title, 28, "bold", INNER), top, { size: 28, weight: "bold", lead: 1.2 }) + 4;
  top = written(root, wrapped(data.subtitle, 19, "normal", INNER), top, { size: 19, fill: GREY }) + 12;
  const footer = wrapped(data.footer, 16, "normal", INNER);
  const rule = HEIGHT - 24 - footer.length * 16 * 1.3;
  root.append(node("rect", { x: EDGE, y: rule - 8, width: INNER, height: 2, fill: BLUE }));
  written(root, footer, rule, { size: 16, fill: GREY });
  const told = picture.under.flatMap((line) => wrapped(line, 17, "normal", INNER));
  let low = rule - 18 - told.length * 17 * 1.3;
  const drawing = plot?.data ? await ofFigure(plot, INNER, low - top) : ofTable(table, INNER, low - top - 26);
  if (drawing.left) {
    low -= 26;
    told.push(`The first ${drawing.rows - drawing.left} of ${drawing.rows} rows; the CSV and XLSX files have all.`);
  }
  written(root, told, low + 6, { size: 17 });
  const scale = Math.min(INNER / drawing.width, (low - top) / drawing.height);
  const place = { x: EDGE, y: top, width: drawing.width * scale, height: drawing.height * scale };
  for (const [key, value] of Object.entries({ ...place, viewBox: `0 0 ${drawing.width} ${drawing.height}` })) drawing.drawn.setAttribute(key, value);
  root.append(drawing.drawn);
  return new XMLSerializer().serializeToString(root);
}

async function painted(svg) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
  canvas.getContext("2d").drawImage(image, 0, 0, WIDTH, HEIGHT);
  return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error("the browser made no picture"))), "image/png"));
}

function save(blob, name) {
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

export default function ({ parentElement, data }) {
  const box = document.createElement("div");
  box.className = "ch-pictures";
  const status = Object.assign(document.createElement("div"), { textContent: "" });
  status.setAttribute("role", "status");
  for (const picture of data.pictures) {
    for (const kind of ["PNG", "SVG"]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = data.pictures.length > 1 ? `${picture.what} as ${kind}` : `Download ${kind}`;
      button.onclick = async () => {
        const name = `${picture.name}.${kind.toLowerCase()}`;
        try {
          const svg = await composed(picture, data);
          save(kind === "SVG" ? new Blob([svg], { type: "image/svg+xml" }) : await painted(svg), name);
          status.textContent = `Saved as ${name}`;
        } catch (problem) {
          status.textContent = `The picture could not be made: ${problem.message}. Open the first tab of this card, then try again.`;
        }
      };
      box.append(button);
    }
  }
  box.append(status);
  parentElement.querySelector(".ch-pictures")?.remove();
  parentElement.append(box);
}
