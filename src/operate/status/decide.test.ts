import { describe, expect, test } from 'vitest'
import type { Resource } from '#model'
import { type ComponentStatus, publish, type StatusSituation } from './decide.ts'

const T0 = '2026-01-07T12:00:00.000Z'

const page = (name: string, components: Record<string, string[]>): Resource<'status-page'> => ({
  kind: 'status-page',
  name,
  spec: {
    title: name,
    audience: 'customers',
    public: true,
    channels: [],
    components: Object.entries(components).map(([component, outcomes]) => ({
      name: component,
      outcomes,
      impacted: `${component} is impaired.`,
      restored: `${component} works again.`,
    })),
  },
})
const said = (component: string, state: ComponentStatus['state']): ComponentStatus => ({
  page: 'public',
  component,
  state,
  text: '',
  since: T0,
  episode: 3,
  whenOver: `${component} is fine.`,
})
const pages = [page('public', { Buying: ['outcome:orders'], Searching: ['outcome:search'] })]
const told = (situation: Partial<StatusSituation>) =>
  publish({
    workload: 'shop',
    incident: 'inc_1',
    since: T0,
    pages,
    said: [],
    harmed: new Set(),
    lastSeq: () => 4,
    ...situation,
  }).map(({ subject, data }) => {
    const { component, state, seq, episode, text } = data as {
      component: string
      state: string
      seq: number
      episode: number
      text: string
    }
    return `${subject} ${seq}/${episode} ${component} ${state}: ${text}`
  })

describe('what a page says', () => {
  test.each<[string, Partial<StatusSituation>, string[]]>([
    ['nothing is harmed: nothing', {}, []],
    [
      'an outcome is harmed: its component, in its words',
      { harmed: new Set(['outcome:orders']) },
      ['status-page:public 5/5 Buying impacted: Buying is impaired.'],
    ],
    [
      'two at once have their own numbers',
      { harmed: new Set(['outcome:orders', 'outcome:search']) },
      [
        'status-page:public 5/5 Buying impacted: Buying is impaired.',
        'status-page:public 6/6 Searching impacted: Searching is impaired.',
      ],
    ],
    [
      'it has been said already',
      { harmed: new Set(['outcome:orders']), said: [said('Buying', 'impacted')] },
      [],
    ],
    [
      'it is over: said once, as the end of what was begun',
      { said: [said('Buying', 'impacted')] },
      ['status-page:public 5/3 Buying operational: Buying works again.'],
    ],
    [
      'it suffers again',
      { harmed: new Set(['outcome:orders']), said: [said('Buying', 'operational')] },
      ['status-page:public 5/5 Buying impacted: Buying is impaired.'],
    ],
    [
      'a component that the model has lost is still taken back, in the words it began with',
      { said: [said('Paying', 'impacted')] },
      ['status-page:public 5/3 Paying operational: Paying is fine.'],
    ],
    [
      'a page that the model has lost as well',
      { pages: [], said: [said('Buying', 'impacted')] },
      ['status-page:public 5/3 Buying operational: Buying is fine.'],
    ],
  ])('%s', (_what, situation, expected) => {
    expect(told(situation)).toEqual(expected)
  })
})
