"""What the pages do in the browser beside Gradio: small scripts of the HTML parts.

Each is run once its part is on the page; `element`, `trigger` and `watch` are Gradio's.
"""

# A mark [1] opens its source; without a script it only leads there.
OPEN_SOURCE = """
element.addEventListener('click', event => {
  const mark = event.target.closest('a.mark');
  const source = mark && element.querySelector(mark.getAttribute('href'));
  if (!source) return;
  event.preventDefault();
  source.open = true;
  source.scrollIntoView({block: 'center'});
  source.querySelector('summary').focus({preventScroll: true});
});
"""

# What is read aloud stands beside the element, inside of which Gradio draws anew, and is emptied:
# it must not be met a second time.
_READ = """
const live = document.createElement('div');
live.className = 'unseen';
live.setAttribute('aria-live', 'polite');
element.after(live);
let emptying;
const read = text => {
  live.textContent = text;
  clearTimeout(emptying);
  emptying = setTimeout(() => { live.textContent = ''; }, 5000);
};
"""

# Of what is drawn anew as a whole, the numbered parts that have changed are read aloud, no others;
# many at once are those of an earlier visit. A turn is brought into view, and focused where the
# button that asked is disabled, and the focus lost.
_READ_NEW = (
    _READ
    + """
let known = new Map();
watch('value', () => setTimeout(() => {
  const parts = [...element.querySelectorAll('[data-number]')];
  const fresh = parts.filter(part => known.get(part.dataset.number) !== part.innerText);
  if (fresh.length && (known.size || parts.length === 1)) {
    read(fresh.map(part => part.innerText).join(' '));
    const turn = fresh.findLast(part => part.matches('.turn'));
    turn?.scrollIntoView();
    if (document.activeElement === document.body)
      turn?.querySelector('h2').focus({preventScroll: true});
  }
  known = new Map(parts.map(part => [part.dataset.number, part.innerText]));
}, 50));
"""
)

# Of what changes all the time, only what opens another step is read aloud.
READ_STEPS = (
    _READ
    + """
let step;
watch('value', () => setTimeout(() => {
  const told = element.querySelector('[data-step]');
  if (told && told.dataset.step !== step) read(told.textContent);
  step = told?.dataset.step;
}, 50));
"""
)

# The questions sent to the jurist, where a reply may appear.
SENT = OPEN_SOURCE + _READ_NEW

# An answer goes to the clipboard as plain text and as HTML. The browser's older way works without
# https too.
_COPY = """
element.addEventListener('click', event => {
  const button = event.target.closest('button.copy');
  if (!button) return;
  const put = event => {
    event.clipboardData.setData('text/plain', button.dataset.text);
    event.clipboardData.setData('text/html', button.dataset.html);
    event.preventDefault();
  };
  document.addEventListener('copy', put);
  const done = document.execCommand('copy');
  document.removeEventListener('copy', put);
  button.nextElementSibling.textContent = done
    ? 'Copié' : 'La copie n’a pas pu se faire\u00a0: sélectionnez le texte et copiez-le.';
});
"""

# A question that may be asked instead is asked, or one that followed others without them.
_ASK = """
element.addEventListener('click', event => {
  const button = event.target.closest('button.ask, button.alone');
  if (!button) return;
  const question = button.dataset.question ?? button.textContent;
  trigger('click', {question, alone: button.matches('.alone')});
});
"""

# This tab keeps the conversation, the draft and what may go to the jurist for when the page is
# loaded anew, as Gradio does by itself after a lost connection, which it tells in English. A
# question under search is a draft, before the one that is being typed.
_KEEP = """
const draft = () => document.querySelector('#question textarea');
let changed = false;
watch('value', () => { changed = true; });
document.addEventListener('input', event => { changed ||= event.target === draft(); });
addEventListener('pagehide', () => {
  if (!changed) return;
  const turns = [], asked = [];
  for (const turn of document.querySelectorAll('#conversation .turn')) {
    const question = turn.firstElementChild.textContent;
    const answer = turn.innerHTML.slice(turn.firstElementChild.outerHTML.length);
    if (turn.querySelector('.searching')) asked.push(question);
    else {
      const {lang} = turn.firstElementChild;
      turns.push([turn.dataset.number, question, answer, lang, 'alone' in turn.dataset]);
    }
  }
  const typed = [...asked, draft()?.value].filter(Boolean).join('\\n');
  const unanswered = document.querySelector('#unanswered textarea')?.value;
  const kept = JSON.stringify([turns, typed, JSON.parse(unanswered || 'null')]);
  try { sessionStorage.setItem('conversation', kept); } catch {}
});
new MutationObserver(() => {
  for (const said of document.querySelectorAll('[data-testid=toast-text]')) {
    if (!said.textContent.startsWith('Connection to the server was lost')) continue;
    said.firstChild.data =
      'La page se rechargera dès que le serveur répondra, avec la conversation.';
    said.closest('.toast-body').querySelector('.toast-title').firstChild.data = 'Connexion perdue';
  }
}).observe(document.body, {childList: true, subtree: true});
"""
KEPT = "() => [sessionStorage.getItem('conversation') || '']"

