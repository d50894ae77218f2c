/** The two forms of a mail. The first line says it all, for a screen that is locked. */
import type { NotificationMessage } from '#ledger'
import { escapeMarkup } from '../../wording/index.ts'

export function textOf(message: NotificationMessage, baseUrl: string): string {
  const width = Math.max(0, ...message.fields.map(({ label }) => label.length))
  return [
    ...message.lines,
    '',
    ...message.fields.map(({ label, value }) => `${`${label}:`.padEnd(width + 2)}${value}`),
    '',
    ...message.links.flatMap(({ label, path }) => [`${label}:`, `  ${baseUrl}${path}`]),
    '',
  ].join('\n')
}

export function htmlOf(message: NotificationMessage, baseUrl: string): string {
  const [first, ...rest] = message.lines.map(escapeMarkup)
  const [main, ...links] = message.links.map(({ label, path }) => ({
    label: escapeMarkup(label),
    href: escapeMarkup(`${baseUrl}${path}`),
  }))
  const fields = message.fields.map(
    ({ label, value }) =>
      `<tr><th scope="row" style="text-align:left;vertical-align:top;padding:4px 16px 4px 0;font-weight:600;color:#5a6171">${escapeMarkup(label)}</th><td style="padding:4px 0">${escapeMarkup(value)}</td></tr>`,
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escapeMarkup(message.title)}</title></head>
<body style="margin:0;padding:24px;font:15px/1.5 system-ui,-apple-system,'Segoe UI',sans-serif">
<div style="max-width:560px">
<p style="font-size:18px;font-weight:600;margin:0 0 12px">${first ?? ''}</p>
${rest.map((line) => `<p style="margin:0 0 8px">${line}</p>`).join('\n')}
${fields.length > 0 ? `<table role="presentation" style="margin:16px 0;border-collapse:collapse">${fields.join('\n')}</table>` : ''}
${main ? `<p style="margin:20px 0"><a href="${main.href}" style="background:#4f46c8;color:#ffffff;text-decoration:none;padding:10px 16px;border-radius:6px;display:inline-block">${main.label}</a></p>` : ''}
${links.map(({ label, href }) => `<p style="margin:0 0 4px"><a href="${href}">${label}</a></p>`).join('\n')}
</div></body></html>
`
}
