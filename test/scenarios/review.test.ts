/**
 * The review answers itself from evidence, and cannot be talked into anything: each practice is broken alone
 * and exactly that one is seen to break; what only looks good is not credited.
 */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ManualClock } from '#base'
import * as evolve from '#evolve'
import {
  alarmCleared,
  alarmRaised,
  dependenciesCompared,
  drillActivityAttempted,
  drillActivitySucceeded,
  drillExpectationMet,
  drillFaultStarted,
  drillFinished,
  drillStarted,
  dumpProjections,
  incidentOpened,
  incidentResolved,
  lessonAcknowledged,
  lessonRecorded,
  modelApplied,
  type NewFact,
  notificationAccepted,
  notificationQueued,
  procedureEnded,
  procedureStarted,
  rebuildProjections,
  retrospectiveOpened,
  statusPublished,
  timers,
} from '#ledger'
import { type Manifest, manifestHash, revisions } from '#model'
import * as prepare from '#prepare'
import {
  attest,
  giveReason,
  listMilestones,
  projections,
  recordMilestone,
  reviewWorkload,
  withdrawReason,
} from '#review'
import { freshLedger, type TestLedger } from '../harness/store.ts'

const DAY = 86_400_000
const MINUTE = 60_000
const PRACTICES = ['2.6', '2.8', '3.1', '3.3', '3.4', '4.3', '4.7', '5.4']

let clock: ManualClock
let store: TestLedger

beforeEach(async () => {
  clock = new ManualClock(Date.parse('2026-01-07T12:00:00Z'))
  store = await freshLedger({
    projections: [timers, revisions, ...prepare.projections, ...evolve.projections, ...projections],
    clock,
  })
})
afterEach(() => store.close())

const append = (...facts: NewFact[]) => appendAs('service:other', ...facts)
const appendAs = (actor: string, ...facts: NewFact[]) =>
  store.ledger.transact({ actor }, (tx) => tx.append(...facts))

const RUNBOOK = `---
opsplane: procedure/v1
kind: runbook
id: restart
owner: shop
for: { workload: shop, environments: [production], alarms: [down] }
---

# Restart

\`\`\`sh {name=look effect=read}
true
\`\`\`
`

interface Resource {
  kind: string
  name: string
  spec: Record<string, unknown>
}

const person = (name: string): Resource => ({
  kind: 'person',
  name,
  spec: { name, email: `${name}@shop.example`, roles: [], zone: 'UTC' },
})
const outcome = (name: string, kind: string): Resource => ({
  kind: 'outcome',
  name,
  spec: {
    title: name,
    kind,
    signal: `signal:${name}`,
    target: { op: '>=', value: 1 },
    owner: 'team:shop',
    weight: 5,
  },
})
const signal = (name: string, layer: string, component: string): Resource => ({
  kind: 'signal',
  name,
  spec: { layer, query: name, unit: '', component: `component:${component}` },
})
const component = (name: string, ...needs: string[]): Resource => ({
  kind: 'component',
  name,
  spec: { title: name, owner: 'team:shop', dependsOn: needs.map((one) => `component:${one}`) },
})

function resources(): Resource[] {
  return [
    {
      kind: 'workload',
      name: 'shop',
      spec: { title: 'Shop', description: '', tier: 1, owner: 'team:shop' },
    },
    person('ann'),
    person('dana'),
    {
      kind: 'team',
      name: 'shop',
      spec: { title: 'Shop', function: 'development', members: ['person:ann'] },
    },
    {
      kind: 'team',
      name: 'sales',
      spec: { title: 'Sales', function: 'business', members: ['person:dana'] },
    },
    {
      kind: 'escalation',
      name: 'all',
      spec: { steps: [{ after: '0s', notify: ['person:ann'] }], fallback: 'person:ann' },
    },
    component('pages', 'orders'),
    component('orders'),
    signal('orders', 'business', 'orders'),
    signal('paying', 'customer', 'pages'),
    outcome('orders', 'business'),
    outcome('paying', 'customer'),
    {
      kind: 'alarm',
      name: 'down',
      spec: {
        title: 'It is down',
        signal: 'signal:paying',
        when: '< 1',
        severity: 'critical',
        protects: ['outcome:paying'],
        owner: 'team:shop',
        procedure: 'procedure:restart',
        escalation: 'escalation:all',
      },
    },
    {
      kind: 'experiment',
      name: 'target-down',
      spec: {
        title: 'It dies',
        description: '',
        environment: 'environment:production',
        'steady-state-hypothesis': { title: '', probes: [] },
        method: [{ type: 'action', name: 'kill', provider: { type: 'process', path: 'kill' } }],
        rollbacks: [],
        expect: { alarm: 'alarm:down', raisedWithin: '30s', recoveredWithin: '2m' },
        abort: [],
      },
    },
    {
      kind: 'channel',
      name: 'followers',
      spec: { type: 'email', config: { to: ['c@x.example'] } },
    },
    {
      kind: 'status-page',
      name: 'public',
      spec: {
        title: 'Status',
        audience: 'customers',
        components: [
          { name: 'Paying', outcomes: ['outcome:paying'], impacted: 'bad', restored: 'good' },
        ],
        channels: ['channel:followers'],
      },
    },
  ]
}

