// The search page: asks the bundles of all months, shows what they find, and keeps the query in the address.
// Addresses may carry more than ?q=: ?tag=, ?edition=, ?month= and ?language= narrow what is found.
"use strict";

{
  const AT_ONCE = 20; // results shown before more are asked for
  const RESTS = 200; // milliseconds without a key before a search begins
  const EXCERPT = 45; // words; a Chinese character is one
  const HAN = "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}";
  const POINTS = "\\u3001-\\u303f\\uff01-\\uff0f\\uff1a-\\uff20";
  const [OPEN, CLOSE] = ["\ue000", "\ue001"]; // stand for <mark> and </mark> while an excerpt is text
  const NARROWED_BY = ["tag", "edition", "month", "language"];

  const box = document.getElementById("search");
  const field = document.getElementById("query");
  const list = document.getElementById("results");
  const status = document.getElementById("status");
  const root = new URL("../", document.querySelector('script[src$="assets/search.js"]').src);
  const filters = {};
  let engine = null;
  let asked = 0;

  // ---- the index

  const open = async () => {
    const answer = await fetch(new URL("pagefind/bundles.json", root));
    const { bundles } = await answer.json();
    if (bundles.length === 0) return null;
    const path = (month) => new URL(`pagefind/${month}/`, root).pathname;
    const pagefind = await import(new URL(`pagefind/${bundles[0]}/pagefind.js`, root));
    const options = { baseUrl: root.pathname, excerptLength: EXCERPT };
    // On a Chinese page Pagefind would cut queries into words by itself, other than the index has them.
    const { lang } = document.documentElement;
    document.documentElement.lang = "en";
    let instance;
    try {
      instance = pagefind.createInstance({ ...options, basePath: path(bundles[0]) });
    } finally {
      document.documentElement.lang = lang;
    }
    await instance.init();
    await Promise.all(bundles.slice(1).map((month) => instance.mergeIndex(path(month), { ...options, language: "en" })));
    return instance;
  };

  // Every term is asked for as a phrase: a run of Chinese has its characters in a row, GPT-5 its parts. Without quotes
  // Pagefind also gives what merely begins like a word that a month does not have.
  const phrase = (words) => `"${words.join(" ")}"`;
  const isHan = (run) => new RegExp(`^[${HAN}]`, "u").test(run);
  const runsOf = (query) => query.match(new RegExp(`[${HAN}]+|[^\\s"${HAN}]*[\\p{L}\\p{N}][^\\s"${HAN}]*`, "gu")) ?? [];
  const strict = (run) => [phrase(isHan(run) ? [...run] : run.split("-").filter(Boolean))];
  const loose = (run) => {
    if (!isHan(run)) return strict(run);
    const words = new Intl.Segmenter("zh", { granularity: "word" }).segment(run);
    return [...words].map((word) => phrase([...word.segment]));
  };

  const all = async (instance, terms) => {
    const answers = await Promise.all(terms.map((term) => instance.search(term, { filters })));
    const [first, ...rest] = answers.map((answer) => new Map(answer.results.map((result) => [result.id, result])));
    const score = (id) => [first, ...rest].reduce((sum, found) => sum + found.get(id).score, 0);
    return [...first.keys()]
      .filter((id) => rest.every((found) => found.has(id)))
      .map((id) => ({ result: first.get(id), score: score(id) }))
      .sort((one, other) => other.score - one.score)
      .map(({ result }) => result);
  };

  const find = async (query) => {
    engine ??= open();
    const instance = await engine;
    if (instance === null) return [];
    const runs = runsOf(query);
    if (runs.length === 0) {
      if (query) return [];
      const answer = await instance.search(null, { filters, sort: { day: "desc" } });
      return answer.results;
    }
    const found = await all(instance, runs.flatMap(strict));
    return found.length > 0 ? found : all(instance, runs.flatMap(loose));
  };

  // ---- what is shown

  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value);
    return made;
  };

  // The index has spaces where the text has none; see `separated` in search.py.
  const joined = (text) => {
    const marks = `[${OPEN}${CLOSE}]*`;
    return text
      .replace(new RegExp(`(?<=[${HAN}${POINTS}]${marks}) +(?=${marks}[${HAN}${POINTS}])`, "gu"), "")
      .replace(new RegExp(`(?<=[${POINTS}]${marks}) +| +(?=${marks}[${POINTS}])`, "gu"), "")
      .replace(new RegExp(`(?<=\\w${marks}-${marks}) +(?=${marks}\\w)`, "gu"), "")
      .replaceAll(`${CLOSE}${OPEN}`, "");
  };

  // An excerpt is text with <mark>, in which "<" and ">" are escaped; nothing in it becomes markup but the marks.
  const excerpt = (html) => {
    const text = html.replaceAll("<mark>", OPEN).replaceAll("</mark>", CLOSE).replaceAll("&lt;", "<").replaceAll("&gt;", ">");
    const shown = document.createElement("p");
    for (const part of joined(text).split(new RegExp(`(${OPEN}[^${CLOSE}]*${CLOSE})`, "u"))) {
      const plain = part.replaceAll(OPEN, "").replaceAll(CLOSE, "");
      shown.append(part.startsWith(OPEN) ? element("mark", plain) : plain);
    }
    return shown;
  };

  const row = (story) => {
    const url = new URL(story.raw_url.replace(/^\/+/, ""), root);
    if (url.origin !== root.origin) return null;
    const lang = story.filters.language?.[0] === "zh" ? "zh-Hans" : story.filters.language?.[0];
    const shown = document.createElement("li");
    const origin = document.createElement("p");
    origin.append(element("time", story.meta.day, { datetime: story.meta.day }), ` · ${story.meta.source}`);
    const told = excerpt(story.excerpt);
    if (lang) told.lang = lang;
    shown.append(element("a", story.meta.title, { href: url.href, lang }), origin, told);
    return shown;
  };

  const show = async (results, turn, from = 0) => {
    const stories = await Promise.all(results.slice(from, from + AT_ONCE).map((result) => result.data()));
    if (turn !== asked) return;
    const rows = stories.map(row).filter(Boolean);
    if (from === 0) list.replaceChildren(...rows);
    else list.append(...rows);
    box.querySelector("button")?.remove();
    if (from > 0) rows[0]?.querySelector("a").focus();
    if (results.length > from + AT_ONCE) {
      const button = element("button", box.dataset.more, { type: "button", class: "more" });
      button.addEventListener("click", () => show(results, turn, from + AT_ONCE));
      list.after(button);
    }
  };

  const clear = (message) => {
    list.replaceChildren();
    box.querySelector("button")?.remove();
    status.textContent = message;
  };

  const search = async () => {
    const turn = ++asked;
    const query = field.value.trim();
    const address = new URL(location.href);
    if (query) address.searchParams.set("q", query);
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
    if (!query && Object.keys(filters).length === 0) return clear("");
    try {
      const results = await find(query);
      if (turn !== asked) return;
      if (results.length === 0) return clear(box.dataset.none);
      await show(results, turn);
      if (turn === asked) status.textContent = box.dataset.found.replace("{count}", results.length);
    } catch {
      engine = null; // the next key tries again
      if (turn === asked) clear(box.dataset.failed);
    }
  };

  // ---- the keyboard

  const step = (event) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!way) return;
    const places = [field, ...list.querySelectorAll("a")];
    const next = places[places.indexOf(document.activeElement) + way];
    if (!next || !places.includes(document.activeElement)) return;
    event.preventDefault();
    next.focus();
  };

  if (location.protocol === "file:") {
    // Browsers let no page read the files beside it.
    field.disabled = true;
    status.textContent = box.dataset.failed;
  } else {
    let timer = 0;
    const parameters = new URLSearchParams(location.search);
    for (const name of NARROWED_BY) if (parameters.has(name)) filters[name] = parameters.getAll(name);
    field.value = parameters.get("q") ?? "";
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(search, RESTS);
    });
    box.addEventListener("keydown", step);
    if (field.value || Object.keys(filters).length > 0) search();
    else field.focus();
  }
}
