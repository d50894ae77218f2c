/** The loop, end to end, as a newcomer sees it: three real failures, each detected, owned, answered, told and learned from. */
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Product, startProduct } from '../harness/product.ts'

const workload = 'storefront'
let product: Product

beforeAll(async () => {
  product = await startProduct({ example: true })
  const deadline = Date.now() + 60_000
  for (;;) {
    const { data } = await product.call('overview.show', { query: { workload, from: '5m' } })
    if (data.outcomes.every(({ met }) => met === true)) return
    if (Date.now() > deadline) throw new Error(`not steady: ${data.sentence}`)
    await pause(500)
  }
})
afterAll(() => product?.stop())

async function runDrill(experiment: string) {
  const { data: begun } = await product.call('drills.run', {
    params: { experiment },
    body: { workload },
  })
  const deadline = Date.now() + 240_000
  for (;;) {
    const { data: drill } = await product.call('drill-runs.show', {
      params: { drill: begun.id },
      query: { workload },
    })
    if (drill.state === 'finished') return drill
    if (Date.now() > deadline) throw new Error(`${experiment} does not finish: ${drill.state}`)
    await pause(500)
  }
}

describe.each(['payments-down', 'card-processor-slow', 'bad-release'])('%s', (experiment) => {
  test('fault, alarm, incident with its outcome, page, runbook and its steps, recovery to those who were told, retrospective', async () => {
    const drill = await runDrill(experiment)
    expect(drill.expectations.filter(({ state }) => state !== 'met')).toEqual([])
    expect(drill).toMatchObject({ outcome: 'passed', reverted: true })

    // In order, each with its time.
    const firsts = [
      'drill.fault-started',
      'alarm.raised',
      'incident.opened',
      'procedure.started',
      'step.started',
      'alarm.cleared',
      'incident.resolved',
      'retrospective.opened',
    ].map((type) => drill.timeline.findIndex((moment) => moment.type === type))
    expect(firsts.every((place) => place >= 0)).toBe(true)
    expect([...firsts].sort((a, b) => a - b)).toEqual(firsts)
    for (const { at } of drill.timeline) expect(Number.isNaN(Date.parse(at))).toBe(false)

    const { data: incident } = await product.call('incidents.show', {
      params: { incident: drill.incident! },
      query: { workload },
    })
    expect(incident.priority).toMatch(/^P[1-5]$/)
    expect(incident.priorityReason).not.toBe('')
    expect(incident.outcomes.length).toBeGreaterThan(0)
    const told = (purpose: string) =>
      incident.notifications
        .filter((one) => one.purpose === purpose && one.state === 'accepted')
        .map(({ address }) => address)
        .sort()
    expect(told('page').length).toBeGreaterThan(0)
    expect(told('recovery')).toEqual(told('page'))
    expect(told('status-restored')).toEqual(told('status-impacted'))

    const { data: run } = await product.call('runs.show', { params: { run: drill.run! } })
    expect(run).toMatchObject({ state: 'succeeded', trigger: 'alarm', incident: drill.incident })
    expect(run.steps.filter(({ state }) => state !== 'succeeded')).toEqual([])
  })
})

test('the alarm is raised within three seconds of the first failed order that reached telemetry', async () => {
  // Asked from the ledger and the stored samples, after the fact.
  const { data: facts } = await product.call('ledger.list', {
    query: { type: 'alarm.raised', order: 'oldest', limit: 100 },
  })
  const raised = facts.find(({ subject }) => subject === 'alarm:payments-unreachable')!
  const { data: failed } = await product.call('query.promql', {
    query: {
      query: 'sum(shop_orders_placed_total{result="failed",reason="payments-unreachable"})',
      at: raised.recordedAt,
      from: '60s',
      step: '1s',
    },
  })
  const points = failed.series[0]!.points
  const before = points[0]![1]
  const first = points.find(([, value]) => value !== null && before !== null && value > before)
  expect(first).toBeDefined()
  expect(Date.parse(raised.recordedAt) - first![0]).toBeLessThan(3_000)
})

test('the status page changed and changed back', async () => {
  const page = await fetch(`${product.url}/status/storefront/incidents.json`)
  expect(page.status).toBe(200)
  const { incidents } = (await page.json()) as { incidents: { status: string }[] }
  expect(incidents.length).toBeGreaterThan(0)
  expect(new Set(incidents.map(({ status }) => status))).toEqual(new Set(['resolved']))
  expect((await fetch(`${product.url}/status/engineering`)).status).toBe(401)
})

test('the review has seen it: recovery was practised, and every alarm has its process', async () => {
  const { data } = await product.call('review.show', { query: { workload } })
  const practices = new Map(
    data.questions.flatMap(({ practices }) => practices.map((one) => [one.practice, one])),
  )
  for (const practice of ['2.6', '2.8', '3.1', '4.3', '4.7', '5.4']) {
    expect(practices.get(practice)?.evidence.length, practice).toBeGreaterThan(0)
  }
  expect(practices.get('4.3')!.evidence.find(({ level }) => level === 'D')!.ok).toBe(true)
  expect(data.antipatterns.map(({ detector }) => detector)).toContain('technology-metrics-only')
})

test('a lesson and an improvement are recorded on the retrospective', async () => {
  const { data: reviews } = await product.call('retrospectives.list', { query: { workload } })
  const retrospective = reviews[0]!.name
  await product.call('lessons.record', {
    body: {
      workload,
      statement: 'The runbook brings payments back before most people notice.',
      kind: 'mitigation',
      retrospective,
    },
  })
  await product.call('improvements.propose', {
    body: {
      workload,
      title: 'Start payments by its supervisor',
      problem: 'A dead process waits for the alarm.',
      hypothesis: 'Restarting it at once makes the harm shorter than five seconds.',
      owner: 'team:payments',
      retrospective,
    },
  })
  const { data } = await product.call('retrospectives.show', {
    params: { retrospective },
    query: { workload },
  })
  expect(data.recorded.lessons).toHaveLength(1)
  expect(data.recorded.improvements).toHaveLength(1)
  await product.call('retrospectives.close', {
    params: { retrospective },
    body: { workload, summary: 'Answered by its runbook.' },
  })
})

test('the ledger is whole, and its projections are what the facts say', async () => {
  expect((await product.call('ledger.verify')).data).toMatchObject({ ok: true })
  expect((await product.call('ledger.rebuild', { body: {} })).data).toMatchObject({ same: true })
})