interface Shape {
  readonly resources: Resource[]
  readonly runbook: string | undefined
}
let revision = 0

/** A revision of the model; the first one creates everything. */
function applied({ resources, runbook }: Shape): NewFact {
  revision++
  const manifest: Manifest = {
    format: 'opsplane/v1',
    workload: 'shop',
    resources,
    procedures: runbook ? [{ id: 'restart', path: 'procedures/restart.md', text: runbook }] : [],
  }
  return modelApplied('workload:shop', {
    workload: 'shop',
    revision,
    hash: manifestHash(manifest),
    previous: null,
    changes:
      revision === 1
        ? [...resources.map(({ kind, name }) => `${kind}:${name}`), 'procedure:restart'].map(
            (ref) => ({ action: 'create' as const, ref, paths: [] }),
          )
        : [],
    size: { resources: 0, values: 0 },
    reverse: '',
    undoOf: null,
    manifest,
  })
}

const inc = { workload: 'shop', number: 1 }
const run = { workload: 'shop', procedure: 'restart', incident: 'inc_1' }
const drill = { workload: 'shop', experiment: 'target-down', number: 1 }
const of = { workload: 'shop', incident: 'inc_1', attempt: 1, response: '250 ok', latencyMs: 9 }
const page = {
  workload: 'shop',
  page: 'public',
  audience: 'customers' as const,
  component: 'Paying',
}

const pair = { from: 'component:pages', to: 'component:orders' }
const compared = (
  more: Partial<Parameters<typeof dependenciesCompared>[1]> & { confirmed: number },
) =>
  dependenciesCompared('workload:shop', {
    ...{ workload: 'shop', overMs: DAY, unseen: [], undeclared: [], unobservable: [] },
    ...more,
  })

