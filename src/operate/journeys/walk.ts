/** Walks a journey once, step by step, and says what it came to. It writes nothing. */

import { messageOf } from '#base'
import { createRedactor } from '#procedures'
import type { JourneyBrowser, Visit } from './browser.ts'
import { Cookies } from './cookies.ts'
import { runHttpStep } from './http-step.ts'
import {
  type HttpStep,
  type Journey,
  type JourneyRun,
  type JourneyStep,
  type StepRun,
  Unexpected,
} from './run.ts'
import type { Variables } from './variables.ts'

export interface WalkContext {
  readonly fetch: typeof fetch
  /** The value of a secret by its name. */
  readonly secrets: (name: string) => string | undefined
  /** Variables of the installation: {{env.NAME}}. */
  readonly environment: () => Variables
  /** A browser of this host; undefined when there is none. */
  readonly openBrowser: () => Promise<JourneyBrowser | undefined>
}

export async function walk(journey: Journey, context: WalkContext): Promise<JourneyRun> {
  const { steps, secrets } = journey.spec
  const values = new Map(secrets.map((name) => [name, context.secrets(name)]))
  if (secrets.some((name) => values.get(name) === undefined))
    return { result: 'skipped', reason: 'no-secret' }
  const variables: Record<string, string> = Object.fromEntries([
    ...Object.entries(context.environment()).map(([name, value]) => [`env.${name}`, value]),
    ...[...values].map(([name, value]) => [`secret.${name}`, value!]),
  ])
  const hidden = [...values.values()].map(String)
  if (steps.every(isHttp)) {
    const { baseUrl } = journey.spec
    const cookies = new Cookies()
    return take(steps, hidden, async (step) => {
      const from = { fetch: context.fetch, baseUrl, cookies, variables }
      Object.assign(variables, await runHttpStep(step as HttpStep, from))
    })
  }
  const browser = await context.openBrowser()
  if (!browser) return { result: 'skipped', reason: 'no-browser' }
  let visit: Visit | undefined
  try {
    visit = await browser.visit()
    const { baseUrl } = journey.spec
    return await take(steps, hidden, async (step) => {
      if (!isHttp(step)) await visit!.run(step, { baseUrl, variables })
    })
  } finally {
    await visit?.end().catch(() => {})
    await browser.close().catch(() => {})
  }
}

function isHttp(step: JourneyStep): step is HttpStep {
  return 'http' in step
}

async function take(
  steps: readonly JourneyStep[],
  hidden: readonly string[],
  run: (step: JourneyStep) => Promise<void>,
): Promise<JourneyRun> {
  const beganMs = performance.now()
  const done: StepRun[] = []
  for (const step of steps) {
    const startedMs = performance.now()
    const ended = () =>
      done.push({ step: step.name, durationMs: Math.max(0, performance.now() - startedMs) })
    try {
      await run(step)
      ended()
    } catch (error) {
      ended()
      const [expected, found] =
        error instanceof Unexpected
          ? [error.expected, error.found]
          : ['the step to be taken', messageOf(error)]
      return {
        result: 'failed',
        durationMs: performance.now() - beganMs,
        steps: done,
        failure: {
          step: step.name,
          expected: redacted(expected, hidden),
          found: redacted(found, hidden),
        },
      }
    }
  }
  return { result: 'ok', durationMs: performance.now() - beganMs, steps: done }
}

function redacted(text: string, hidden: readonly string[]): string {
  const redactor = createRedactor(hidden)
  return redactor.push(text) + redactor.end()
}
