/** Looks at a thing that changes, twice a second, until the caller has seen enough or the time is over. */
import { setTimeout as pause } from 'node:timers/promises'
import { parseDuration } from '#base'
import { CliError } from './cli-error.ts'

const LOOK_AGAIN_MS = 500

/**
 * Ends by itself when `timeout` is over, with the last look just before.
 * @param timeout as `--timeout` gives it, such as `5m`; without it the caller ends it
 * @throws CliError when it is no duration
 */
export async function* watch<Seen>(
  look: () => Promise<Seen>,
  timeout: string | undefined,
): AsyncGenerator<Seen, void> {
  const limitMs = timeout === undefined ? Number.POSITIVE_INFINITY : parseDuration(timeout)
  if (limitMs === undefined) throw notADuration(timeout!)
  const endMs = performance.now() + limitMs
  for (;;) {
    yield await look()
    const leftMs = endMs - performance.now()
    if (leftMs <= 0) return
    await pause(Math.min(LOOK_AGAIN_MS, leftMs))
  }
}

function notADuration(text: string): CliError {
  return new CliError({
    code: 'cli.not-a-duration',
    kind: 'bad-input',
    message: `"${text}" is not a duration.`,
    hint: 'Write it as 30s, 5m or 1h30m.',
  })
}