/** A workload that does all of them well. Each part can be left out or replaced. */
function healthy(): Record<string, NewFact[]> {
  const experiment = resources().find(({ kind }) => kind === 'experiment')!
  return {
    alarm: [
      alarmRaised('alarm:down', {
        workload: 'shop',
        alarm: 'down',
        instance: 'i1',
        labels: {},
        version: '',
        tickAt: '',
        value: 0,
        since: '',
        reason: 'condition',
        title: 'It is down',
        severity: 'critical',
        owner: 'team:shop',
        procedure: 'procedure:restart',
        protects: ['outcome:paying'],
        group: 'g1',
      }),
    ],
    compared: [compared({ confirmed: 1 })],
    incident: [
      incidentOpened('inc_1', {
        ...inc,
        title: 'It is down',
        group: 'g1',
        priority: 'P1',
        priorityReason: '',
        outcomes: ['outcome:paying'],
        severity: 'critical',
        alarm: 'down',
        instance: 'i1',
        owner: 'team:shop',
        procedure: 'procedure:restart',
        occurredAt: '',
        recurrenceOf: null,
      }),
      incidentResolved('inc_1', {
        ...inc,
        title: 'It is down',
        priority: 'P1',
        outcomes: ['outcome:paying'],
        reason: '',
        by: 'alarms',
        openedAt: '',
      }),
    ],
    paged: [
      notificationQueued('ntf_page', {
        workload: 'shop',
        incident: 'inc_1',
        purpose: 'page',
        recipient: 'person:ann',
        topic: 'incident:inc_1',
        channel: 'email',
        address: 'ann@shop.example',
        config: {},
        message: {
          title: 'It is down',
          lines: [],
          fields: [],
          links: [{ label: 'What to do', path: '/w/shop/procedures/restart' }],
          data: {},
        },
        expiresAt: '',
        recoveryOf: [],
      }),
    ],
    run: [
      procedureStarted('run_1', {
        ...run,
        environment: 'production',
        title: 'Restart',
        kind: 'runbook',
        state: 'queued',
        trigger: 'alarm',
        alarm: 'down',
        dedupe: null,
        params: {},
        dry: false,
        hash: '',
        plan: null,
      }),
      procedureEnded('run_1', {
        ...run,
        state: 'succeeded',
        reason: '',
        ms: 1,
        steps: { total: 1, machine: 1, people: 0 },
      }),
    ],
    impacted: [
      statusPublished('status-page:public', {
        ...page,
        state: 'impacted',
        text: 'bad',
        seq: 1,
        episode: 1,
        since: '',
        incident: 'inc_1',
        whenOver: null,
      }),
      notificationAccepted('ntf_1', {
        ...of,
        purpose: 'status-impacted',
        recipient: 'channel:followers',
      }),
    ],
    restored: [
      statusPublished('status-page:public', {
        ...page,
        state: 'operational',
        text: 'good',
        seq: 2,
        episode: 1,
        since: '',
        incident: 'inc_1',
        whenOver: null,
      }),
      notificationAccepted('ntf_2', {
        ...of,
        purpose: 'status-restored',
        recipient: 'channel:followers',
      }),
    ],
    retrospective: [
      retrospectiveOpened('ret_1', {
        ...inc,
        incident: 'inc_1',
        incidentNumber: 1,
        title: 'It is down',
        priority: 'P1',
        outcomes: [],
        owner: 'team:shop',
        drill: null,
        dueAt: iso(clock.now()),
        timeline: [],
        occurredAt: iso(clock.now()),
        detectedAt: iso(clock.now()),
        acknowledgedAt: null,
        resolvedAt: iso(clock.now()),
        ttdMs: 0,
        ttaMs: null,
        ttrMs: 0,
      }),
    ],
    lesson: [
      lessonRecorded('les_1', {
        ...inc,
        statement: 'Two are better than one',
        context: '',
        kind: 'prevention',
        surprised: false,
        source: { kind: 'incident', id: 'inc_1' },
        retrospective: 'ret_1',
        appliesTo: [],
        by: 'person:ann',
      }),
      lessonRecorded('les_2', {
        ...inc,
        number: 2,
        statement: 'It is found quickly',
        context: '',
        kind: 'success',
        surprised: false,
        source: { kind: 'drill', id: 'drl_1' },
        retrospective: null,
        appliesTo: [],
        by: 'person:ann',
      }),
    ],
    shared: ['les_1', 'les_2'].map((id, i) =>
      lessonAcknowledged(id, { ...inc, number: i + 1, by: 'person:dana', team: 'team:sales' }),
    ),
    drillStarted: [
      drillStarted('drl_1', {
        ...drill,
        environment: 'environment:production',
        title: 'It dies',
        spec: experiment.spec,
        signals: {},
        expectations: [{ name: 'alarm-raised', title: '', limitMs: 30_000, weight: 25 }],
        by: 'person:ann',
      }),
    ],
    fault: [
      drillFaultStarted('drl_1', { ...drill, what: 'kill' }),
      drillActivityAttempted('drl_1', {
        ...drill,
        phase: 'method',
        index: 0,
        name: 'kill',
        attempt: 1,
        worker: 'n',
        epoch: 1,
      }),
      drillActivitySucceeded('drl_1', {
        ...drill,
        phase: 'method',
        index: 0,
        name: 'kill',
        attempt: 1,
        output: '',
        latencyMs: 1,
      }),
      drillExpectationMet('drl_1', {
        ...drill,
        name: 'alarm-raised',
        at: iso(clock.now()),
        afterMs: 1,
        limitMs: 30_000,
        because: 'x',
      }),
    ],
    drillFinished: [
      drillFinished('drl_1', {
        ...drill,
        outcome: 'passed',
        reason: '',
        score: 100,
        reverted: true,
        incident: null,
        expectations: [],
      }),
    ],
  }
}

