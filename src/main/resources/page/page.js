// Keeps the waiting page live. The page is complete without it: what the service renders is what is shown here, and
// wherever a state changes that cannot be put into a number, this asks the service for the page again.
(() => {
  'use strict';

  const MAX_PROOFS = 3;
  const MIN_EVENT_SECONDS = 5;
  const MAX_EVENT_SECONDS = 30;
  const MAX_BACKOFF_SECONDS = 30;
  const QUIET_SECONDS = 20; // without a word from the stream, ask: an estimate ages, and connections die unnoticed
  const ASLEEP_SECONDS = 10; // a second that took longer: the device slept
  const ASLEEP_HIDDEN_SECONDS = 180; // browsers wake hidden pages once a minute
  const ANNOUNCED_SECONDS = [300, 60]; // of the checkout time
  const SAID_SECONDS = 10; // what was said must not contradict the page later
  const CLOCK_SECONDS = 2; // answers tell the time to the second, so less is no difference
  const FOCUSABLE = 'h2, a, button, input, summary';
  const ALMOST_SECONDS = 60;
  const ANSWER_SECONDS = 15; // an answer that takes longer will not come
  const STRAIGHT_SECONDS = 5; // a turn this soon after the join was no wait

  const $ = id => document.getElementById(id);
  const language = document.documentElement.lang;
  const plural = 'PluralRules' in Intl ? new Intl.PluralRules(language) : { select: () => 'other' };
  const digits = new Intl.NumberFormat(language === 'ar' ? 'ar-u-nu-arab' : language, { useGrouping: 'always' });
  const padded = new Intl.NumberFormat(language === 'ar' ? 'ar-u-nu-arab' : language, { minimumIntegerDigits: 2 });

  let texts = {};
  let place = {}; // what the page says of the place: the data attributes of #main
  let clock = { service: 0, at: 0 }; // the service's time when performance.now() was `at`, ms
  let room = 'open';
  let status = null; // the last status object while waiting
  let stream = null;
  let failures = 0;
  let streamFailures = 0;
  let timers = {};
  let ticks = { at: Date.now(), word: Date.now() };
  let audio = null;
  let lost = false;
  let joining = false;
  let proofs = 0;
  let straightUntil = 0; // a turn that comes before, by performance.now(), is gone on with at once
  let pending = null; // the request that has to succeed before anything else matters
  let hush; // empties the announcer

  const jitter = seconds => seconds * (0.5 + Math.random()) * 1000;
  const backoff = count => jitter(Math.min(MAX_BACKOFF_SECONDS, 2 ** Math.min(count, 6) / 2));
  const quiet = () => Math.max(QUIET_SECONDS, 2 * (status?.poll_after_seconds ?? 0));
  const now = () => clock.service + performance.now() - clock.at;
  const isLive = () => place.state === 'waiting' || place.state === 'turn';

  function later(name, milliseconds, work) {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(work, milliseconds);
  }

  function say(text) {
    $('announcer').textContent = text;
    clearTimeout(hush);
    hush = setTimeout(() => { $('announcer').textContent = ''; }, SAID_SECONDS * 1000);
  }

  /** A request that ends; AbortSignal.timeout is missing in browsers that are still in use. */
  async function fetched(url, options = {}) {
    const limit = new AbortController();
    setTimeout(() => limit.abort(), ANSWER_SECONDS * 1000); // also for the body, which comes later
    const answer = await fetch(url, { ...options, signal: limit.signal });
    const time = Date.parse(answer.headers.get('Date'));
    if (options.cache === 'no-store' && Math.abs(time - now()) > CLOCK_SECONDS * 1000) {
      setClock(time);
    }
    return answer;
  }

  function setClock(time) {
    clock = { service: time, at: performance.now() };
  }

  function write(id, text) {
    if ($(id).textContent !== text) {
      $(id).textContent = text;
    }
  }

  // --- words, as WaitPage and Texts have them ---

  function counted(key, number) {
    const text = texts[`${key}.${plural.select(number)}`] ?? texts[`${key}.other`];
    return text.replace('{0}', digits.format(number));
  }

  function duration(seconds, up) {
    if (seconds < 60) {
      return texts['duration.moment'];
    }
    const round = up ? Math.ceil : Math.floor;
    let minutes = round(seconds / 60);
    if (minutes > (up ? 10 : 30)) {
      minutes = round(minutes / 5) * 5;
    }
    return minutes < 120
      ? counted('duration.minutes', minutes)
      : counted('duration.hours', round(seconds / 3600));
  }

  function timeLeft(seconds) {
    const minutes = Math.floor(seconds / 60);
    return `${digits.format(minutes)}:${padded.format(seconds % 60)}`;
  }

  function timeLeftInWords(seconds) {
    return texts['announce.left'].replace('{1}', duration(seconds, false));
  }

  function mood() {
    if (room === 'paused' || room === 'sold_out') {
      return room;
    }
    return status.estimated_wait_seconds <= ALMOST_SECONDS ? 'almost' : 'waiting';
  }

  function waitInWords() {
    if (room === 'paused') {
      return texts['wait.paused'];
    }
    return status.estimated_wait_seconds === undefined
      ? texts['wait.unknown']
      : duration(status.estimated_wait_seconds, true);
  }

  // --- what is shown ---

  function showTitle(prefix) {
    document.title = `${prefix}${$('headline').textContent} – ${$('name').textContent}`;
  }

  function showWaiting() {
    if (!status || place.state !== 'waiting') {
      return;
    }
    const before = $('headline').textContent;
    const isOver = room === 'sold_out';
    const position = digits.format(status.position);
    write('headline', texts[`headline.${mood()}`]);
    write('lead', texts[`lead.${mood()}`]);
    showQueue(position, isOver);
    showTitle(isOver ? '' : `(${position}) `);
    if ($('headline').textContent !== before) {
      say(`${$('headline').textContent}. ${$('lead').textContent}`);
    } else if (!isOver && status.position <= place.said / 2) {
      say(texts['announce.position'].replace('{0}', position));
    } else {
      return;
    }
    place.said = status.position;
  }

  function showQueue(position, isOver) {
    $('queue').hidden = isOver;
    write('position', position);
    write('ahead', digits.format(status.position - 1));
    write('wait', waitInWords());
    write('note', room === 'closed' ? texts['note.closed'] : '');
    $('note').hidden = room !== 'closed';
    const way = Math.max(Number(place.start), status.position) + 1;
    const percent = Math.floor(((way - status.position) * 100) / way);
    $('progress').value = Math.max($('progress').value, percent);
  }

  function showTime() {
    const seconds = Math.max(0, Math.floor((Number(place.until) - now()) / 1000));
    if (place.state === 'waiting') {
      write('kept', duration(seconds, false));
      // Only a warning: where the session ends before twice the estimated wait. Zero: its end was put off since.
      if (status || seconds === 0) {
        $('kept').parentElement.hidden = seconds === 0 || !(seconds < 2 * status?.estimated_wait_seconds);
      }
    } else if (place.state === 'turn') {
      write('left', timeLeft(seconds));
      const passed = ANNOUNCED_SECONDS.filter(limit => seconds <= limit).length;
      if (passed > place.passed && seconds > 0) {
        say(timeLeftInWords(seconds));
      }
      place.passed = passed;
    }
    if (seconds === 0 && place.state === 'turn' && !timers.ended) {
      later('ended', jitter(2), () => { delete timers.ended; reload(); });
    }
  }

  function showPrinted() {
    const format = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'long' });
    $('printed').querySelector('time').textContent = format.format(now());
  }

  function connection(isLost) {
    if (isLost === lost) {
      return;
    }
    lost = isLost;
    $('connection').textContent = isLost ? texts[isLive() ? 'connection.lost' : 'connection.none'] : '';
    if (!isLost) {
      say(texts['connection.back']);
    }
  }

  function ring() {
    if (!audio) {
      return;
    }
    [0, 0.25, 0.5].forEach((start, i) => {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = 523 * [1, 1.26, 1.5][i];
      volume.gain.setValueAtTime(0.2, audio.currentTime + start);
      volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + start + 0.6);
      tone.connect(volume).connect(audio.destination);
      tone.start(audio.currentTime + start);
      tone.stop(audio.currentTime + start + 0.6);
    });
  }

  // --- the page itself, asked for again ---

  /** Puts a page that the service rendered in the place of this one. */
  function take(html) {
    const page = new DOMParser().parseFromString(html, 'text/html');
    const main = page.getElementById('main');
    const before = place.state;
    const focused = [...$('main').querySelectorAll(FOCUSABLE)].indexOf(document.activeElement);
    const isOpen = $('leave')?.open;
    stop();
    $('main').replaceWith(main);
    document.title = page.title;
    begin();
    if (place.state === 'turn' && place.straight && performance.now() < straightUntil) {
      straightUntil = 0;
      location.replace($('checkout').href);
      return;
    }
    if (before === place.state) {
      if (isOpen) {
        $('leave').open = true;
      }
      $('main').querySelectorAll(FOCUSABLE)[focused]?.focus();
      return;
    }
    if (before && (isNews(before) || focused >= 0)) {
      $('headline').focus();
    }
    say(changeInWords());
    if (place.state === 'turn') {
      ring();
    }
  }

  /** What is spoken when the state has changed. */
  function changeInWords() {
    const sentences = [`${$('headline').textContent}.`, $('lead').textContent];
    if (place.state === 'turn') {
      const half = 30; // to the next minute: "15 minutes", and not "14" a second later
      sentences.splice(1, 0, timeLeftInWords(Math.max(0, Math.floor((Number(place.until) - now()) / 1000)) + half));
    } else if (place.state === 'waiting' && room !== 'sold_out') {
      sentences.splice(1, 1, texts['announce.position'].replace('{0}', $('position').textContent), $('wait').textContent);
    }
    return sentences.join(' ');
  }

  /** Coming in is no news; being let in, or out, is. */
  function isNews(before) {
    return before !== 'none' && before !== 'full';
  }

  /** A solved challenge of the ALTCHA scheme, as the service takes it. */
  async function prove() {
    const asked = await (await fetched(place.proof, { cache: 'no-store' })).json();
    const encoder = new TextEncoder();
    for (let number = 0; number <= asked.maxnumber; number++) {
      const hash = new Uint8Array(await crypto.subtle.digest(asked.algorithm, encoder.encode(asked.salt + number)));
      if (Array.from(hash, byte => byte.toString(16).padStart(2, '0')).join('') === asked.challenge) {
        const { algorithm, challenge, salt, signature } = asked;
        return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
      }
    }
    throw new Error('no solution');
  }

  async function load({ url, method }) {
    const headers = { Accept: 'text/html' };
    if (joining && place.proof) {
      headers['X-Altcha'] = await prove();
      proofs++;
    }
    const answer = await fetched(url, { method, headers, cache: 'no-store' });
    const html = await answer.text();
    // 503 is a page worth showing only if it is about the queue, and not about us.
    if ((answer.status >= 500 && !html.includes('data-state="full"')) || !html.includes('<main id="main"')) {
      throw new Error(`status ${answer.status}`);
    }
    return html;
  }

  /** Until it works; all our requests may be repeated. One at a time: the answer to an older one comes too late. */
  async function attempt(url, method) {
    if (pending?.isUnderWay && pending.url === url && pending.method === method) {
      return;
    }
    const mine = { url, method, isUnderWay: true };
    pending = mine;
    clearTimeout(timers.attempt);
    let html;
    try {
      html = await load(mine);
    } catch {
      if (pending === mine) {
        mine.isUnderWay = false;
        failures++;
        connection(true);
        later('attempt', backoff(failures), () => attempt(url, method));
      }
      return;
    }
    if (pending === mine) {
      failures = 0;
      connection(false);
      take(html);
    }
  }

  function reload() {
    attempt(place.page, 'GET');
  }

  function submit(form) {
    if (form.id === 'join' && place.proof && !window.crypto?.subtle) {
      explainProof();
      return;
    }
    joining = true;
    if (form.id === 'join') {
      write('headline', texts.joining);
      $('join').hidden = true;
      straightUntil = place.straight ? performance.now() + STRAIGHT_SECONDS * 1000 : 0;
    }
    attempt(form.action, 'POST');
  }

  /** Browsers compute no hashes for a page that came over plain http, so nobody can join from it. */
  function explainProof() {
    write('lead', texts['lead.insecure']);
    $('join').hidden = true;
    $('reload').hidden = false; // perhaps no proof is asked for by then
    say(texts['lead.insecure']);
  }

  function onSubmit(event) {
    event.preventDefault();
    submit(event.target);
  }

  // --- news of the place ---

  function hear(news) {
    ticks.word = Date.now();
    failures = 0;
    connection(false);
    const expected = place.state === 'turn' ? 'admitted' : 'queued';
    if (news.status !== expected) {
      reload();
    } else if (news.status === 'queued') {
      // Two answers may overtake each other; a position never gets worse.
      if (!status || news.position <= status.position) {
        status = news;
        if (news.room_state) {
          hearRoom(news.room_state, news.message);
        }
      }
      showWaiting();
    }
  }

  function hearRoom(state, text) {
    const message = text.trim();
    room = state;
    if (message !== $('message-text').textContent) {
      $('message-text').textContent = message;
      $('message').hidden = message === '';
      say(message);
    }
  }

  async function ask() {
    if (!isLive()) {
      return;
    }
    try {
      const answer = await fetched(place.statusUrl, { cache: 'no-store' });
      if (answer.status === 404 || answer.status === 410) {
        reload();
        return;
      }
      if (!answer.ok) {
        throw new Error(`status ${answer.status}`);
      }
      const news = await answer.json();
      hear(news);
      if (!stream) {
        later('ask', jitter(news.poll_after_seconds ?? MIN_EVENT_SECONDS), ask);
        later('listen', backoff(streamFailures + 1), listen);
      }
    } catch {
      retry();
    }
  }

  /** Says that the connection is lost, and asks again after a while. */
  function retry() {
    close();
    failures++;
    connection(true);
    later('ask', backoff(failures), ask);
  }

  /** Browsers open six connections to a host over HTTP/1.1: hidden tabs poll, unless they are to ring. */
  function isAside() {
    return !('EventSource' in window) || (document.hidden && !audio);
  }

  function listen() {
    if (!isLive() || stream || isAside()) {
      return;
    }
    stream = new EventSource(place.streamUrl);
    for (const name of ['position', 'ready', 'ended']) {
      stream.addEventListener(name, event => {
        streamFailures = 0;
        clearTimeout(timers.ask);
        hear(JSON.parse(event.data));
      });
    }
    stream.onerror = () => {
      // The browser would go on by itself, but not after every kind of failure, and without backing off.
      close();
      streamFailures++;
      later('ask', jitter(0.5), ask);
    };
  }

  function close() {
    stream?.close();
    stream = null;
  }

  /** The event's own news: name, state and message. The same for everybody, so caches may answer. */
  async function askEvent() {
    const usual = status?.poll_after_seconds ?? (isLive() ? MIN_EVENT_SECONDS : MAX_EVENT_SECONDS);
    let pause = Math.min(MAX_EVENT_SECONDS, Math.max(MIN_EVENT_SECONDS, usual));
    try {
      const answer = await fetched(place.eventUrl);
      if (answer.ok) {
        hearEvent(await answer.json());
      }
    } catch {
      pause = MAX_EVENT_SECONDS;
    }
    later('event', jitter(pause), askEvent);
  }

  function hearEvent(event) {
    const wasOpen = room !== 'closed' && room !== 'sold_out';
    if (event.name) {
      write('name', event.name);
    }
    if (!status?.room_state) { // else the session's own news are newer
      hearRoom(event.state, event.message);
      showWaiting();
    }
    if (!isLive() && wasOpen !== (room !== 'closed' && room !== 'sold_out')) {
      reload();
    }
  }

  /** Everything again, at once: after sleep, without network, from the back-forward cache. */
  function refresh() {
    failures = 0;
    close();
    if (pending) {
      attempt(pending.url, pending.method);
    } else if (isLive()) {
      ask();
      askEvent();
    }
  }

  function look() {
    if (!document.hidden && !stream) {
      refresh();
    } else if (stream && isAside()) {
      close();
      later('ask', jitter(status?.poll_after_seconds ?? MIN_EVENT_SECONDS), ask);
    }
  }

  function tick() {
    const limit = document.hidden ? ASLEEP_HIDDEN_SECONDS : ASLEEP_SECONDS;
    const asleep = Math.abs(Date.now() - ticks.at) > limit * 1000; // or the device's clock was set
    ticks.at = Date.now();
    showTime();
    if (asleep) {
      ticks.word = ticks.at;
      refresh();
    } else if (isLive() && Date.now() - ticks.word > quiet() * 1000) {
      ticks.word = Date.now();
      ask();
    }
  }

  function stop() {
    close();
    Object.values(timers).forEach(clearTimeout);
    timers = {};
  }

  /** Reads what the service has rendered, and goes on from there. */
  function begin() {
    const wasJoining = joining;
    joining = false;
    pending = null;
    place = { ...$('main').dataset };
    if (place.state === 'notice') {
      return;
    }
    texts = JSON.parse($('texts').textContent);
    setClock(Number(place.now));
    room = place.room;
    status = null;
    place.said = Infinity;
    place.passed = Infinity;
    $('reload').hidden = true;
    document.querySelectorAll('#main form').forEach(form => form.addEventListener('submit', onSubmit));
    $('sound').hidden = !('AudioContext' in window);
    $('sound').querySelector('input').checked = audio !== null;
    $('sound').addEventListener('change', event => {
      audio = event.target.checked ? (audio ?? new AudioContext()) : null;
    });
    later('event', jitter(MIN_EVENT_SECONDS), askEvent);
    if (isLive()) {
      showTime();
      if (isAside()) {
        later('ask', jitter(1), ask);
      } else {
        listen();
      }
    } else if (place.state === 'none' && (!wasJoining || (place.proof && proofs < MAX_PROOFS)) && navigator.cookieEnabled) {
      submit($('join'));
    } else if (place.state === 'full') {
      later('attempt', jitter(Number(place.retry)), () => submit($('join')));
    }
    if (place.state === 'turn') {
      showTitle('● ');
    }
  }

  function start() {
    begin();
    setInterval(tick, 1000);
    addEventListener('online', refresh);
    addEventListener('offline', () => isLive() && retry()); // an event that is still on its way must not hide the news
    addEventListener('pagehide', close);
    addEventListener('pageshow', event => event.persisted && refresh());
    addEventListener('beforeprint', showPrinted);
    document.addEventListener('visibilitychange', look);
  }

  // A page that was only loaded ahead takes no place.
  if (document.prerendering) {
    document.addEventListener('prerenderingchange', start, { once: true });
  } else {
    start();
  }
})();
