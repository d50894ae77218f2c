/** The small pages behind links of messages: static documents without script, like the page that is followed. */
import { STATUS_CSS } from '../status/index.ts'
import { escapeMarkup } from '../wording/index.ts'

export interface SmallPage {
  /** Of the status page that is followed, if one is. */
  readonly page?: string
  readonly title: string
  readonly heading: string
  readonly lines: readonly string[]
  /** One button that does it; fields where something is to be written. */
  readonly form?: {
    readonly action: string
    readonly button: string
    readonly fields?: readonly {
      readonly name: string
      readonly label: string
      readonly value?: string
      readonly complete: 'tel' | 'one-time-code'
    }[]
  }
}

export function renderSmallPage({ page, title, heading, lines, form }: SmallPage): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escapeMarkup(heading)} · ${escapeMarkup(title)}</title>
<style>${STATUS_CSS}</style>
</head>
<body>
<header><h1>${escapeMarkup(title)}</h1></header>
<main><section class="card"><h2>${escapeMarkup(heading)}</h2>
${lines.map((line) => `<p>${escapeMarkup(line)}</p>`).join('\n')}
${form ? formOf(form) : ''}
</section></main>
${page === undefined ? '' : `<footer><p><a href="/status/${escapeMarkup(page)}">Current status</a></p></footer>`}
</body>
</html>
`
}

function formOf({ action, button, fields = [] }: NonNullable<SmallPage['form']>): string {
  const inputs = fields.map(
    ({ name, label, value = '', complete }) =>
      `<label for="${name}">${escapeMarkup(label)}</label><div class="line"><input id="${name}" name="${name}" required autocomplete="${complete}" value="${escapeMarkup(value)}"></div>`,
  )
  return `<form class="follow" method="post" action="${escapeMarkup(action)}">${inputs.join('\n')}
<div class="line"><button>${escapeMarkup(button)}</button></div></form>`
}
