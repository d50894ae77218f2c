/** People work on an incident: who leads, what is to be done, who decided what by which right; the ledger tells it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ManualClock } from '#base'
import { dumpProjections, modelApplied, rebuildProjections } from '#ledger'
import { revisions } from '#model'
import {
  addTask,
  askForDecision,
  decideForIncident,
  declareIncident,
  endIncidentTask,
  incidents,
  moveIncident,
  overridePriority,
  readTimeline,
  responses,
  setIncidentImpact,
  takeIncidentRole,
} from '#operate'
import { freshLedger, type TestLedger } from '../harness/store.ts'

let store: TestLedger
beforeAll(async () => {
  const projections = [revisions, incidents, responses]
  store = await freshLedger({ projections, clock: new ManualClock() })
}, 60_000)
afterAll(() => store?.close())

test('from nobody leads to a decision by the one who was asked, and back again', async () => {
  const { ledger } = store
  const person = (name: string) => ({
    ...{ kind: 'person', name },
    spec: { name, email: `${name}@shop.example`, roles: [], zone: 'UTC' },
  })
  await ledger.transact({ actor: 'person:ann' }, (tx) =>
    tx.append(
      modelApplied('workload:shop', {
        ...{ workload: 'shop', revision: 1, hash: 'h1', previous: null, changes: [] },
        ...{ size: { resources: 4, values: 0 }, reverse: 'opsplane undo', undoOf: null },
        manifest: {
          ...{ format: 'opsplane/v1', workload: 'shop', procedures: [] },
          resources: [
            ...['ann', 'bob', 'eve'].map(person),
            { kind: 'team', name: 'pay', spec: { title: 'Payments', members: ['person:eve'] } },
          ],
        },
      }),
    ),
  )
  const declared = await declareIncident(ledger, {
    ...{ workload: 'shop', by: 'person:ann', title: 'Cards are refused' },
  })
  const on = { workload: 'shop', incident: 'INC-1', by: 'person:ann' }
  await overridePriority(ledger, { ...on, priority: 'P1', reason: 'nobody can pay' })
  const investigate = { ...on, to: 'investigating', reason: 'logs are read' } as const
  await expect(moveIncident(ledger, investigate)).rejects.toThrow(/needs a commander/)
  await takeIncidentRole(ledger, { ...on, role: 'commander', person: 'person:ann' })
  await moveIncident(ledger, investigate)

  const { tasks } = await addTask(ledger, { ...on, text: 'call the bank', assignee: 'team:pay' })
  await endIncidentTask(ledger, {
    ...{ ...on, by: 'person:eve', task: tasks[0]!.id, outcome: 'done', result: 'they know' },
  })
  const { decisions } = await askForDecision(ledger, {
    ...{ ...on, question: 'Use the standby processor?', options: ['yes', 'no'] },
    ...{ risk: 'higher fees', askedOf: 'team:pay' },
  })
  const decide = { ...on, decision: decisions[0]!.id, choice: 'yes', reason: 'fees are small' }
  await expect(decideForIncident(ledger, { ...decide, by: 'person:bob' })).rejects.toThrow(
    /may not decide/,
  )
  const after = await decideForIncident(ledger, { ...decide, by: 'person:eve' })
  expect(after.decisions[0]).toMatchObject({ choice: 'yes', authority: 'asked of team:pay' })
  await takeIncidentRole(ledger, {
    ...{ ...on, role: 'commander', person: 'person:bob', note: 'the standby is on' },
  })
  await moveIncident(ledger, { ...on, to: 'triaged', reason: 'it was not the bank' })
  const from = '2026-01-05T08:55:00Z'
  await setIncidentImpact(ledger, { ...on, from, to: null, reason: 'the first complaint' })

  const told = (await readTimeline(ledger, declared)).map(({ sentence }) => sentence).join('\n')
  for (const words of ['is commander', 'call the bank', 'decided: yes', 'the standby is on'])
    expect(told).toContain(words)
  const before = await dumpProjections(ledger)
  await rebuildProjections(ledger)
  expect(await dumpProjections(ledger)).toEqual(before)
})