const iso = (ms: number) => new Date(ms).toISOString()
const review = () => reviewWorkload(store.ledger, { workload: 'shop', querySignal: async () => 5 })
const byPractice = async () =>
  new Map(
    (await review()).questions
      .flatMap(({ practices }) => practices)
      .map((one) => [one.practice, one]),
  )
const seen = () =>
  attest(store.ledger, {
    workload: 'shop',
    practice: '3.1',
    evidence: 'seen-by-business',
    text: 'Looked at in the weekly meeting',
    expiresAt: iso(clock.now() + 20 * DAY),
    by: 'person:dana',
  })

/** Everything, a day after ann has applied the model; then what is not due for a while has become due. */
async function live(facts: Record<string, NewFact[]>, shape?: Shape): Promise<void> {
  revision = 0
  await appendAs('person:ann', applied({ resources: resources(), runbook: RUNBOOK }))
  clock.advance(DAY)
  for (const some of Object.values(facts)) await append(...some)
  clock.advance(15 * DAY)
  await seen()
  if (shape) await appendAs('person:ann', applied(shape))
}
const risks = async () =>
  Object.fromEntries([...(await byPractice())].map(([id, { risk }]) => [id, risk]))

test('a workload that does it all has no risk in any practice, and every number names its objects', async () => {
  await live(healthy())
  const found = await review()
  expect(found.counts).toMatchObject({ met: 8, partly: 0, 'not-met': 0 })
  const practices = found.questions.flatMap((question) => question.practices)
  expect(practices.map(({ practice }) => practice).sort()).toEqual(PRACTICES)
  for (const { evidence } of practices)
    for (const { n, sources, found } of evidence) {
      expect(sources).toHaveLength(n)
      expect(found).not.toBe('')
    }
})

test('nothing declared and nothing done is a high risk, not a full score', async () => {
  revision = 0
  await append(applied({ resources: [resources()[0]!], runbook: undefined }))
  expect(new Set(Object.values(await risks()))).toEqual(new Set(['HIGH']))
})

describe('breaking one practice raises the risk of that one alone', () => {
  const without = (...parts: string[]) =>
    Object.fromEntries(Object.entries(healthy()).filter(([part]) => !parts.includes(part)))
  const change = (alter: (resource: Resource) => Resource | undefined): Shape => ({
    resources: resources().flatMap((resource) => alter(structuredClone(resource)) ?? []),
    runbook: RUNBOOK,
  })
  const set = (kind: string, name: string, values: Record<string, unknown>): Shape =>
    change((resource) =>
      resource.kind === kind && resource.name === name
        ? { ...resource, spec: { ...resource.spec, ...values } }
        : resource,
    )

  test.each<[string, string, () => Promise<void>]>([
    [
      '2.6',
      'the runbook names an alarm that does not exist',
      () =>
        live(healthy(), {
          resources: resources(),
          runbook: RUNBOOK.replace('[down]', '[gone]'),
        }),
    ],
    ['2.8', 'no fault was injected', () => live(without('fault'))],
    [
      '2.8',
      'the fault was not taken back',
      () => {
        const facts = healthy()
        const [finished] = facts.drillFinished!
        const data = { ...(finished!.data as object), reverted: false }
        return live({ ...facts, drillFinished: [{ ...finished!, data }] })
      },
    ],
    [
      '2.8',
      'no experiment raises the alarm',
      () =>
        live(
          healthy(),
          change((one) => (one.kind === 'experiment' ? undefined : one)),
        ),
    ],
    [
      '3.1',
      'nobody of the business has an outcome',
      () =>
        live(
          healthy(),
          change((one) => (one.name === 'orders' && one.kind === 'outcome' ? undefined : one)),
        ),
    ],
    [
      '3.1',
      'the owner of an outcome has left',
      () => live(healthy(), set('outcome', 'orders', { owner: 'team:gone' })),
    ],
    [
      '3.3',
      'a component has no measure',
      () => live(healthy(), set('signal', 'paying', { component: 'component:orders' })),
    ],
    [
      '3.3',
      'calls between components cannot be seen',
      () => live({ ...healthy(), compared: [compared({ confirmed: 0, unobservable: [pair] })] }),
    ],
    [
      '3.3',
      'nobody has compared what is declared with what is called',
      () => live(without('compared')),
    ],
    [
      '3.4',
      'an alarm calls nobody',
      () => live(healthy(), set('alarm', 'down', { escalation: undefined })),
    ],
    [
      '4.3',
      'the owner of the alarm has left',
      () => live(healthy(), set('alarm', 'down', { owner: 'person:gone' })),
    ],
    [
      '4.3',
      'nobody is on call',
      () =>
        live(
          healthy(),
          set('escalation', 'all', { steps: [{ after: '0s', notify: ['rotation:gone'] }] }),
        ),
    ],
    [
      '4.3',
      'the page does not say what to do',
      () => {
        const facts = healthy()
        const [queued] = facts.paged!
        const data = structuredClone(queued!.data) as { message: { links: unknown[] } }
        data.message.links = []
        return live({ ...facts, paged: [{ ...queued!, data }] })
      },
    ],
    ['4.7', 'customers did not hear of the end', () => live(without('restored'))],
    [
      '4.7',
      'the page tells nobody',
      () => live(healthy(), set('status-page', 'public', { channels: [] })),
    ],
    ['5.4', 'nothing was learned', () => live(without('lesson', 'shared'))],
    ['5.4', 'a lesson stays with its author', () => live(without('shared'))],
  ])('%s: %s', async (practice, _, breaking) => {
    await breaking()
    const found = await risks()
    const raised = Object.keys(found).filter((id) => found[id] !== 'NONE')
    expect(raised).toEqual([practice])
  })
})

