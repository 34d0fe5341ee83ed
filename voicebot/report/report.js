"use strict";
(() => {
  const { calls, words } = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const list = at("list");
  if (!list) return;

  const PAGE = 60;
  const byId = new Map(calls.map((call) => [call.id, call]));
  let shown = calls;
  let first = 0;
  let chosen = null;
  let bubbles = [];

  /** An element with attributes and children; texts are never read as markup. */
  function el(name, attributes, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value !== null && value !== false) node.setAttribute(key, value);
    }
    node.append(...children.filter((child) => child !== null && child !== ""));
    return node;
  }

  const clock = (ms) => `${Math.floor(ms / 60000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, "0")}`;
  const money = (amount) => {
    const figure = amount > 0 && amount < 10 && amount % 1 ? amount.toFixed(2) : Math.round(amount).toLocaleString("en");
    return (words.language.startsWith("zh") ? "¥" : "") + figure;
  };
  const outcome = (code) => (words.dispositions[code] ? `${code} · ${words.dispositions[code]}` : code || "–");
  const slots = (values) => Object.entries(values || {}).map(([name, value]) => `${name} ${value}`).join(", ");
  const spaced = (name) => name.replaceAll("_", " ");

  // ---- which calls ----

  function options(id, values, label = (value) => value) {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) || 0) + 1);
    const select = at(id);
    select.append(el("option", { value: "" }, "all"));
    for (const value of [...counts.keys()].filter(Boolean).sort()) {
      select.append(el("option", { value }, `${label(value)} (${counts.get(value)})`));
    }
  }

  const texts = new Map();
  function text(call) {
    if (!texts.has(call.id)) {
      const spoken = call.turns.map((turn) => `${turn.said} ${turn.heard} ${turn.meant || ""} ${turn.understood || ""}`);
      texts.set(call.id, [call.id, call.account, call.customer, call.robot, ...spoken].join(" ").toLowerCase());
    }
    return texts.get(call.id);
  }

  function filter() {
    const wanted = at("q").value.trim().toLowerCase();
    const [belief, truth, customer, step] = ["belief", "truth", "customer", "step"].map((name) => at(`f-${name}`).value);
    const [wrong, misheard] = [at("f-wrong").checked, at("f-misheard").checked];
    shown = calls.filter((call) =>
      (!belief || call.belief === belief) && (!truth || call.truth === truth) &&
      (!customer || call.customer === customer) && (!step || call.turns.some((turn) => turn.step === step)) &&
      (!wrong || call.wrong) && (!misheard || call.turns.some((turn) => turn.wrong)) &&
      (!wanted || text(call).includes(wanted)));
    const order = at("f-order").value;
    if (order !== "at") shown.sort((one, other) => other[order] - one[order] || (one.at < other.at ? -1 : 1));
    first = 0;
    draw();
  }

  function row(call) {
    const result = call.belief === call.truth ? call.belief : `${call.truth} → ${call.belief}`;
    const button = el("button", { type: "button", "data-id": call.id, "aria-current": String(call === chosen) },
      el("span", { class: "top" }, result),
      el("span", { class: call.cost ? "fee" : "note" }, call.cost ? money(call.cost) : clock(call.ms)),
      el("span", { class: "sub" }, `${call.id} · ${call.customer || spaced(call.by)} · ${clock(call.ms)} · ${call.at.slice(5, 16).replace("T", " ")}`));
    return el("li", {}, button);
  }

  function draw() {
    list.replaceChildren(...shown.slice(first, first + PAGE).map(row));
    at("count").textContent = shown.length === calls.length ? `${calls.length} calls` : `${shown.length} of ${calls.length} calls`;
    at("where").textContent = shown.length ? `${first + 1}–${Math.min(first + PAGE, shown.length)}` : "no call fits";
    at("prev").disabled = first === 0;
    at("next").disabled = first + PAGE >= shown.length;
  }

  // ---- one call ----

  /** The longest common subsequence of two short texts, as marked-up pieces of either. */
  function differences(said, heard) {
    const [a, b] = [[...said], [...heard]];
    const table = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
    for (let i = a.length - 1; i >= 0; i--) {
      for (let j = b.length - 1; j >= 0; j--) {
        table[i][j] = a[i] === b[j] ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
      }
    }
    const [left, right] = [[], []];
    const add = (pieces, tag, character) => {
      const last = pieces[pieces.length - 1];
      if (last && last.tag === tag) last.text += character;
      else pieces.push({ tag, text: character });
    };
    let [i, j] = [0, 0];
    while (i < a.length || j < b.length) {
      if (i < a.length && j < b.length && a[i] === b[j]) {
        add(left, "", a[i++]);
        add(right, "", b[j++]);
      } else if (j < b.length && (i === a.length || table[i][j + 1] > table[i + 1][j])) add(right, "ins", b[j++]);
      else add(left, "del", a[i++]);
    }
    return [left, right].map((pieces) => pieces.map(({ tag, text }) => (tag ? el(tag, {}, text) : text)));
  }

  function tags(turn) {
    const right = turn.meant === turn.understood;
    const meant = [spaced(turn.meant || "nothing"), slots(turn.slots_meant)].filter(Boolean).join(" · ");
    const heard = [spaced(turn.understood || "nothing"), slots(turn.slots_heard)].filter(Boolean).join(" · ");
    return [
      el("p", {}, el("span", { class: "label" }, "meant"), el("span", { class: "tag" }, meant)),
      el("p", {}, el("span", { class: "label" }, "belief"), el("span", { class: `tag ${right && !turn.wrong ? "good" : "bad"}` }, heard),
        el("span", { class: "small" }, ` ${Math.round(turn.sure * 100)} % sure`)),
    ];
  }

  function bubble(turn) {
    const seek = el("button", { type: "button", "data-ms": turn.start, title: "Play from here" }, `▶ ${clock(turn.start)}`);
    const meta = el("div", { class: "meta" }, seek, el("span", {}, turn.step || ""));
    const body = [meta];
    const lang = { lang: words.language };
    if (turn.party === "robot") {
      const heard = turn.barged && turn.said.startsWith(turn.heard) ? turn.heard.length : turn.said.length;
      body.push(el("p", lang, turn.said.slice(0, heard), heard < turn.said.length ? el("span", { class: "cut" }, turn.said.slice(heard)) : ""));
      if (turn.barged) meta.append(el("span", {}, "interrupted"));
    } else {
      const [said, heard] = differences(turn.said, turn.heard);
      if (turn.barged) meta.append(el("span", {}, "barged in"));
      if (turn.known !== null) meta.append(el("span", {}, turn.known ? "phrase known to the recogniser" : "phrase new to the recogniser"));
      if (turn.wait) meta.append(el("span", {}, `turn ended after ${turn.wait} ms`));
      body.push(el("p", lang, el("span", { class: "label", lang: "en" }, "said"), ...(turn.said ? said : [el("em", { lang: "en" }, "nobody spoke")])));
      body.push(el("p", lang, el("span", { class: "label", lang: "en" }, "heard"), ...(turn.heard ? heard : [el("em", { lang: "en" }, "nothing")])));
      body.push(...tags(turn));
    }
    return el("li", { class: `turn ${turn.party}${turn.wrong ? " wrong" : ""}`, "data-turn": turn.n }, ...body);
  }

  function promise(value) {
    return value ? `${value.date} ${value.time} · ${money(value.amount)}` : "no promise";
  }

  function lanes(call) {
    const whole = Math.max(call.ms, ...call.turns.map((turn) => turn.end), 1);
    const bar = el("div", { class: "lanes", title: "Robot above, customer below; click to play from there" });
    for (const turn of call.turns) {
      const place = `left:${(100 * turn.start) / whole}%;width:${(100 * (turn.end - turn.start)) / whole}%`;
      bar.append(el("i", { class: `${turn.party}${turn.wrong ? " wrong" : ""}`, style: place }));
    }
    bar.append(el("i", { class: "head", style: "left:0" }));
    bar.dataset.whole = whole;
    return bar;
  }

  function choose(call, turn = null) {
    chosen = call;
    for (const button of list.querySelectorAll("button")) button.setAttribute("aria-current", String(button.dataset.id === call.id));
    const wrong = call.losses.map((loss) => `${words.kinds[loss.kind]} (${money(loss.cost)})`).join(", ");
    const audio = call.audio ? el("audio", { controls: "", preload: "metadata", src: call.audio, "aria-label": "Recording: robot left, customer right" }) : null;
    const kept = call.promise ? (call.kept ? " · kept" : " · broken") : "";
    bubbles = call.turns.map((one) => ({ turn: one, node: bubble(one) }));
    const parts = [
      el("h3", {}, call.id),
      el("p", { class: "small" }, `${call.at.slice(0, 19).replace("T", " ")} · account ${call.account}, attempt ${call.attempt}, ${call.bucket} · ${call.script} · robot ${call.robot} (${call.voice}) · customer ${call.customer || "–"}, ${spaced(call.by || "failed")} · grade ${call.grade} · ${spaced(call.end)}`),
      call.error ? el("p", { class: "banner" }, call.error) : null,
      el("div", { class: "outcome" },
        el("div", {}, el("span", { class: "small" }, "truth"), el("b", {}, outcome(call.truth)), promise(call.true_promise)),
        el("div", { class: call.wrong ? "wrong" : "" }, el("span", { class: "small" }, "belief"), el("b", {}, outcome(call.belief)), promise(call.promise) + kept)),
      wrong ? el("p", { class: `tag ${call.wrong ? "bad" : ""}` }, wrong) : null,
      audio || el("p", { class: "small" }, "No recording: text fidelity, or the file is not beside this page."),
      audio ? el("p", { class: "small" }, `Left ear: robot. Right ear: customer. ${decodeURIComponent(call.audio)}`) : null,
      lanes(call),
      el("ol", { class: "talk" }, ...bubbles.map(({ node }) => node)),
    ];
    at("call").replaceChildren(...parts.filter((part) => part !== null));
    if (audio) audio.addEventListener("timeupdate", () => follow(audio.currentTime * 1000));
    if (turn !== null) {
      const found = bubbles.find((one) => one.turn.n === turn);
      if (found) {
        found.node.classList.add("now");
        found.node.scrollIntoView({ block: "center" });
      }
    }
  }

  function follow(ms) {
    for (const { turn, node } of bubbles) node.classList.toggle("now", turn.start <= ms && ms < turn.end);
    const bar = at("call").querySelector(".lanes");
    bar.querySelector(".head").style.left = `${(100 * ms) / Number(bar.dataset.whole)}%`;
  }

  function play(ms) {
    const audio = at("call").querySelector("audio");
    if (!audio) return follow(ms);
    audio.currentTime = ms / 1000;
    audio.play().catch(() => follow(ms));
  }

  for (const pair of document.querySelectorAll(".costly .beside")) {
    const [said, heard] = [pair.querySelector(".said"), pair.querySelector(".got")];
    const [left, right] = differences(said.dataset.text, heard.dataset.text);
    if (said.dataset.text && heard.dataset.text) {
      said.replaceChildren(...left);
      heard.replaceChildren(...right);
    }
  }

  // ---- events ----

  function go(id) {
    history.replaceState(null, "", `#call=${encodeURIComponent(id)}`);
    choose(byId.get(id));
  }

  function fromAddress() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    const call = byId.get(wanted.get("call"));
    if (!call) return false;
    choose(call, wanted.has("turn") ? Number(wanted.get("turn")) : null);
    if (!wanted.has("turn")) at("call").scrollIntoView();
    return true;
  }

  list.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) go(button.dataset.id);
  });
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    const next = step && event.target.closest("li")[step];
    if (!next) return;
    event.preventDefault();
    next.firstChild.focus();
    go(next.firstChild.dataset.id);
  });
  at("call").addEventListener("click", (event) => {
    const bar = event.target.closest(".lanes");
    const button = event.target.closest("button[data-ms]");
    const turn = event.target.closest(".turn");
    if (bar) {
      const box = bar.getBoundingClientRect();
      play(((event.clientX - box.left) / box.width) * Number(bar.dataset.whole));
    } else if (button) play(Number(button.dataset.ms));
    else if (turn && !String(getSelection())) play(bubbles.find((one) => one.node === turn).turn.start);
  });
  at("filters").addEventListener("input", filter);
  at("filters").addEventListener("submit", (event) => event.preventDefault());
  at("prev").addEventListener("click", () => { first -= PAGE; draw(); });
  at("next").addEventListener("click", () => { first += PAGE; draw(); });
  addEventListener("hashchange", fromAddress);

  options("f-belief", calls.map((call) => call.belief), outcome);
  options("f-truth", calls.map((call) => call.truth), outcome);
  options("f-customer", calls.map((call) => call.customer));
  options("f-step", calls.flatMap((call) => [...new Set(call.turns.map((turn) => turn.step))]));
  filter();
  if (!fromAddress() && shown.length) {
    choose(shown[0]);
    draw();
  }
})();
