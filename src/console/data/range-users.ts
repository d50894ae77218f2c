/** Which parts of the page use the time range: the top bar shows no control that does nothing. */

const users: string[] = []
const watchers = new Set<() => void>()

function tell(): void {
  for (const watcher of watchers) watcher()
}

export const rangeUsers = {
  /** Says that a part uses the range, and what it is when the address names none; returns the end of it. */
  join(otherwise: string): () => void {
    users.push(otherwise)
    tell()
    return () => {
      users.splice(users.indexOf(otherwise), 1)
      tell()
    }
  },
  /** What the range is when the address names none; undefined while nobody uses it. */
  otherwise: (): string | undefined => users[0],
  watch(watcher: () => void): () => void {
    watchers.add(watcher)
    return () => watchers.delete(watcher)
  },
}
