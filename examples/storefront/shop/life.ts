/** The life of a process below the supervisor: it says when it is ready, and ends in order when it is told to. */

type Close = () => Promise<unknown> | unknown

const END_WITHIN_MS = 3_000
const closers: Close[] = []
let ending = false

/** What has to be done before the process ends; the last one named is done first. */
export function beforeEnd(close: Close): void {
  closers.push(close)
}

/** Whether the process has been told to end. */
export const isEnding = (): boolean => ending

export function tellReady(pid: number = process.pid): void {
  process.send?.({ ready: true, pid })
}

/** Ends with its supervisor: nobody else would look after it. */
export function liveWithSupervisor(): void {
  process.on('SIGTERM', end)
  process.on('disconnect', end)
  // An interrupt at the terminal reaches everybody; below a supervisor it is the supervisor who decides.
  process.on('SIGINT', () => {
    if (!process.connected) void end()
  })
}

async function end(): Promise<void> {
  if (ending) return
  ending = true
  setTimeout(() => process.exit(0), END_WITHIN_MS).unref()
  for (const close of closers.reverse()) await Promise.resolve(close()).catch(() => {})
  process.exit(0)
}