describe('what is effective is more than what is done', () => {
  test.each([
    ['as the model says', { confirmed: 1 }, 'E', []],
    [
      'a call that the model does not know',
      { confirmed: 1, undeclared: [{ ...pair, to: 'service:mail' }] },
      'X',
      ['pages needs mail'],
    ],
    ['a need that nobody calls', { confirmed: 0, unseen: [pair] }, 'X', ['pages needs orders']],
    [
      'a need that was declared after the last comparison',
      { confirmed: 0 },
      null,
      ['pages needs orders'],
    ],
  ] as const)('dependencies: %s', async (_, more, level, gaps) => {
    await live({ ...healthy(), compared: [compared(more as never)] })
    const found = (await byPractice()).get('3.3')!
    if (level) expect(found.level).toBe(level)
    expect([...new Set(found.gaps.map(({ title }) => title))]).toEqual(gaps)
  })

  test('an alarm that nobody answers, again and again, is not trusted', async () => {
    const { run: _, ...rest } = healthy()
    const [raised] = rest.alarm!
    await live(rest)
    for (let i = 0; i < 6; i++) {
      const data = { ...(raised!.data as object), instance: `j${i}` }
      await append({ ...raised!, data })
      clock.advance(2 * MINUTE)
      await append(
        alarmCleared('alarm:down', {
          ...(data as Parameters<typeof alarmCleared>[1]),
          ...{ reason: 'condition', tickAt: '' },
        }),
      )
      clock.advance(DAY)
    }
    const found = (await byPractice()).get('3.4')!
    expect(found.evidence.find(({ name }) => name === 'alarms-trusted')).toMatchObject({
      ok: false,
      sources: [{ ref: 'alarm:down', ok: false }],
    })
  })
})

