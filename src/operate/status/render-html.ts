/** The page for people: one static document without script, in light and dark, readable when printed in grey. */
import { formatDuration } from '#base'
import { clockTime, escapeMarkup } from '../wording/index.ts'
import { STATUS_CSS } from './render-html-style.ts'
import { defineRenderer } from './renderer.ts'
import { type ComponentView, type Episode, headline, type StatusPageView } from './view.ts'

export const html = defineRenderer({
  path: '',
  contentType: 'text/html; charset=utf-8',
  render(view) {
    const title = escapeMarkup(view.title)
    const state =
      (['impacted', 'unknown'] as const).find((one) =>
        view.components.some((component) => component.state === one),
      ) ?? 'operational'
    const past = view.episodes.filter(({ endedAt }) => endedAt !== null)
    return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeMarkup(headline(view))} · ${title}</title>
<link rel="alternate" type="application/atom+xml" title="${title}" href="${escapeMarkup(`${view.url}/feed.atom`)}">
<style>${STATUS_CSS}</style>
</head>
<body>
<header><h1>${title}</h1></header>
<main>
<p class="banner ${state}">${MARKS[state]}<span>${escapeMarkup(headline(view))}</span></p>
<section aria-labelledby="services"><h2 id="services">Services</h2>
<ul class="card rows">
${view.components.map((one) => component(one, view)).join('\n')}
</ul></section>
${
  past.length > 0
    ? section(
        'The last 90 days',
        past.map((one) => episode(one, view.nowMs)),
      )
    : `<section aria-labelledby="history"><h2 id="history">The last 90 days</h2>
<p class="card quiet">Nothing ${state === 'impacted' ? 'else ' : ''}has been impaired.</p></section>`
}
${subscribeForm(view)}
</main>
<footer>
<p>As of ${time(new Date(view.nowMs).toISOString(), view.nowMs)}.
<a href="${escapeMarkup(`${view.url}/feed.atom`)}">Follow as a feed</a> ·
<a href="${escapeMarkup(`${view.url}/summary.json`)}">For programs</a></p>
</footer>
</body>
</html>
`
  },
})

const WORDS = { operational: 'Working', impacted: 'Impaired', unknown: 'Not known' } as const

// Shape and word carry the meaning; colour only helps.
const MARKS = {
  operational:
    '<svg aria-hidden="true" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="m5 8.2 2.1 2.1L11 6.2" fill="none" stroke="currentColor" stroke-width="1.6"/></svg>',
  unknown:
    '<svg aria-hidden="true" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="1.6" stroke-dasharray="3 2.1"/></svg>',
  impacted:
    '<svg aria-hidden="true" viewBox="0 0 16 16"><path d="M5.2 1h5.6L15 5.2v5.6L10.8 15H5.2L1 10.8V5.2z" fill="currentColor"/><path d="M8 4.2v4.6M8 10.4v1.6" stroke="var(--panel)" stroke-width="1.8"/></svg>',
} as const

/** An impairment that lasts is told here, once: its address is that of its row. */
function component({ name, state, text, since }: ComponentView, view: StatusPageView): string {
  const lasting = view.episodes.find((one) => one.component === name && one.endedAt === null)
  const words = text === null || text === headline(view) ? '' : `${escapeMarkup(text)} `
  const detail =
    state === 'impacted' ? `<p class="detail">${words}Since ${time(since!, view.nowMs)}.</p>` : ''
  return `<li${lasting ? ` id="${escapeMarkup(lasting.id)}"` : ''}><div><span class="name">${escapeMarkup(name)}</span>${detail}</div>
<span class="status ${state}">${MARKS[state]}${WORDS[state]}</span></li>`
}

function section(title: string, items: readonly string[]): string {
  const id = title.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return `<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>
${items.join('\n')}
</section>`
}

function episode(one: Episode, nowMs: number): string {
  const lastedMs = one.endedAt && Date.parse(one.endedAt) - Date.parse(one.since)
  const span = one.endedAt
    ? `${time(one.since, nowMs)} to ${time(one.endedAt, nowMs)}, ${formatDuration(Math.max(0, Number(lastedMs)))}`
    : `Since ${time(one.since, nowMs)}`
  const updates = [...one.updates]
    .reverse()
    .map(
      ({ text, at, state }) =>
        `<li><span class="status ${state}">${MARKS[state]}${WORDS[state]}</span> ${escapeMarkup(text)} <span class="quiet">${time(at, nowMs)}</span></li>`,
    )
  return `<article class="card" id="${escapeMarkup(one.id)}">
<h3>${escapeMarkup(one.title)}</h3>
<p class="quiet">${escapeMarkup(one.component)} · ${span}</p>
<ol class="updates">${updates.join('\n')}</ol>
</article>`
}

function time(iso: string, nowMs: number): string {
  const at = escapeMarkup(iso)
  return `<time datetime="${at}" title="${at}">${escapeMarkup(clockTime(Date.parse(iso), nowMs))}</time>`
}

const WAYS = {
  email: { label: 'By mail', hint: 'you@example.com', type: 'email', complete: 'email' },
  sms: { label: 'By text message', hint: '+49 170 1234567', type: 'tel', complete: 'tel' },
  webhook: { label: 'By webhook', hint: 'https://example.com/hook', type: 'url', complete: 'url' },
} as const

/** One form for each way, so that it works without script. */
function subscribeForm({ followedBy, components, page }: StatusPageView): string {
  if (followedBy.length === 0) return ''
  const forms = followedBy.map((kind) => {
    const { label, hint, type, complete } = WAYS[kind]
    const field = `follow-${kind}`
    return `<form class="card follow" method="post" action="/status/${escapeMarkup(page)}/subscribe">
<input type="hidden" name="kind" value="${kind}">
<label for="${field}">${label}</label>
<div class="line"><input id="${field}" name="address" type="${type}" required autocomplete="${complete}" placeholder="${hint}">
<button>Subscribe</button></div>
${components.length > 1 ? choices(kind, components) : ''}
</form>`
  })
  return `<section aria-labelledby="follow"><h2 id="follow">Be told of changes</h2>
${forms.join('\n')}
<p class="quiet">We ask you to confirm, and use the address for nothing else. Each message has a way out.</p></section>`
}

function choices(kind: string, components: readonly ComponentView[]): string {
  const boxes = components.map(({ name }, i) => {
    const id = `follow-${kind}-${i}`
    return `<label for="${id}"><input id="${id}" type="checkbox" name="component" value="${escapeMarkup(name)}"> ${escapeMarkup(name)}</label>`
  })
  return `<details><summary>Only some services</summary>
<fieldset><legend class="quiet">None ticked means all of them.</legend>${boxes.join('\n')}</fieldset></details>`
}
