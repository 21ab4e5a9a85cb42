// The plots of a device: what it measured in a day or a month, each with its figure under the pointer.
"use strict";
(() => {
  const holder = document.getElementById("plots");
  if (!holder) return;
  const zone = holder.dataset.zone, language = document.documentElement.lang;
  const sync = uPlot.sync("device");
  const figures = [...holder.querySelectorAll("figure")], made = [];
  const number = (value) => value == null ? "–" : new Intl.NumberFormat(language, { maximumSignificantDigits: 4 }).format(value);
  const when = new Intl.DateTimeFormat(language, { timeZone: zone, dateStyle: "short", timeStyle: "short" });

  const draw = (told) => {
    made.splice(0).forEach((plot) => plot.destroy());
    for (const figure of figures) {
      const values = told.values[figure.dataset.series] || [], target = figure.querySelector("div"), output = figure.querySelector("output");
      const known = values.filter((value) => value != null);
      target.textContent = known.length ? "" : holder.dataset.none;
      output.textContent = known.length ? number(known[known.length - 1]) : "";
      if (!known.length) continue;
      const axis = { stroke: "#53636b", font: "13px Atkinson Hyperlegible", grid: { stroke: "#e6ebe9", width: 1 }, ticks: { show: false } };
      made.push(new uPlot({
        width: target.clientWidth, height: 140, legend: { show: false }, cursor: { sync: { key: sync.key }, y: false, drag: { x: false, y: false } },
        tzDate: (at) => uPlot.tzDate(new Date(at * 1e3), zone),
        scales: { x: { range: () => told.span }, y: { range: (_plot, low, high) => { const room = Math.max((high - low) * 0.15, Math.abs(high) * 0.05, 0.5); return [low < 0 ? low - room : Math.max(0, low - room), high + room]; } } },
        axes: [{ ...axis, size: 28, values: [[3600, "{HH}:{mm}", null, null, null, null, null, null, 1], [86400, "{D}.{M}.", null, null, null, null, null, null, 1]].reverse() }, { ...axis, size: (_plot, marks) => 18 + 8 * Math.max(5, ...(marks || []).map((mark) => mark.length)), values: (_plot, marks) => marks.map(number) }],
        series: [{}, { stroke: "#0a6b62", width: 1.4, points: { show: false }, spanGaps: false }],
        hooks: { setCursor: [(plot) => { const i = plot.cursor.idx; output.textContent = i == null ? number(known[known.length - 1]) : `${number(values[i])} · ${when.format(told.at[i] * 1e3)}`; }] },
      }, [told.at, values], target));
    }
    holder.dataset.ready = made.length;
  };
  let span = "day";
  const load = () => {
    const asked = span;
    fetch(`${holder.dataset.url}?span=${asked}`).then((answer) => answer.json()).then((told) => { if (asked === span) draw(told); }).catch(() => {});
  };
  for (const button of document.querySelectorAll(".spans button")) {
    button.addEventListener("click", () => {
      span = button.dataset.span;
      for (const other of document.querySelectorAll(".spans button")) other.setAttribute("aria-pressed", other === button);
      load();
    });
  }
  new ResizeObserver(() => { for (const plot of made) plot.setSize({ width: plot.root.parentElement.clientWidth, height: 140 }); }).observe(holder);
  setInterval(load, 60000);
  load();
})();
