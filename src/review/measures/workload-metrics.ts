/** 3.3: each part of the workload is measured, and what is known of how the parts hang together is what traces show. */
import { dependenciesCompared, type FactOf } from '#ledger'
import { coverage, declared } from '../coverage.ts'
import { definePractice, LONG_WINDOW_MS, type Source } from '../practice.ts'

type Compared = FactOf<typeof dependenciesCompared>
type Verdict = 'confirmed' | 'unseen' | 'undeclared' | 'unobservable' | 'unknown'

interface Pair {
  readonly from: string
  readonly to: string
  readonly verdict: Verdict
}

const REASONS: Record<Verdict, string> = {
  confirmed: 'declared, and seen in traces',
  unseen: 'declared, and no call was seen',
  undeclared: 'seen in traces, and the model does not say so',
  unobservable: 'a side sends no spans, so calls cannot be seen',
  unknown: 'not compared since it was declared',
}

export const workloadMetrics = definePractice({
  id: '3.3',
  question: 3,
  title: 'Workload metrics',
  quote: 'workload metrics',
  unmeasured: ['Somebody has said of each measure which decision it serves'],
  async collect(context) {
    const { model, nowMs } = context
    const signals = model.all('signal')
    // A fact is written when something differs from before: the last one is how it is.
    const last = (await context.facts(dependenciesCompared, nowMs - LONG_WINDOW_MS)).at(-1)
    const pairs = last ? pairsOf(last, declaredPairs(context.model.all('component'))) : []
    const at = last?.time ?? null
    const sourceOf =
      (ok: (pair: Pair) => boolean | null) =>
      (pair: Pair): Source => ({
        ref: pair.from,
        title: `${bare(pair.from)} needs ${bare(pair.to)}`,
        ok: ok(pair),
        reason: REASONS[pair.verdict],
        at,
      })
    return [
      coverage({
        name: 'components-measured',
        level: 'D',
        what: 'Every component has a measure',
        atLeast: 1,
        sources: model
          .all('component')
          .map(({ name, spec }) =>
            declared(
              `component:${name}`,
              spec.title ?? name,
              !signals.some((signal) => signal.spec.component === `component:${name}`) &&
                'no signal names it',
            ),
          ),
        whenEmpty: 'no component is declared',
      }),
      coverage({
        name: 'dependencies-observable',
        level: 'X',
        what: 'At least half of what components need can be seen in traces',
        atLeast: 0.5,
        sources: pairs
          .filter(({ verdict }) => verdict !== 'undeclared')
          .map(sourceOf(({ verdict }) => verdict === 'confirmed' || verdict === 'unseen')),
        whenEmpty: 'no call between components was seen',
      }),
      coverage({
        name: 'dependencies-in-step',
        level: 'E',
        what: 'What components are declared to need is what traces show',
        atLeast: 0.9,
        sources: pairs
          .filter(({ verdict }) => verdict !== 'unobservable')
          .map(sourceOf(({ verdict }) => (verdict === 'unknown' ? null : verdict === 'confirmed'))),
        whenEmpty: 'no call between components was seen',
      }),
    ]
  },
})

const bare = (ref: string) => ref.slice(ref.indexOf(':') + 1)

function declaredPairs(
  components: readonly {
    readonly name: string
    readonly spec: { readonly dependsOn: readonly string[] }
  }[],
) {
  return components.flatMap(({ name, spec }) =>
    spec.dependsOn.map((to) => ({ from: `component:${name}`, to })),
  )
}

/** What is declared and was not found wrong is confirmed, as long as there are as many of them as were counted. */
function pairsOf(
  { data }: Compared,
  declaredNow: readonly { readonly from: string; readonly to: string }[],
): Pair[] {
  const is = (list: Compared['data']['unseen'], one: { from: string; to: string }) =>
    list.some(({ from, to }) => from === one.from && to === one.to)
  const told = declaredNow.map((one): Pair => {
    const verdict = is(data.unseen, one)
      ? 'unseen'
      : is(data.unobservable, one)
        ? 'unobservable'
        : 'confirmed'
    return { ...one, verdict }
  })
  const confirmed = told.filter(({ verdict }) => verdict === 'confirmed').length
  const isOld = confirmed !== data.confirmed
  return [
    ...told.map(
      (one): Pair => (isOld && one.verdict === 'confirmed' ? { ...one, verdict: 'unknown' } : one),
    ),
    ...data.undeclared
      .filter((one) => !is(declaredNow as Compared['data']['unseen'], one))
      .map((one): Pair => ({ ...one, verdict: 'undeclared' })),
  ]
}
