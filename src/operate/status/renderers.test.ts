import { describe, expect, test } from 'vitest'
import { statusRenderers } from './renderers.ts'
import type { StatusPageView } from './view.ts'

const NASTY = '</title><script>alert("x")</script> & \u0000more'
const view: StatusPageView = {
  page: 'public',
  workload: 'shop',
  title: NASTY,
  audience: 'customers',
  isPublic: true,
  url: 'https://ops.example/status/public',
  components: [
    { name: 'Buying', state: 'impacted', text: NASTY, since: '2026-01-07T11:58:00.000Z' },
    { name: 'Søk & finn', state: 'operational', text: null, since: null },
  ],
  episodes: [
    {
      id: 'public-2',
      component: 'Buying',
      title: NASTY,
      since: '2026-01-07T11:58:00.000Z',
      endedAt: null,
      updates: [{ seq: 2, state: 'impacted', text: NASTY, at: '2026-01-07T12:00:00.000Z' }],
    },
  ],
  updatedAt: '2026-01-07T12:00:00.000Z',
  followedBy: ['email', 'sms'],
  nowMs: Date.parse('2026-01-07T12:05:00Z'),
}
const form = (path: string, of: StatusPageView = view) =>
  statusRenderers.find((one) => one.path === path)!.render(of)

describe('every form of a page', () => {
  test.each(['', 'feed.atom'])('/%s keeps what people wrote as text', (path) => {
    const text = form(path)
    expect(text).not.toContain('<script')
    expect(text).not.toContain('\u0000')
    expect(text).toContain('&lt;script&gt;')
  })

  test.each(['summary.json', 'incidents.json'])('/%s is JSON', (path) => {
    expect(JSON.parse(form(path)).page).toMatchObject({ id: 'public', time_zone: 'Etc/UTC' })
  })

  test('says the state by shape and word, not by colour alone', () => {
    const html = form('')
    expect(html).toMatch(/<svg[^>]*>.*<\/svg>Impaired/)
    expect(html).toMatch(/<svg[^>]*>.*<\/svg>Working/)
    expect(html.match(/<h1>/g)).toHaveLength(1)
    expect(html).toContain('<html lang="en">')
  })

  test('not knowing is neither working nor impaired', () => {
    const dark: StatusPageView = {
      ...view,
      components: [{ name: 'Buying', state: 'unknown', text: null, since: null }],
      episodes: [],
    }
    expect(form('', dark)).toContain('We do not know whether everything works')
    expect(form('', dark)).toContain('Not known')
    expect(form('', dark)).not.toContain('Working')
    expect(JSON.parse(form('summary.json', dark)).status.indicator).toBe('minor')
  })

  test('a page on which nothing ever happened says so', () => {
    const calm = { ...view, components: [view.components[1]!], episodes: [], updatedAt: null }
    expect(form('', calm)).toContain('Everything works')
    expect(form('', calm)).toContain('Nothing has been impaired.')
    expect(JSON.parse(form('summary.json', calm)).status.indicator).toBe('none')
  })
})
