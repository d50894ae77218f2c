/** Items by a key, each group in the order of the items. */
export function groupBy<T>(items: Iterable<T>, key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const name = key(item)
    const found = groups.get(name)
    if (found) found.push(item)
    else groups.set(name, [item])
  }
  return groups
}