describe('what only looks good is not credited', () => {
  test('a success before the last change of the runbook', async () => {
    await live(healthy())
    await appendAs(
      'person:ann',
      modelApplied('workload:shop', {
        ...(applied({ resources: resources(), runbook: RUNBOOK }).data as Parameters<
          typeof modelApplied
        >[1]),
        changes: [{ action: 'update', ref: 'procedure:restart', paths: [] }],
      }),
    )
    expect((await byPractice()).get('2.6')).toMatchObject({ answer: 'partly' })
  })

  test('a dry run, and an empty runbook', async () => {
    const facts = healthy()
    const [started, ended] = facts.run!
    const dry = { ...started!, data: { ...(started!.data as object), dry: true } }
    await live({ ...facts, run: [dry, ended!] })
    expect((await byPractice()).get('2.6')!.gaps.map(({ reason }) => reason)).toContain(
      'no successful run',
    )
    await append(applied({ resources: resources(), runbook: RUNBOOK.replace(/```[\s\S]*```/, '') }))
    expect((await byPractice()).get('2.6')).toMatchObject({ answer: 'not-met' })
  })

  test('a word about the business by somebody else', async () => {
    await live(healthy())
    clock.advance(25 * DAY)
    expect((await byPractice()).get('3.1')).toMatchObject({ answer: 'needs-a-person' })
    await attest(store.ledger, {
      workload: 'shop',
      practice: '3.1',
      evidence: 'seen-by-business',
      text: 'They surely have',
      expiresAt: iso(clock.now() + DAY),
      by: 'person:ann',
    })
    expect((await byPractice()).get('3.1')).toMatchObject({ answer: 'needs-a-person' })
    await seen()
    expect((await byPractice()).get('3.1')).toMatchObject({ answer: 'met' })
  })

  test('what happened too long ago', async () => {
    await live(healthy())
    clock.advance(100 * DAY)
    const found = await byPractice()
    for (const practice of ['2.6', '2.8', '3.4', '4.3', '4.7', '5.4'])
      expect(found.get(practice)!.risk, practice).toBe('MEDIUM')
  })
})

test('customers who are told after half an hour were told too late', async () => {
  const { incident, impacted, restored, ...rest } = healthy()
  await live(rest)
  await append(incident![0]!)
  clock.advance(30 * MINUTE)
  await append(...impacted!, incident![1]!, ...restored!)
  expect((await byPractice()).get('4.7')!.gaps).toMatchObject([{ reason: 'told too late' }])
})

describe('a person’s reason', () => {
  const reason = {
    workload: 'shop',
    practice: '2.8',
    answer: 'accepted' as const,
    driver: 'cost' as const,
    text: 'Not before the season',
    by: 'person:dana',
  }

  test('changes the answer until it ends, and never the measure', async () => {
    await live({ ...healthy(), fault: [] })
    const before = (await byPractice()).get('2.8')!
    await giveReason(store.ledger, { ...reason, expiresAt: iso(clock.now() + 5 * DAY) })
    const during = (await byPractice()).get('2.8')!
    expect(during.answer).toBe('accepted')
    expect(during.reason).toMatchObject({ by: 'person:dana', driver: 'cost' })
    const same = ({ evidence, risk, level, gaps }: typeof before) => ({
      evidence,
      risk,
      level,
      gaps,
    })
    expect(same(during)).toEqual(same(before))

    clock.advance(6 * DAY)
    expect((await byPractice()).get('2.8')!.answer).toBe('partly')
  })

  test('must end, and can be taken back', async () => {
    await live(healthy())
    const forever = { ...reason, expiresAt: '2099-01-01T00:00:00Z' }
    await expect(giveReason(store.ledger, forever)).rejects.toMatchObject({
      code: 'review.reason-has-no-end',
    })
    await expect(giveReason(store.ledger, { ...forever, practice: '9.9' })).rejects.toMatchObject({
      code: 'review.practice-not-found',
    })
    await giveReason(store.ledger, { ...reason, expiresAt: iso(clock.now() + DAY) })
    await withdrawReason(store.ledger, reason)
    expect((await byPractice()).get('2.8')!.answer).toBe('met')
  })
})

test('a milestone keeps the answers of its time, and rebuilt it is the same', async () => {
  await live(healthy())
  await recordMilestone(store.ledger, { workload: 'shop', name: 'January', by: 'person:ann' })
  clock.advance(100 * DAY)
  const [milestone] = await listMilestones(store.database.sql, 'shop')
  expect(milestone!.name).toBe('January')
  expect(milestone!.answers.map(({ practice }) => practice).sort()).toEqual(PRACTICES)
  const before = await dumpProjections(store.ledger)
  await rebuildProjections(store.ledger)
  expect(await dumpProjections(store.ledger)).toBe(before)
})
