// Keeps the page in step with central by one event stream; says at once, and large, when central is lost.
"use strict";
(() => {
  const body = document.body;
  const $ = (id) => document.getElementById(id);
  document.documentElement.classList.add("js");

  // Time: central's clock, not this machine's.
  let central = Date.parse(body.dataset.now), since = performance.now();
  const now = () => central + performance.now() - since;
  const words = JSON.parse(body.dataset.words || "{}");
  const span = (seconds) => {
    const s = Math.max(0, Math.floor(seconds));
    const [code, count] = s < 60 ? ["seconds", s] : s < 6000 ? ["minutes", Math.floor(s / 60)]
      : s < 172800 ? ["hours", Math.floor(s / 3600)] : ["days", Math.floor(s / 86400)];
    return words[code].replace("#", count);
  };
  const ago = (at) => words.ago.replace("#", span((now() - at) / 1000));
  const clock = new Intl.DateTimeFormat("fr-FR", { timeZone: body.dataset.zone || "UTC", timeStyle: "medium" });
  const tick = () => {
    for (const time of document.querySelectorAll("time:not(.exact):not(#clock):not(#lost-since)")) {
      const said = ago(Date.parse(time.dateTime));
      if (time.textContent !== said) time.textContent = said;
    }
    if ($("clock") && !lost) $("clock").textContent = clock.format(now());
    if ($("heard") && heard) $("heard").textContent = $("heard").dataset.template.replace("{ago}", words.ago.replace("#", span((performance.now() - heard) / 1000)));
  };

  // Loss: nothing heard though something is said every 5 seconds, or the stream broke.
  const QUIET_MS = 12000;
  let heard = 0, lost = false, leaving = false, source = null;
  const lose = () => {
    if (lost || leaving) return;
    lost = true;
    body.classList.add("is-lost");
    $("lost-since").textContent = clock.format(central);
    $("lost").hidden = false;
  };
  const found = () => {
    heard = performance.now();
    if (!lost) return;
    lost = false;
    body.classList.remove("is-lost");
    $("lost").hidden = true;
    say("figures-change"); say("fleet-change"); say("alarm-change"); say("device-change"); say("map-change");
  };
  const say = (name) => htmx.trigger(body, name);

  let fresh = [], alarms = new Set([...document.querySelectorAll("[data-alarm]")].map((one) => one.dataset.alarm));
  const change = (event) => {
    const told = JSON.parse(event.data);
    central = Date.parse(told.at); since = performance.now();
    found();
    const count = $("alarm-count");
    if (count) { count.textContent = told.figures.alarms; count.dataset.count = told.figures.alarms; }
    say("figures-change");
    if (told.devices.length || (told.gone || []).length) {
      say("fleet-change");
      body.dispatchEvent(new CustomEvent("parvis-devices", { detail: told }));
      const device = $("device");
      if (device && told.devices.some((line) => line.device === device.dataset.device)) say("device-change");
    }
    if (told.alarms) {
      const ids = told.alarms.map((alarm) => alarm.id);
      fresh = [...fresh, ...ids.filter((id) => !alarms.has(id))].filter((id) => ids.includes(id));
      alarms = new Set(ids);
      say("alarm-change");
    }
  };
  // New alarms are read out once they stand on the page: other parts of it may come before.
  const announce = () => {
    const there = fresh.filter((id) => document.querySelector(`[data-alarm="${CSS.escape(id)}"]`));
    if (!there.length) return;
    const titles = there.map((id) => document.querySelector(`[data-alarm="${CSS.escape(id)}"] h3`).textContent);
    $("said").textContent = titles.map((title) => body.dataset.again.replace("{what}", title)).join(" ");
    fresh = fresh.filter((id) => !there.includes(id));
  };

  const connect = () => {
    source = new EventSource("/v1/stream");
    source.addEventListener("open", () => { heard = heard || performance.now(); });
    source.addEventListener("change", change);
    source.addEventListener("error", () => {
      lose();
      if (source.readyState === EventSource.CLOSED) {
        fetch("/parts/figures", { redirect: "manual" }).then((answer) => { if (answer.type === "opaqueredirect") location.reload(); }).catch(() => {});
        setTimeout(connect, 3000);
      }
    });
  };
  addEventListener("pagehide", () => { leaving = true; });
  addEventListener("pageshow", () => { leaving = false; });
  if (body.dataset.live === "yes") {
    heard = performance.now();
    connect();
    setInterval(() => { if (performance.now() - heard > QUIET_MS) lose(); tick(); }, 1000);
  }

  // What is open stays open, and whoever is at an alarm stays there though the button is gone. Put back in the swap
  // itself: once it has settled another one may have begun.
  let open = [], at = null, stood = "";
  body.addEventListener("htmx:beforeSwap", (event) => {
    open = [...event.detail.target.querySelectorAll("details[open]")].map((one) => one.dataset.of);
    at = event.detail.target.contains(document.activeElement) ? document.activeElement.closest("[data-alarm]") : null;
    stood = places();
  });
  body.addEventListener("htmx:afterSwap", () => {
    for (const of of open) { const one = document.querySelector(`details[data-of="${CSS.escape(of)}"]`); if (one) one.open = true; }
    if (at && document.activeElement === body) document.querySelector(`#screens-${CSS.escape(at.dataset.alarm)}`)?.focus();
    open = []; at = null;
    if (places() !== stood) still();
    announce();
    tick();
  });
  // Whoever presses where an alarm has only just come means the one that stood there before: nothing is pressed then.
  const REACTION_MS = 600;
  let settled = 0;
  const places = () => [...document.querySelectorAll("[data-alarm]")].map((one) => `${one.dataset.alarm} ${Math.round(one.getBoundingClientRect().top)}`).join();
  const still = () => {
    $("alarms")?.classList.add("moving");
    clearTimeout(settled);
    settled = setTimeout(() => $("alarms")?.classList.remove("moving"), REACTION_MS);
  };
  const filters = $("filters");
  if (filters) {
    const kept = () => {
      if ($("page")) $("page").value = 1;
      const asked = new URLSearchParams([...new FormData(filters)].filter(([, value]) => value));
      history.replaceState(null, "", asked.size ? `/?${asked}` : "/");
    };
    filters.addEventListener("input", kept, true);
    filters.addEventListener("change", kept, true);
    filters.addEventListener("submit", (event) => { event.preventDefault(); say("fleet-change"); });
  }
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName) && $("q")) { event.preventDefault(); $("q").focus(); }
    if (event.key === "Escape" && document.activeElement === $("q")) { $("q").value = ""; $("q").dispatchEvent(new Event("input", { bubbles: true })); }
  });
})();
