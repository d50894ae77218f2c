/** Which step comes next: document order, jumps at decisions, and the way back. Pure. */
import type { Plan, PlanSection, PlanStep } from '../plan.ts'
import type { Run, RunStep } from './run.ts'

const DONE = new Set(['succeeded', 'skipped'])

/** The steps that the run walks through, as far as its decisions tell. */
export function pathOf(plan: Plan, steps: readonly RunStep[]): PlanStep[] {
  const path: PlanStep[] = []
  const seen = new Set<string>()
  let section: PlanSection | undefined = plan.sections.find(({ jump }) => !jump)
  while (section && !seen.has(section.slug)) {
    const here: PlanSection = section
    seen.add(here.slug)
    let chosen: string | undefined
    for (const step of plan.steps) {
      if (step.section !== here.slug || step.on !== 'flow' || isAnswerOfItem(plan, step)) continue
      path.push(step)
      const choice = steps.find((one) => one.step === step.name && one.state === 'succeeded')
        ?.outputs.choice
      if (step.kind === 'decide' && typeof choice === 'string' && choice) {
        chosen = choice
        break
      }
      // Nobody knows yet where it goes from here.
      if (step.kind === 'decide') return path
    }
    section =
      chosen !== undefined || here.next ? bySlug(plan, chosen ?? here.next!) : following(plan, here)
  }
  return path
}

/** A check that stands below an item runs as part of the item. */
function isAnswerOfItem(plan: Plan, step: PlanStep): boolean {
  return plan.steps.some(({ check }) => check === step.name)
}

const bySlug = (plan: Plan, slug: string) => plan.sections.find((section) => section.slug === slug)

function following(plan: Plan, section: PlanSection): PlanSection | undefined {
  return plan.sections.slice(plan.sections.indexOf(section) + 1).find(({ jump }) => !jump)
}

/** The first step of the path that is not done; undefined at the end. */
export function nextInFlow(run: Run): PlanStep | undefined {
  return pathOf(run.plan, run.steps).find((step) => {
    const state = stateOf(run, step.name)
    return !state || (!DONE.has(state.state) && !(state.state === 'failed' && isTolerated(step)))
  })
}

/** A failure that the document says to live with; an item of a checklist is judged at the end. */
export function isTolerated(step: PlanStep): boolean {
  return step.kind === 'item' || !step.critical || step.onFailure === 'continue'
}

/** Compensations that are still to run: the strict reverse of the order in which steps ended. */
export function nextCompensation(run: Run): { step: PlanStep; compensates: string } | undefined {
  const done = run.steps
    .filter(
      ({ state, compensates }) => !compensates && (state === 'succeeded' || state === 'uncertain'),
    )
    .sort(
      (a, b) =>
        (b.donePosition ?? Number.MAX_SAFE_INTEGER) - (a.donePosition ?? Number.MAX_SAFE_INTEGER),
    )
  for (const { step: name } of done) {
    const rollback = run.plan.steps.find((step) => step.name === name)?.rollback
    const step = rollback ? run.plan.steps.find((one) => one.name === rollback) : undefined
    if (step && !stateOf(run, step.name)) return { step, compensates: name }
  }
  return undefined
}

export function stateOf(run: Run, name: string): RunStep | undefined {
  return run.steps.find(({ step }) => step === name)
}

/** Whether anything could be taken back. */
export function hasRollback(run: Run): boolean {
  return nextCompensation(run) !== undefined
}
