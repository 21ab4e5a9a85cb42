// The map: what is well as quiet dots on a canvas, what is not as its sign above them.
"use strict";
(() => {
  const holder = document.getElementById("map");
  if (!holder) return;
  const signs = Object.fromEntries([...document.querySelectorAll("#signs [data-sign]")].map((one) => [one.dataset.sign, one]));
  const QUIET = { right: "#6f9a90", dark: "#b4bec2", out: "#98a5ab", new: "#2b8cc4" };
  const LOUD = ["black", "frozen", "wrong", "picture", "stale", "fallback", "silent", "degraded", "unknown"];
  const BY_STATE = { silent: "silent", dark: "dark", out_of_service: "out", not_enrolled: "new" };
  const BY_VERDICT = { wrong_item: "wrong", wrong_picture: "picture" };
  const MOST_SIGNS = 400;

  const map = L.map(holder, { preferCanvas: true, zoomControl: false, attributionControl: false, scrollWheelZoom: false, zoomSnap: 0.25, dragging: !L.Browser.mobile, keyboard: true });
  L.control.zoom({ zoomInTitle: holder.dataset.in, zoomOutTitle: holder.dataset.out }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  if (holder.dataset.tiles) {
    L.control.attribution({ prefix: false }).addAttribution(holder.dataset.credit).addTo(map);
    L.tileLayer(holder.dataset.tiles, { maxZoom: 19 }).addTo(map);
  }
  // The waters: lines as wide as they are, at every scale.
  const ground = [];
  const widen = () => {
    const metres = map.distance(map.containerPointToLatLng([0, 0]), map.containerPointToLatLng([100, 0])) / 100;
    for (const one of ground) one.line.setStyle({ weight: Math.max(1, one.width / metres) });
  };
  const water = () => fetch("/parts/ground").then((answer) => answer.json()).then((told) => {
    for (const { geometry, properties } of told.features) {
      const line = L.polyline(geometry.coordinates.map(([east, north]) => [north, east]), { color: "#d2e1e4", interactive: false, lineCap: "round", lineJoin: "round" });
      ground.push({ line, width: (properties || {}).width_m || 20 });
      line.addTo(map).bringToBack();
    }
    map.on("zoomend", widen);
    widen();
  }).catch(() => {});
  const dots = L.layerGroup().addTo(map), loud = L.layerGroup().addTo(map), at = new Map();

  const worst = (line) => {
    if (BY_STATE[line.state]) return BY_STATE[line.state];
    const found = line.screens.map((screen) => BY_VERDICT[screen.verdict] || screen.verdict).map((sign) => sign === "right" && line.state === "degraded" ? "degraded" : sign);
    return LOUD.find((sign) => found.includes(sign)) || found[0] || "unknown";
  };
  const draw = (device) => {
    const one = at.get(device);
    if (one.layer) { dots.removeLayer(one.layer); loud.removeLayer(one.layer); }
    const isLoud = LOUD.includes(one.sign) && loud.getLayers().length < MOST_SIGNS;
    one.layer = isLoud
      ? L.marker(one.where, { icon: L.divIcon({ className: "dot", html: signs[one.sign].innerHTML, iconSize: [22, 22] }), keyboard: false, zIndexOffset: 1000 - 50 * LOUD.indexOf(one.sign) })
      : L.circleMarker(one.where, { radius: at.size > 1000 ? 2.5 : 4.5, weight: 1, color: "#fff", fillColor: QUIET[one.sign] || "#e69f00", fillOpacity: 1 });
    const text = document.createElement("span");
    text.textContent = `${device} · ${one.place} · ${signs[one.sign].dataset.word}`;
    one.layer.bindTooltip(text, { direction: "top", offset: [0, -6] }).on("click", () => { location.href = `/devices/${encodeURIComponent(device)}`; });
    one.layer.addTo(isLoud ? loud : dots);
  };
  const load = () => fetch("/parts/map").then((answer) => answer.ok ? answer.json() : []).then((lines) => {
    const first = at.size === 0;
    dots.clearLayers(); loud.clearLayers(); at.clear();
    for (const [device, latitude, longitude, sign, place] of lines) at.set(device, { where: [latitude, longitude], sign, place, layer: null });
    for (const device of at.keys()) draw(device);
    if (first && at.size) { map.fitBounds([...at.values()].map((one) => one.where), { padding: [24, 24] }); if (!holder.dataset.tiles) water(); }
    holder.dataset.ready = at.size;
  }).catch(() => {});

  document.body.addEventListener("parvis-devices", (event) => {
    const told = event.detail;
    const moved = ({ device, position }) => position && String(at.get(device)?.where) !== String(position);
    if ((told.gone || []).length || told.devices.some(moved)) { load(); return; }
    for (const line of told.devices) {
      const one = at.get(line.device), sign = worst(line);
      if (one && one.sign !== sign) { one.sign = sign; draw(line.device); }
    }
  });
  document.body.addEventListener("map-change", load);
  load();
})();