CONVERSATION = OPEN_SOURCE + _READ_NEW + _COPY + _ASK + _KEEP


def focus(selector: str) -> str:
    """Focuses an element once it is shown."""
    return f"""
() => {{
  const take = tries => {{
    const found = document.querySelector('{selector}');
    if (found?.offsetParent) found.focus();
    else if (tries) setTimeout(() => take(tries - 1), 50);
  }};
  take(100);
}}
"""


# Leads past all else to the question's box, whichever tab is open.
SKIP = f"""
element.addEventListener('click', event => {{
  if (!event.target.closest('a')) return;
  event.preventDefault();
  document.querySelector('#tabs [role=tab]')?.click();
  ({focus("#question textarea")})();
}});
"""

# The receipts of the questions sent from this browser, before the other values of an event.
RECEIPTS = "(_, ...typed) => [localStorage.getItem('questions-transmises') || '', ...typed]"

# Puts a new receipt beside those that this browser keeps by now.
KEEP_RECEIPT = """
received => {
  if (!received) return [];
  let kept = [];
  try { kept = JSON.parse(localStorage.getItem('questions-transmises')) || []; } catch {}
  kept.push(JSON.parse(received));
  localStorage.setItem('questions-transmises', JSON.stringify(kept.slice(-100)));
  return [];
}
"""

# A region that is read aloud must be there before what is said in it.
LIVE = "element.setAttribute('aria-live', 'polite');"

# The field that what is said names as refused is marked so, and described by it.
_TIE = """
const tied = () => {
  for (const field of document.querySelectorAll(`[aria-describedby="${element.id}"]`)) {
    field.removeAttribute('aria-invalid');
    field.removeAttribute('aria-describedby');
  }
  const id = element.querySelector('[data-field]')?.dataset.field;
  const field = id && document.querySelector(`#${id} :is(input, textarea)`);
  field?.setAttribute('aria-invalid', 'true');
  field?.setAttribute('aria-describedby', element.id);
  return field;
};
"""

# The refused field is focused.
REFUSED = _TIE + "watch('value', () => setTimeout(() => tied()?.focus(), 50));"

# What came of a button is brought into view and focused, or the field that it refuses: the button
# may be gone by now.
TOLD = (
    LIVE
    + _TIE
    + """
watch('value', () => setTimeout(() => {
  const field = tied();
  const told = element.querySelector('p');
  told?.scrollIntoView({block: 'center'});
  if (field) field.focus();
  else told?.focus({preventScroll: true});
}, 50));
"""
)

# What went wrong alone: the button that was pressed may be far below.
ALERT = TOLD.replace("'p'", "'[role=alert]'")

# What is said is focused where the button that was pressed is gone, and the focus with it.
SAID = (
    LIVE
    + """
const take = (tries = 20) => {
  const now = document.activeElement;
  const lost = !now || now === document.body || !now.offsetParent;
  if (lost) element.querySelector('p')?.focus();
  else if (tries) setTimeout(() => take(tries - 1), 50);
};
watch('value', () => setTimeout(take, 50));
"""
)

# A row's button opens its question; the list itself is not drawn anew.
ROWS = """
element.addEventListener('click', event => {
  const row = event.target.closest('[data-id]');
  if (!row) return;
  for (const other of element.querySelectorAll('[aria-current]'))
    other.removeAttribute('aria-current');
  row.setAttribute('aria-current', 'true');
  trigger('click', {id: row.dataset.id});
});
"""

# The row that the list marks, else the one that is open, before the jurist's name: a row that was
# chosen before the name opens with it.
MARKED = """
(seen, who) => {
  const marked = document.querySelector('#queue-list [aria-current]');
  return [marked?.dataset.id || seen.split(':')[0], who];
}
"""

# Only the button inside acts, not what stands around it.
BUTTON = (
    READ_STEPS
    + """
element.addEventListener('click', event => {
  if (event.target.closest('button')) trigger('click');
});
"""
)

# The question that opens is brought into view and focused, so that it is read next; so is one whose
# pressed button is gone.
OPENED = (
    OPEN_SOURCE
    + """
element.addEventListener('click', event => {
  const other = event.target.closest('[data-other]');
  if (other) trigger('click', {id: other.dataset.other});
});
let shown = '', last;
document.addEventListener('focusin', event => { last = event.target; });
const bring = (tries = 20) => {
  const head = element.querySelector('[data-row]');
  if (!head) return;
  if (!head.offsetParent) {
    // Its column is made visible a moment later.
    if (tries) setTimeout(() => bring(tries - 1), 50);
    return;
  }
  if (head.dataset.row !== shown || !last?.offsetParent) {
    head.scrollIntoView();
    head.focus({preventScroll: true});
  }
  shown = head.dataset.row;
};
watch('value', () => setTimeout(bring, 50));
setTimeout(bring, 50);
"""
)

