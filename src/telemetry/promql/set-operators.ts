/** `and`, `or`, `unless`: whole series come and go by whether the other side has a match at that step. */
import type { SetOperator } from './ast.ts'
import { mapRow, type Row } from './grid.ts'
import { mergeRows } from './merge.ts'
import type { Signature } from './signature.ts'

export function combineSets(
  op: SetOperator,
  lhs: readonly Row[],
  rhs: readonly Row[],
  signature: Signature,
): Row[] {
  if (op === 'or') {
    const there = presence(lhs, signature)
    const added = rhs.map((row) => filter(row, there.get(signature.key(row.labels)), false))
    return mergeRows([...lhs, ...added])
  }
  const there = presence(rhs, signature)
  return lhs.map((row) => filter(row, there.get(signature.key(row.labels)), op === 'and'))
}

function filter(row: Row, there: Uint8Array | undefined, wanted: boolean): Row {
  return mapRow(row, (value, step) => ((there?.[step] === 1) === wanted ? value : undefined))
}

/** At which steps each signature has a value. */
function presence(rows: readonly Row[], signature: Signature): Map<string, Uint8Array> {
  const there = new Map<string, Uint8Array>()
  for (const { labels, present } of rows) {
    const key = signature.key(labels)
    const before = there.get(key)
    if (!before) there.set(key, present.slice())
    else for (let step = 0; step < present.length; step++) before[step]! |= present[step]!
  }
  return there
}
