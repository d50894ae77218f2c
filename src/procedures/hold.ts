/** A check that waits: asked again until it has held for `for`, or until `within` is over. */
import { setTimeout as pause } from 'node:timers/promises'
import type { StepContext, StepResult } from './context.ts'
import type { PlanStep } from './plan.ts'

export async function holdUntil(
  step: PlanStep,
  ask: () => Promise<StepResult>,
  context: StepContext,
): Promise<StepResult> {
  const { withinMs, forMs, everyMs } = step
  if (withinMs === null) return ask()
  const deadline = performance.now() + withinMs
  let since: number | undefined
  for (;;) {
    const result = await ask()
    const now = performance.now()
    since = result.ok ? (since ?? now) : undefined
    if (since !== undefined && now - since >= forMs)
      return forMs > 0
        ? { ...result, summary: `${result.summary}, for ${forMs / 1_000} s` }
        : result
    if (now >= deadline)
      return {
        ...result,
        ok: false,
        summary: `not within ${withinMs / 1_000} s: ${result.summary}`,
      }
    if (context.signal.aborted) return { ...result, ok: false, summary: 'stopped' }
    await pause(Math.min(everyMs, Math.max(50, deadline - now)), undefined, {
      signal: context.signal,
    }).catch(() => {})
  }
}
