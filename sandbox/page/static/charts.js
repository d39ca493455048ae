// The data_visualization block as inline SVG: bar, line, area and pie. Every chart also carries its figures as
// a table that screen readers get instead of the drawing.

import { el, freshId, svg } from "./dom.js";

const HEIGHT = 250;
const EDGE = { top: 12, right: 12, bottom: 26, left: 44 };
const UNDER = 18; // room for the name of the axis below
const TICKS = 4;

// A drawing is scaled to its column; on a phone it starts out narrow, so that its words stay legible.
const widthNow = () => (window.innerWidth < 760 ? 330 : 560);

export function chart(block) {
  const shape = block.chart ?? {};
  const draw = { bar: barChart, line: lineChart, area: areaChart, pie: pieChart }[shape.type];
  if (!draw) return el("div", { class: "unsupported" }, `unsupported chart: ${shape.type ?? "none"}`);
  const id = freshId("chart");
  return el(
    "figure",
    { class: "chart", "aria-labelledby": id, data: { testid: "chart", chart: shape.type } },
    el("figcaption", { id }, block.title ?? ""),
    draw(shape),
    // A table is as wide as its words whatever its style says: what hides it is around it.
    el("div", { class: "visually-hidden" }, figures(shape)),
  );
}

function figures(shape) {
  const table = el("table");
  if (shape.type === "pie") {
    table.append(
      ...(shape.segments ?? []).map((part) =>
        el("tr", {}, el("th", { scope: "row" }, part.label), el("td", {}, String(part.value))),
      ),
    );
    return table;
  }
  const labels = categories(shape);
  table.append(
    el(
      "tr",
      {},
      el("td"),
      labels.map((label) => el("th", { scope: "col" }, label)),
    ),
  );
  for (const series of shape.series ?? [])
    table.append(
      el(
        "tr",
        {},
        el("th", { scope: "row" }, series.name),
        labels.map((label) => el("td", {}, String(valueAt(series, label) ?? ""))),
      ),
    );
  return table;
}

const categories = (shape) =>
  shape.axis_config?.categories ?? (shape.series?.[0]?.data ?? []).map((point) => point.label);
const valueAt = (series, label) => series.data?.find((point) => point.label === label)?.value;

function plot(shape, { fromZero }) {
  const values = (shape.series ?? []).flatMap((series) => (series.data ?? []).map((point) => point.value));
  const steps = scale(
    Math.min(fromZero ? 0 : Infinity, ...values),
    Math.max(fromZero ? 0 : -Infinity, ...values),
  );
  const low = steps[0];
  const high = steps[steps.length - 1];
  const labels = categories(shape);
  const width = widthNow();
  const inner = width - EDGE.left - EDGE.right;
  const y = (value) => EDGE.top + (HEIGHT - EDGE.top - EDGE.bottom) * (1 - (value - low) / (high - low || 1));
  const slot = inner / Math.max(labels.length, 1);
  return {
    labels,
    slot,
    steps,
    width,
    y,
    x: (index) => EDGE.left + slot * (index + 0.5),
    zero: y(Math.max(low, 0)),
  };
}

/** Round steps that enclose the values. */
function scale(least, most) {
  if (!Number.isFinite(least) || !Number.isFinite(most)) return [0, 1];
  const rough = (most - least || Math.abs(most) || 1) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((size) => size >= rough);
  const steps = [];
  for (let at = Math.floor(least / step); at <= Math.ceil(most / step); at += 1)
    steps.push(Number((at * step).toPrecision(12)));
  return steps.length > 1 ? steps : [steps[0], steps[0] + step];
}

const shortNumber = (value) =>
  new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 }).format(value);

function frame(shape, area, marks) {
  const grid = area.steps.map((step) => [
    svg("line", {
      class: "grid",
      x1: EDGE.left,
      x2: area.width - EDGE.right,
      y1: area.y(step),
      y2: area.y(step),
    }),
    svg(
      "text",
      { class: "tick", x: EDGE.left - 8, y: area.y(step) + 4, "text-anchor": "end" },
      shortNumber(step),
    ),
  ]);
  const every = Math.ceil(area.labels.length / 10);
  const names = area.labels.map((label, index) =>
    index % every
      ? null
      : svg(
          "text",
          { class: "tick", x: area.x(index), y: HEIGHT - EDGE.bottom + 16, "text-anchor": "middle" },
          shorten(label, area.slot * every),
        ),
  );
  const { x_label: below, y_label: beside } = shape.axis_config ?? {};
  const titles = [
    below &&
      svg(
        "text",
        { class: "axis", x: (EDGE.left + area.width) / 2, y: HEIGHT + UNDER - 6, "text-anchor": "middle" },
        below,
      ),
    beside &&
      svg(
        "text",
        {
          class: "axis",
          x: -(HEIGHT - EDGE.bottom) / 2,
          y: 12,
          transform: "rotate(-90)",
          "text-anchor": "middle",
        },
        beside,
      ),
  ];
  return [
    canvas(area.width, HEIGHT + (below ? UNDER : 0), grid, marks, names, titles),
    legend((shape.series ?? []).map((series) => series.name)),
  ];
}

