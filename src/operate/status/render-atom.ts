/** The page as an Atom feed (RFC 4287): one entry for each thing that was said, newest first. */
import { escapeMarkup } from '../wording/index.ts'
import { defineRenderer } from './renderer.ts'

export const atom = defineRenderer({
  path: 'feed.atom',
  contentType: 'application/atom+xml; charset=utf-8',
  render(view) {
    const updated = view.updatedAt ?? '1970-01-01T00:00:00.000Z'
    const entries = view.episodes
      .flatMap(({ id, component, updates }) =>
        updates.map((update) => ({ id, component, ...update })),
      )
      .sort((a, b) => b.seq - a.seq)
      .map(
        ({ id, component, text, at, seq, state }) => `  <entry>
    <id>${escapeMarkup(`${view.url}#${view.page}-${seq}-${state}`)}</id>
    <title>${escapeMarkup(`${component}: ${text}`)}</title>
    <updated>${at}</updated>
    <link href="${escapeMarkup(`${view.url}#${id}`)}"/>
    <category term="${state}"/>
    <content type="text">${escapeMarkup(text)}</content>
  </entry>
`,
      )
    return `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>${escapeMarkup(view.url)}</id>
  <title>${escapeMarkup(view.title)}</title>
  <updated>${updated}</updated>
  <author><name>${escapeMarkup(view.title)}</name></author>
  <link rel="self" href="${escapeMarkup(`${view.url}/feed.atom`)}"/>
  <link rel="alternate" type="text/html" href="${escapeMarkup(view.url)}"/>
${entries.join('')}</feed>
`
  },
})
