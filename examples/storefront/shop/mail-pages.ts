/** The pages of the mail sink. */
import type { Mail } from './mail.ts'

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)

const STYLE = `:root{color-scheme:light dark;--ink:light-dark(#12151c,#eceef3);--soft:light-dark(#5a6171,#98a0b1);--paper:light-dark(#f6f7f9,#0c0e13);--card:light-dark(#fff,#12151c);--line:light-dark(#e2e5eb,#232834);--go:light-dark(#4f46c8,#8f8aff)}
*{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:14px/1.5 system-ui,sans-serif}main{max-width:880px;margin:0 auto;padding:24px 20px}
h1{font-size:20px;letter-spacing:-.015em}ul{list-style:none;padding:0;background:var(--card);border:1px solid var(--line);border-radius:10px}li+li{border-top:1px solid var(--line)}
li a{display:grid;grid-template-columns:70px 1fr;gap:2px 14px;padding:10px 16px;color:inherit;text-decoration:none}li a:focus-visible{outline:2px solid var(--go);outline-offset:-2px}
.soft{color:var(--soft)}.to{grid-column:2;font-size:12px}strong{font-weight:600;overflow-wrap:anywhere}pre{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:16px;white-space:pre-wrap;overflow-wrap:anywhere;font:inherit}a{color:var(--go)}dl{display:grid;grid-template-columns:auto 1fr;gap:2px 14px}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}`

const page = (title: string, body: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`

export const inboxPage = (inbox: readonly Mail[]) =>
  page(
    'Mail of the storefront',
    `<h1>Mail that was sent</h1><p class="soft">A sink: nothing leaves this machine. ${inbox.length} message${inbox.length === 1 ? '' : 's'}.</p>${
      inbox.length === 0
        ? '<p>Nothing yet. Run a drill: <code>npx opsplane drill run payments-down</code></p>'
        : `<ul>${inbox
            .slice(0, 200)
            .map(
              ({ number, receivedAt, subject, to }) =>
                `<li><a href="/messages/${number}"><span class="soft">${receivedAt.slice(11, 19)}</span><strong>${escapeHtml(subject)}</strong><span class="soft to">to ${escapeHtml(to.join(', '))}</span></a></li>`,
            )
            .join('')}</ul>`
    }`,
  )

export const messagePage = ({ subject, from, to, receivedAt, text, messageId }: Mail) =>
  page(
    subject,
    `<p><a href="/">All mail</a></p><h1>${escapeHtml(subject)}</h1><dl><dt>From</dt><dd>${escapeHtml(from)}</dd><dt>To</dt><dd>${escapeHtml(to.join(', '))}</dd><dt>At</dt><dd>${receivedAt}</dd><dt>Id</dt><dd>${escapeHtml(messageId)}</dd></dl><pre>${escapeHtml(text)}</pre>`,
  )