# Keys of one letter act while the queue is in view and nothing is being typed, and can be switched
# off; what sends a reply needs a second key, and the focus in the open question.
KEYS = """
const at = id => document.getElementById(id);
const press = id => {
  const found = at(id)?.matches('button') ? at(id) : at(id)?.querySelector('button');
  if (found && found.offsetParent) found.click();
};
const focus = id => at(id)?.querySelector('textarea, input')?.focus();
const step = by => {
  const rows = [...document.querySelectorAll('#queue-list button.row')];
  const now = rows.findIndex(row => row === document.activeElement);
  const open = rows.findIndex(row => row.hasAttribute('aria-current'));
  const from = now >= 0 ? now : open;
  const next = rows[from < 0 ? 0 : Math.min(Math.max(from + by, 0), rows.length - 1)];
  if (next) next.focus();
};
const acts = {
  j: () => step(1),
  k: () => step(-1),
  e: () => focus('queue-reply'),
  r: () => {
    if (!at('queue-reason')?.offsetParent) press('queue-rejecting');
    setTimeout(() => focus('queue-reason'), 100);
  },
  n: () => press('queue-fresh'),
  '/': () => focus('queue-search'),
  '?': () => {
    const help = at('queue-keys');
    help.open = !help.open;
    help.querySelector('summary').focus();
  },
};
const letters = element.querySelector('#queue-letters');
letters.checked = localStorage.getItem('touches-seules') !== 'non';
letters.addEventListener('change', () =>
  localStorage.setItem('touches-seules', letters.checked ? 'oui' : 'non'));
// Gradio's accordions do not say whether they are open.
new MutationObserver(() => {
  for (const button of document.querySelectorAll('button.label-wrap'))
    button.setAttribute('aria-expanded', button.classList.contains('open'));
}).observe(document.body, {subtree: true, childList: true, attributeFilter: ['class']});
// Tab leaves a list closed, which Gradio would open anew, and does not stop at its scroll bar.
document.addEventListener('keydown', event => {
  if (event.key !== 'Tab' || !event.target.matches('[role=combobox]')) return;
  event.stopPropagation();
  at(event.target.getAttribute('aria-controls'))?.setAttribute('tabindex', '-1');
}, true);
// Enter stays on a list, whose focus Gradio drops; focused anew, it would stand open.
document.addEventListener('keydown', event => {
  const list = event.target;
  if (event.key !== 'Enter' || !list.matches('[role=combobox]')) return;
  setTimeout(() => {
    list.focus();
    const close = new KeyboardEvent('keydown', {key: 'Escape', bubbles: true});
    setTimeout(() => list.dispatchEvent(close));
  });
}, true);
document.addEventListener('keydown', event => {
  if (!element.offsetParent) return;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !event.repeat) {
    const within = event.target.closest('#queue-open');
    if (!within || event.target.closest('#queue-rejecting, #queue-merging')) return;
    event.preventDefault();
    press('queue-v');
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const typing = 'input, textarea, select, [contenteditable], [role=listbox], [role=combobox]';
  if (event.target.closest(typing)) return;
  const inList = event.target.closest('#queue-list');
  const arrows = {ArrowDown: 'j', ArrowUp: 'k'};
  const arrow = inList && arrows[event.key];
  if (!arrow && !letters.checked) return;
  const act = acts[arrow || event.key];
  if (!act || event.repeat && !'jk'.includes(event.key) && !inList) return;
  event.preventDefault();
  act();
});
"""

# The file goes to the server by itself: nothing of it is kept there once it is read.
UPLOAD = """
const input = element.querySelector('input');
const said = element.querySelector('[role=status]');
const refused = element.querySelector('[role=alert]');
const tell = (text, reason = '') => {
  said.textContent = text;
  refused.textContent = reason;
  refused.hidden = !reason;
};
input.addEventListener('change', async () => {
  const file = input.files[0];
  if (!file) return;
  tell('Envoi du fichier…');
  try {
    const response = await fetch('lots?nom=' + encodeURIComponent(file.name), {
      method: 'POST', body: file, headers: {'Content-Type': 'application/octet-stream'},
    });
    tell('', (await response.json()).said);
  } catch {
    tell('', 'Le fichier n’a pas pu être envoyé : réessayez.');
  }
  input.value = '';
});
"""

# What is typed stays in this tab until the server has it: when one that was down answers again,
# Gradio loads the page anew.
KEEP_TYPED = """
document.addEventListener('input', event => {
  if (!event.target.closest('#queue-reply')) return;
  const row = element.querySelector('[data-row]').dataset.row;
  const who = document.querySelector('#queue-who input').value;
  sessionStorage.setItem('reponse-en-cours', JSON.stringify([row, who, event.target.value]));
});
"""
PUT_BACK = """
(seen, who, text) => {
  const [row, by, typed] = JSON.parse(sessionStorage.getItem('reponse-en-cours')) || [];
  return [row === seen.split(':')[0] && by === who ? typed : text];
}
"""
# What the server says that it saved, of whichever row, and nothing that was typed since.
FORGET_TYPED = """
saved => {
  const kept = sessionStorage.getItem('reponse-en-cours');
  if (saved && kept && JSON.stringify(JSON.parse(saved).slice(0, 3)) === kept)
    sessionStorage.removeItem('reponse-en-cours');
  return [];
}
"""
