/** Puts the script that measures visitors on the pages of the shop, and lets the browser load it and nothing else. */
import { html } from './html.ts'
import type { Settings } from './settings.ts'

/** What a visitor has reached when they see a page. */
const STEPS: readonly (readonly [RegExp, string])[] = [
  [/^\/basket$/, 'checkout:basket'],
  [/^\/checkout$/, 'checkout:form'],
  [/^\/thanks\//, 'checkout:paid'],
]

export function measured({ otlp, version }: Pick<Settings, 'otlp' | 'version'>) {
  const { origin } = new URL(otlp)
  return {
    policy: `default-src 'none'; script-src ${origin}; connect-src ${origin}; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    /** @param path of the page that is shown */
    add(body: string, path: string): string {
      const step = STEPS.find(([pattern]) => pattern.test(path))?.[1] ?? ''
      const script = html`<script defer src="${origin}/measure.js" data-site="shop" data-release="${version}" data-step="${step}"></script>`
      return body.replace('</head>', () => `${script.text}\n</head>`)
    },
  }
}
