/** A message as Markdown. What people wrote stays text: no mention, no link, no emphasis comes of it. */
import type { NotificationMessage } from '#ledger'

export function markdownOf({ lines, fields, links }: NotificationMessage, baseUrl: string): string {
  const [first = '', ...rest] = lines.map(plain)
  return [
    `**${first}**`,
    ...rest,
    ...fields.map(({ label, value }) => `- ${plain(label)}: ${plain(value)}`),
    ...links.map(({ label, path }) => `[${plain(label)}](${baseUrl}${encodeURI(decodeURI(path))})`),
  ].join('\n\n')
}

/** A zero-width space after @ keeps a name from becoming a mention of everybody. */
const plain = (text: string) =>
  text.replace(/[\\`*_{}[\]()#+!|<>~-]/g, '\\$&').replaceAll('@', '@\u200b')