function canvas(width, height, ...children) {
  return svg(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, class: "chart-canvas", "aria-hidden": "true" },
    ...children,
  );
}

function shorten(label, room) {
  const most = Math.max(3, Math.floor(room / 6.5));
  return label.length > most ? `${label.slice(0, most - 1)}…` : label;
}

function legend(names, details = []) {
  if (names.length < 2 && !details.length) return null;
  return el(
    "ul",
    { class: "legend", "aria-hidden": "true" },
    names.map((name, index) =>
      el(
        "li",
        {},
        el("i", { class: `hue-${index % 12}` }),
        name,
        details[index] ? el("b", {}, details[index]) : null,
      ),
    ),
  );
}

function barChart(shape) {
  const area = plot(shape, { fromZero: true });
  const series = shape.series ?? [];
  const width = Math.min(46, (area.slot * 0.72) / Math.max(series.length, 1));
  const bars = series.flatMap((one, order) =>
    area.labels.map((label, index) => {
      const value = valueAt(one, label);
      if (value === undefined) return null;
      const x = area.x(index) + width * (order - series.length / 2);
      const top = Math.min(area.y(value), area.zero);
      const rect = {
        x: x + 1,
        y: top,
        width: Math.max(width - 2, 1),
        height: Math.max(Math.abs(area.y(value) - area.zero), 1),
        rx: 2,
      };
      return svg(
        "rect",
        { class: `mark hue-${order % 12}`, ...rect },
        svg("title", {}, `${one.name}, ${label}: ${value}`),
      );
    }),
  );
  return frame(shape, area, bars);
}

function points(area, series) {
  return area.labels
    .map((label, index) => [area.x(index), valueAt(series, label), label])
    .filter(([, value]) => value !== undefined);
}

function lineMarks(area, series, order) {
  const path = points(area, series)
    .map(([x, value], index) => `${index ? "L" : "M"}${x},${area.y(value)}`)
    .join("");
  const dots = points(area, series).map(([x, value, label]) =>
    svg(
      "circle",
      { class: `mark hue-${order % 12}`, cx: x, cy: area.y(value), r: 3.5 },
      svg("title", {}, `${series.name}, ${label}: ${value}`),
    ),
  );
  return [svg("path", { class: `stroke hue-${order % 12}`, d: path }), dots];
}

function lineChart(shape) {
  const area = plot(shape, { fromZero: false });
  return frame(
    shape,
    area,
    (shape.series ?? []).flatMap((series, order) => lineMarks(area, series, order)),
  );
}

function areaChart(shape) {
  const area = plot(shape, { fromZero: true });
  const layers = (shape.series ?? []).flatMap((series, order) => {
    const line = points(area, series);
    if (!line.length) return [];
    const along = line.map(([x, value]) => `L${x},${area.y(value)}`).join("");
    const path = `M${line[0][0]},${area.zero}${along}L${line[line.length - 1][0]},${area.zero}Z`;
    return [svg("path", { class: `area hue-${order % 12}`, d: path }), lineMarks(area, series, order)];
  });
  return frame(shape, area, layers);
}

function pieChart(shape) {
  const segments = shape.segments ?? [];
  const total = segments.reduce((sum, part) => sum + part.value, 0) || 1;
  const share = (value) => `${Math.round((100 * value) / total)} %`;
  let turned = 0;
  const slices = segments.map((part, order) => {
    const from = turned;
    turned += part.value / total;
    return svg(
      "path",
      { class: `mark slice hue-${order % 12}`, d: slice(from, turned) },
      svg("title", {}, `${part.label}: ${part.value} (${share(part.value)})`),
    );
  });
  const drawing = svg(
    "svg",
    { viewBox: "0 0 200 200", class: "chart-canvas pie", "aria-hidden": "true" },
    slices,
  );
  return el(
    "div",
    { class: "pie-row" },
    drawing,
    legend(
      segments.map((part) => part.label),
      segments.map((part) => share(part.value)),
    ),
  );
}

function slice(from, to) {
  const point = (turn) => [100 + 92 * Math.sin(2 * Math.PI * turn), 100 - 92 * Math.cos(2 * Math.PI * turn)];
  if (to - from > 0.9999) return "M100,8A92,92 0 1 1 99.99,8Z";
  const [x1, y1] = point(from);
  const [x2, y2] = point(to);
  return `M100,100L${x1},${y1}A92,92 0 ${to - from > 0.5 ? 1 : 0} 1 ${x2},${y2}Z`;
}
