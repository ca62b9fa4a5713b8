// The console without this file is a set of plain forms; what is here only makes it quicker.
// No eval, no inline code, no markup built from text: the page's policy forbids them and so do we.
'use strict';

// The one-time code travels in the fragment, which browsers never send: it stays out of logs and histories of servers.
function fillCode() {
  const field = document.getElementById('code');
  if (field && location.hash.length > 1) {
    field.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, '', location.pathname);
    const button = document.querySelector('[data-action="sign-in"]');
    if (button) button.focus();
  }
}

// Times are written in UTC for everyone; the reader's own zone is one hover away.
function localTimes(root) {
  root.querySelectorAll('time[datetime]').forEach((time) => {
    const at = new Date(time.getAttribute('datetime'));
    if (!Number.isNaN(at.getTime())) time.title = at.toLocaleString(undefined, { dateStyle: 'full', timeStyle: 'long' });
  });
}

function startPlayer() {
  const stage = document.getElementById('player');
  if (!stage || !window.AsciinemaPlayer || !stage.dataset.src) return;
  let speed = 1;
  let player = null;
  const open = (at, play) => {
    if (player) player.dispose();
    player = AsciinemaPlayer.create(stage.dataset.src, stage, {
      speed, idleTimeLimit: 2, fit: 'width', theme: 'asciinema', startAt: at, autoPlay: play, preload: true,
      terminalFontFamily: 'ui-monospace, "SF Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace',
    });
  };
  open(Number(stage.dataset.at || 0), false);
  const choice = document.getElementById('speed');
  if (choice) {
    choice.addEventListener('change', () => {
      const at = player.getCurrentTime();
      speed = Number(choice.value);
      Promise.resolve(at).then((seconds) => open(seconds || 0, true));
    });
  }
  document.addEventListener('click', (event) => {
    const hit = event.target instanceof Element ? event.target.closest('[data-seek]') : null;
    if (!hit) return;
    player.seek(Number(hit.dataset.seek)).then(() => player.pause());
    stage.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
  });
}

// A stream that was cut may tell of a request twice. The newer telling replaces the older one.
function keepInboxTrue() {
  if (!document.getElementById('inbox')) return;
  document.body.addEventListener('htmx:sseBeforeMessage', (event) => {
    if (event.target.id !== 'inbox' && event.target.id !== 'emergencies') return;
    const named = /data-request="(r-[a-z2-7]{10})"/.exec(event.detail.data);
    const known = named && document.querySelector('#waiting [data-request="' + named[1] + '"]');
    if (known) known.remove();
  });
  document.body.addEventListener('htmx:sseOpen', () => setLive(true));
  document.body.addEventListener('htmx:sseError', () => setLive(false));
  document.body.addEventListener('htmx:afterSwap', countInbox);
  document.body.addEventListener('htmx:sseMessage', countInbox);
}

function setLive(on) {
  const sign = document.getElementById('stream');
  if (!sign) return;
  sign.className = on ? 'badge good' : 'badge wait';
  sign.textContent = on ? 'Up to date' : 'Reconnecting';
}

function countInbox() {
  const waiting = document.querySelectorAll(
    '#inbox [data-state="pending"], #waiting [data-review="open"], #waiting [data-review="overdue"], #lines [data-line]').length;
  const count = document.getElementById('inbox-count');
  if (count) {
    count.textContent = String(waiting);
    count.hidden = waiting === 0;
  }
  localTimes(document);
}

// Passkeys: the server asks, the key signs, and the form carries the answer back like any other field.
async function askPasskey(form, field) {
  const token = form.querySelector('[name="_csrf"]').value;
  const response = await fetch(form.dataset.options, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'application/json', 'X-CSRF-Token': token },
    body: '',
  });
  const asked = await response.json();
  if (!response.ok) throw new Error(asked.detail || 'Try again.');
  const answer = form.dataset.passkey === 'create'
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(asked) });
  field.value = JSON.stringify(answer.toJSON());
  form.submit();
}

function startPasskeys() {
  document.querySelectorAll('form[data-passkey]').forEach((form) => {
    const field = form.querySelector('[name="credential"]');
    const button = form.querySelector('button');
    const notice = form.querySelector('[role="alert"]');
    const say = (text) => {
      notice.textContent = text;
      notice.hidden = false;
      button.disabled = false;
    };
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!window.PublicKeyCredential || !PublicKeyCredential.parseRequestOptionsFromJSON) {
        say('This browser is too old for passkeys here.');
        return;
      }
      notice.hidden = true;
      button.disabled = true;
      askPasskey(form, field).catch((error) => say(error.name === 'NotAllowedError'
        ? 'Nothing was shown. Try again.'
        : 'This did not work: ' + error.message));
    });
  });
}

// Refusals come back as small pages of their own; show them where the button was pressed.
document.addEventListener('htmx:beforeSwap', (event) => {
  const status = event.detail.xhr.status;
  if (status >= 400 && event.detail.xhr.getResponseHeader('X-Fragment') === 'yes') {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
  if (status === 401) location.assign('/sign-in');
});

document.addEventListener('DOMContentLoaded', () => {
  fillCode();
  localTimes(document);
  startPlayer();
  startPasskeys();
  keepInboxTrue();
});
