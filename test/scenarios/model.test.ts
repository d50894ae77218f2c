import { afterAll, beforeAll, expect, test } from 'vitest'
import { dumpProjections, rebuildProjections, timers } from '#ledger'
import {
  applyManifest,
  loadModel,
  type Manifest,
  readRevisions,
  revisions,
  undoRevision,
} from '#model'
import { freshLedger, type TestLedger } from '../harness/store.ts'

const manifest = (target: number): Manifest => ({
  format: 'opsplane/v1',
  workload: 'shop',
  resources: [
    { kind: 'workload', name: 'shop', spec: { title: 'Shop', tier: 1 } },
    {
      kind: 'outcome',
      name: 'orders',
      spec: { title: 'Orders', target: { op: '>=', value: target } },
    },
  ],
  procedures: [],
})

let store: TestLedger
beforeAll(async () => {
  store = await freshLedger({ projections: [timers, revisions] })
})
afterAll(() => store.close())

test('applied revisions are immutable changes with a size and a reverse, and undo brings the former back', async () => {
  const { ledger } = store
  const apply = (target: number, expectedRevision?: number) =>
    applyManifest(ledger, { manifest: manifest(target), actor: 'person:ann', expectedRevision })

  expect(await apply(40, 0)).toMatchObject({ revision: 1, size: { resources: 2, values: 5 } })
  expect(await apply(50)).toMatchObject({
    revision: 2,
    changes: [
      {
        action: 'update',
        ref: 'outcome:orders',
        paths: [{ path: 'target.value', before: 40, after: 50 }],
      },
    ],
  })
  const again = await apply(50)
  expect(again.revision).toBe(2)
  expect(again.fact).toBeUndefined()
  await expect(apply(60, 1)).rejects.toMatchObject({ code: 'model.plan-is-old' })

  const undone = await undoRevision(ledger, { workload: 'shop', actor: 'person:bob' })
  expect(undone.revision).toBe(3)
  const model = await loadModel(ledger.database.sql, 'shop')
  expect(model!.get('outcome', 'orders')!.spec.target.value).toBe(40)
  const history = await readRevisions(ledger.database.sql, 'shop')
  expect(
    history.map(({ revision, undoOf, appliedBy }) => ({ revision, undoOf, appliedBy })),
  ).toEqual([
    { revision: 3, undoOf: 2, appliedBy: 'person:bob' },
    { revision: 2, undoOf: null, appliedBy: 'person:ann' },
    { revision: 1, undoOf: null, appliedBy: 'person:ann' },
  ])
  expect(await ledger.read({ types: ['model.applied'] })).toHaveLength(3)
})

test('the first model has nothing before it to go back to', async () => {
  await expect(
    undoRevision(store.ledger, { workload: 'shop', revision: 1, actor: 'person:ann' }),
  ).rejects.toMatchObject({ code: 'model.nothing-to-undo' })
})

test('revisions dropped and rebuilt are the same', async () => {
  const before = await dumpProjections(store.ledger)
  await rebuildProjections(store.ledger)
  expect(await dumpProjections(store.ledger)).toBe(before)
})
