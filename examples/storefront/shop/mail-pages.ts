/** The pages of the mail sink: who was told what, and when. */
import { documentOf, type Html, html } from './html.ts'
import type { Mail } from './mailbox.ts'

const LISTED = 200

const STYLE = `
:root{color-scheme:light dark;--ink:light-dark(#12151c,#eceef3);--soft:light-dark(#5a6171,#9ba3b4);
--paper:light-dark(#f6f7f9,#0c0e13);--card:light-dark(#ffffff,#12151c);--line:light-dark(#e2e5eb,#232834);
--hover:light-dark(#f0f1f8,#181c26);--go:light-dark(#4f46c8,#a29dff);--warn:light-dark(#8a4b00,#f5c277);--warn-soft:light-dark(#fdf1dc,#33260f)}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:14px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:920px;margin:0 auto;padding:clamp(20px,4vw,44px) clamp(16px,4vw,24px) 64px}
h1{font-size:22px;line-height:1.25;letter-spacing:-.02em;margin:0 0 4px;overflow-wrap:anywhere;text-wrap:balance}
a{color:var(--go)}:focus-visible{outline:2px solid var(--go);outline-offset:2px;border-radius:6px}
.soft{color:var(--soft)}p{margin:0 0 20px}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;overflow:hidden}
ul{list-style:none;margin:0;padding:0}li+li{border-top:1px solid var(--line)}
li a{display:grid;grid-template-columns:34px minmax(0,1fr) auto;gap:0 14px;padding:13px 16px;color:inherit;text-decoration:none;align-items:center}
li a:hover{background:var(--hover)}li a:focus-visible{outline-offset:-2px}
.who{width:34px;height:34px;border-radius:50%;display:grid;place-items:center;font-weight:600;font-size:13px;grid-row:1/4;align-self:start;background:light-dark(hsl(var(--hue) 60% 91%),hsl(var(--hue) 30% 22%));color:light-dark(hsl(var(--hue) 55% 26%),hsl(var(--hue) 60% 84%))}
.to{font-size:13px;color:var(--soft);overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.subject{font-weight:600;overflow-wrap:anywhere;grid-column:2/4}
.start{grid-column:2/4;color:var(--soft);white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
time{color:var(--soft);font-size:13px;font-variant-numeric:tabular-nums}
.empty{padding:44px 20px;text-align:center}.empty p{margin:0 0 6px}
code,.plain{font:13px/1.6 ui-monospace,SFMono-Regular,Menlo,monospace}
.plain{white-space:pre-wrap;overflow-wrap:anywhere;margin:0;padding:20px;font-size:13.5px}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 18px;margin:0;padding:16px 20px;border-bottom:1px solid var(--line)}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
iframe{display:block;width:100%;height:380px;border:0;background:#fff}
.back{display:inline-block;margin-bottom:18px}
.refusing{background:var(--warn-soft);color:var(--warn);border-radius:10px;padding:10px 16px}
h2{font-size:15px;margin:28px 0 10px}
`

const page = (title: string, content: Html) =>
  documentOf({ title, style: STYLE, mark: '#4f46c8', body: html`<main>${content}</main>` })

export function inboxPage(inbox: readonly Mail[], refusing: boolean): string {
  const many = inbox.length === 1 ? '1 message' : `${inbox.length} messages`
  return page(
    'Mail of the storefront',
    html`<h1>Mail of the storefront</h1>
<p class="soft">Everything the shop's people and customers were sent. Nothing leaves this machine. ${many}${
      inbox.length > LISTED ? html`, the newest ${LISTED} are listed` : undefined
    }.</p>
${refusing ? html`<p class="refusing" role="status">New mail is refused for now, with “try again later”.</p>` : undefined}
<div class="card">${
      inbox.length === 0
        ? html`<div class="empty"><p><strong>Nobody has been told anything yet</strong></p>
<p class="soft">Run a drill and watch: <code>npx opsplane drill run payments-down</code></p></div>`
        : html`<ul>${inbox.slice(0, LISTED).map(line)}</ul>`
    }</div>`,
  )
}

const line = (mail: Mail): Html => {
  const first = mail.to[0] ?? ''
  return html`<li><a href="/messages/${mail.number}">
<span class="who" style="--hue:${hueOf(first)}" aria-hidden="true">${first.slice(0, 1).toUpperCase()}</span>
<span class="to">to ${mail.to.join(', ')}</span>${timeOf(mail)}
<span class="subject">${mail.subject}</span>
<span class="start">${mail.text.replace(/\s+/g, ' ').slice(0, 160)}</span></a></li>`
}

export const messagePage = (mail: Mail): string =>
  page(
    mail.subject,
    html`<a class="back" href="/">All mail</a>
<h1>${mail.subject}</h1><p>${timeOf(mail, 'long')}</p>
<div class="card"><dl>
<dt>From</dt><dd>${mail.from}</dd><dt>To</dt><dd>${mail.to.join(', ')}</dd>
<dt>Message</dt><dd><code>${mail.messageId}</code></dd>
${mail.inReplyTo ? html`<dt>Answers</dt><dd><code>${mail.inReplyTo}</code></dd>` : undefined}
</dl><div class="plain">${linked(mail.text)}</div></div>
${
  mail.html
    ? html`<h2>As it looks in a mail program</h2><div class="card"><iframe title="The message as HTML" sandbox srcdoc="${mail.html}"></iframe></div>`
    : undefined
}`,
  )

export const noMessagePage = (): string =>
  page('No such message', html`<h1>There is no such message</h1><p><a href="/">All mail</a></p>`)

const shortDate = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
})

const timeOf = ({ receivedAt }: Mail, form: 'short' | 'long' = 'short'): Html =>
  html`<time datetime="${receivedAt}">${
    form === 'long'
      ? `${receivedAt.slice(0, 10)} at ${receivedAt.slice(11, 19)} UTC`
      : `${shortDate.format(new Date(receivedAt || 0))}, ${receivedAt.slice(11, 19)}`
  }</time>`

/** Addresses of the web become links. */
const linked = (text: string): Html[] =>
  text
    .split(/(https?:\/\/[^\s<>"']+)/)
    .map((part, i) => (i % 2 === 1 ? html`<a href="${part}">${part}</a>` : html`${part}`))

const hueOf = (address: string) =>
  [...address].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) % 360, 7)
