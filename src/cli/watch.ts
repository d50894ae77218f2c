/** Looks at a thing that changes, twice a second, until the caller has seen enough or the time is over. */
import { setTimeout as pause } from 'node:timers/promises'
import { defineError, parseDuration } from '#base'

export const NotADuration = defineError('cli.not-a-duration', 'bad-input', {
  message: (d: { text: string }) => `"${d.text}" is not a duration.`,
  hint: 'Write it as 30s, 5m or 1h30m.',
})

const LOOK_AGAIN_MS = 500

/**
 * Ends by itself when `timeout` is over, with the last look just before.
 * @param timeout as `--timeout` gives it, such as `5m`; without it the caller ends it
 * @throws NotADuration
 */
export async function* watch<Seen>(
  look: () => Promise<Seen>,
  timeout: string | undefined,
): AsyncGenerator<Seen, void> {
  const limitMs = timeout === undefined ? Number.POSITIVE_INFINITY : parseDuration(timeout)
  if (limitMs === undefined) throw new NotADuration({ text: timeout! })
  const endMs = performance.now() + limitMs
  for (;;) {
    yield await look()
    const leftMs = endMs - performance.now()
    if (leftMs <= 0) return
    await pause(Math.min(LOOK_AGAIN_MS, leftMs))
  }
}
