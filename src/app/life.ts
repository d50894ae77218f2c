/** What was opened, in order; it is closed in reverse, and one that fails to close does not keep the others open. */
import { type Log, messageOf } from '#base'

export interface Life {
  /** Remembers how to close something. */
  opened(name: string, close: () => unknown): void
  /** Closes everything once; a second call waits for the first. */
  end(): Promise<void>
}

export function createLife(log: Log): Life {
  const closers: { name: string; close: () => unknown }[] = []
  let ending: Promise<void> | undefined
  async function closeAll(): Promise<void> {
    for (const { name, close } of closers.splice(0).reverse()) {
      try {
        await close()
      } catch (error) {
        log.error('something did not close', { what: name, why: messageOf(error) })
      }
    }
  }
  return {
    opened: (name, close) => void closers.push({ name, close }),
    end() {
      ending ??= closeAll()
      return ending
    },
  }
}
