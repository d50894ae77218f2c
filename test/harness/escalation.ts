/** A small workload whose incidents call people, with real stores and a clock that is moved: for tests of escalation. */
import { contentHash, ManualClock, silentLog } from '#base'
import {
  createDispatcher,
  type Fact,
  type FactDefinition,
  modelApplied,
  type Projection,
  timers,
} from '#ledger'
import { revisions } from '#model'
import { declareIncident, projections, reactions } from '#operate'
import { freshLedger, type TestLedger } from './store.ts'

/** As it stands in a manifest. */
interface Declared {
  readonly kind: string
  readonly name: string
  readonly spec: Record<string, unknown>
}

export interface EscalationWorld {
  readonly store: TestLedger
  readonly clock: ManualClock
  /** The escalation that every incident takes, as the model has it. */
  apply(spec: Record<string, unknown>, also?: readonly Declared[]): Promise<void>
  declare(severity?: 'critical' | 'warning'): Promise<string>
  settle(): Promise<void>
  /** Moves the clock and lets everything answer. */
  later(minutes: number): Promise<void>
  /** Another process takes over. */
  restart(): void
  facts<Type extends string, Data>(
    definition: FactDefinition<Type, Data>,
  ): Promise<Fact<Type, Data>[]>
  close(): Promise<void>
}

const PEOPLE = ['ann', 'bob', 'cleo', 'eve']

export async function openEscalationWorld(
  options: { readonly extra?: readonly Projection[]; readonly at?: string } = {},
): Promise<EscalationWorld> {
  const { extra = [], at = '2026-01-07T12:00:00Z' } = options
  const clock = new ManualClock(Date.parse(at))
  const store = await freshLedger({
    projections: [timers, revisions, ...projections, ...extra],
    reactions,
    clock,
  })
  const { ledger } = store
  let revision = 0
  let dispatcher = createDispatcher({ ledger, reactions, log: silentLog })

  return {
    store,
    clock,
    async apply(spec, also = []) {
      revision++
      const manifest = manifestWith(spec, also)
      await ledger.transact({ actor: 'person:ann' }, (tx) =>
        tx.append(
          modelApplied('workload:shop', {
            workload: 'shop',
            revision,
            hash: contentHash(manifest),
            previous: null,
            changes: [],
            size: { resources: manifest.resources.length, values: 1 },
            reverse: 'opsplane undo shop',
            undoOf: null,
            manifest,
          }),
        ),
      )
    },
    async declare(severity = 'critical') {
      const options = { workload: 'shop', by: 'person:ann', title: 'Nobody can pay', severity }
      return (await declareIncident(ledger, options)).id
    },
    settle: () => dispatcher.settle(),
    async later(minutes) {
      clock.advance(minutes * 60_000)
      await dispatcher.settle()
    },
    restart() {
      dispatcher = createDispatcher({ ledger, reactions, log: silentLog })
    },
    async facts(definition) {
      const found = await ledger.read({ types: [definition.type], limit: 10_000 })
      return found as never
    },
    close: store.close,
  }
}

function manifestWith(escalation: Record<string, unknown>, also: readonly Declared[]) {
  const person = (name: string) => ({
    kind: 'person',
    name,
    spec: { name, email: `${name}@shop.example`, roles: [], zone: 'UTC' },
  })
  const usual: Declared[] = [
    {
      kind: 'workload',
      name: 'shop',
      spec: { title: 'Shop', description: '', tier: 1, owner: 'team:commerce' },
    },
    ...PEOPLE.map(person),
    {
      kind: 'team',
      name: 'commerce',
      spec: { title: 'Commerce', members: ['person:ann', 'person:bob'] },
    },
    {
      kind: 'rotation',
      name: 'nobody',
      spec: { people: ['person:bob'], zone: 'UTC', every: '7d', from: '2040-01-01', at: '09:00' },
    },
    {
      kind: 'channel',
      name: 'desk',
      spec: { type: 'email', config: { to: ['desk@cards.example'] } },
    },
    {
      kind: 'third-party',
      name: 'cards',
      spec: {
        title: 'Cards Ltd',
        contract: 'C-4711',
        channel: 'channel:desk',
        answersWithin: '30m',
      },
    },
    { kind: 'escalation', name: 'shop', spec: { fallback: 'person:eve', ...escalation } },
  ]
  const isReplaced = (one: Declared) =>
    also.some(({ kind, name }) => kind === one.kind && name === one.name)
  return {
    format: 'opsplane/v1',
    workload: 'shop',
    procedures: [],
    resources: [...usual.filter((one) => !isReplaced(one)), ...also],
  }
}
