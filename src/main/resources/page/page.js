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
  const ANNOUNCED_SECONDS = [300, 60, 0]; // of the checkout time
  const ALMOST_SECONDS = 60;
  const ANSWER_SECONDS = 15; // an answer that takes longer will not come

  const $ = id => document.getElementById(id);
  const language = document.documentElement.lang;
  const plural = new Intl.PluralRules(language);
  const digits = new Intl.NumberFormat(language === 'ar' ? 'ar-u-nu-arab' : language, { useGrouping: 'always' });
  const padded = new Intl.NumberFormat(language === 'ar' ? 'ar-u-nu-arab' : language, { minimumIntegerDigits: 2 });

  let texts = {};
  let place = {}; // what the page says of the place: the data attributes of #main
  let clock = 0; // the service's clock less this device's, ms
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
  let pending = null; // the request that has to succeed before anything else matters

  const jitter = seconds => seconds * (0.5 + Math.random()) * 1000;
  const backoff = count => jitter(Math.min(MAX_BACKOFF_SECONDS, 2 ** Math.min(count, 6) / 2));
  const fetched = (url, options = {}) => fetch(url, { ...options, signal: AbortSignal.timeout(ANSWER_SECONDS * 1000) });
  const quiet = () => Math.max(QUIET_SECONDS, 2 * (status?.poll_after_seconds ?? 0));
  const now = () => Date.now() + clock;
  const isLive = () => place.state === 'waiting' || place.state === 'turn';

  function later(name, milliseconds, work) {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(work, milliseconds);
  }

  function say(text) {
    $('announcer').textContent = text;
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

  function mood() {
    if (room === 'paused' || room === 'sold_out') {
      return room;
    }
    return status.estimated_wait_seconds <= ALMOST_SECONDS ? 'almost' : 'waiting';
  }

  function waitInWords() {
    if (room === 'paused' || room === 'sold_out') {
      return texts[`wait.${room}`];
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
    const position = digits.format(status.position);
    write('headline', texts[`headline.${mood()}`]);
    write('lead', texts[`lead.${mood()}`]);
    write('position', position);
    write('ahead', digits.format(status.position - 1));
    write('wait', waitInWords());
    write('note', room === 'closed' ? texts['note.closed'] : '');
    $('note').hidden = room !== 'closed';
    const way = Math.max(Number(place.start), status.position) + 1;
    const percent = Math.floor(((way - status.position) * 100) / way);
    $('progress').value = Math.max($('progress').value, percent);
    showTitle(`(${position}) `);
    if ($('headline').textContent !== before) {
      say(`${$('headline').textContent}. ${$('lead').textContent}`);
    } else if (status.position <= place.said / 2) {
      say(texts['announce.position'].replace('{0}', position));
    } else {
      return;
    }
    place.said = status.position;
  }

  function showTime() {
    const seconds = Math.max(0, Math.floor((Number(place.until) - now()) / 1000));
    if (place.state === 'waiting') {
      write('kept', duration(seconds, false));
      // Waits may have been prolonged since; that one is over is said by the stream or a poll.
      $('kept').parentElement.hidden = seconds === 0;
    } else if (place.state === 'turn') {
      write('left', timeLeft(seconds));
      const step = ANNOUNCED_SECONDS.find(limit => seconds === limit);
      if (step > 0) {
        say(texts['announce.left'].replace('{1}', duration(seconds, false)));
      }
    }
    if (seconds === 0 && place.state === 'turn' && !timers.ended) {
      later('ended', jitter(2), () => { delete timers.ended; reload(); });
    }
  }

  function connection(isLost) {
    if (isLost === lost) {
      return;
    }
    lost = isLost;
    const line = $('connection');
    line.hidden = !isLost;
    line.textContent = isLost ? texts[isLive() ? 'connection.lost' : 'connection.none'] : '';
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
    if (!main) {
      throw new Error('no page');
    }
    const before = place.state;
    const hadFocus = $('main').contains(document.activeElement);
    stop();
    $('main').replaceWith(main);
    document.title = page.title;
    begin();
    if (before && before !== place.state && (isNews(before) || hadFocus)) {
      $('headline').focus();
    }
    if (place.state === 'turn' && before !== 'turn') {
      ring();
    }
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

  async function load(url, method) {
    const headers = { Accept: 'text/html' };
    if (joining && place.proof) {
      headers['X-Altcha'] = await prove();
      proofs++;
    }
    const answer = await fetched(url, { method, headers, cache: 'no-store' });
    const html = await answer.text();
    // 503 is a page worth showing only if it is about the queue, and not about us.
    if (answer.status >= 500 && !html.includes('data-state="full"')) {
      throw new Error(`status ${answer.status}`);
    }
    failures = 0;
    connection(false);
    take(html);
  }

  /** Until it works; all our requests may be repeated. */
  function attempt(url, method) {
    pending = { url, method };
    clearTimeout(timers.attempt);
    load(url, method).catch(() => {
      failures++;
      connection(true);
      later('attempt', backoff(failures), () => attempt(url, method));
    });
  }

  function reload() {
    attempt(place.page, 'GET');
  }

  function submit(form) {
    joining = true;
    if (form.id === 'join') {
      write('headline', texts.joining);
      $('join').hidden = true;
    }
    attempt(form.action, 'POST');
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
      }
      showWaiting();
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
        later('ask', jitter(news.poll_after_seconds), ask);
        later('listen', backoff(streamFailures + 1), listen);
      }
    } catch {
      close();
      failures++;
      connection(true);
      later('ask', backoff(failures), ask);
    }
  }

  function listen() {
    if (!isLive() || stream) {
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

  /** The event's own news: state, name and message. The same for everybody, so caches may answer. */
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
    room = event.state;
    if (event.name) {
      write('name', event.name);
    }
    const message = event.message.trim();
    if (message !== $('message-text').textContent) {
      $('message-text').textContent = message;
      $('message').hidden = message === '';
      say(message);
    }
    if (place.state === 'waiting') {
      showWaiting();
    } else if (!isLive() && wasOpen !== (room !== 'closed' && room !== 'sold_out')) {
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

  /** An event may still be on its way in the stream; whether the network is back is asked for, as after any failure. */
  function goOffline() {
    if (isLive()) {
      close();
      failures++;
      connection(true);
      later('ask', backoff(failures), ask);
    }
  }

  function tick() {
    const limit = document.hidden ? ASLEEP_HIDDEN_SECONDS : ASLEEP_SECONDS;
    const asleep = Date.now() - ticks.at > limit * 1000;
    ticks.at = Date.now();
    showTime();
    if (asleep) {
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
    clock = Number(place.now) - Date.now();
    room = place.room;
    status = null;
    place.said = Infinity;
    document.querySelectorAll('#main form').forEach(form => form.addEventListener('submit', onSubmit));
    $('sound').hidden = !('AudioContext' in window);
    $('sound').querySelector('input').checked = audio !== null;
    $('sound').addEventListener('change', event => {
      audio = event.target.checked ? (audio ?? new AudioContext()) : null;
    });
    later('event', jitter(MIN_EVENT_SECONDS), askEvent);
    if (isLive()) {
      showTime();
      listen();
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
    addEventListener('offline', goOffline);
    addEventListener('pagehide', close);
    addEventListener('pageshow', event => event.persisted && refresh());
    document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && !stream && refresh());
  }

  // A page that was only loaded ahead takes no place.
  if (document.prerendering) {
    document.addEventListener('prerenderingchange', start, { once: true });
  } else {
    start();
  }
})();
