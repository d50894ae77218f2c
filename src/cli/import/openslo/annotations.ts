/** What an outcome says and OpenSLO has no place for: written into annotations, and read back from them. */

const PREFIX = 'opsplane.dev/'

export const ANNOTATIONS = {
  owner: `${PREFIX}owner`,
  kind: `${PREFIX}kind`,
  weight: `${PREFIX}weight`,
  customers: `${PREFIX}customers`,
  missing: `${PREFIX}missing`,
  reviewedAt: `${PREFIX}reviewed-at`,
  query: `${PREFIX}measure`,
  unit: `${PREFIX}unit`,
  target: `${PREFIX}target`,
  procedure: `${PREFIX}procedure`,
  short: `${PREFIX}short-window`,
} as const

/** `>= 20` as the model has it; undefined when it was not written so. */
export function readTarget(
  text: string | undefined,
): { readonly op: '>=' | '<='; readonly value: number } | undefined {
  const [, op, value] = /^(>=|<=) (-?[\d.]+(?:e[+-]?\d+)?)$/.exec(text ?? '') ?? []
  return op && value ? { op: op as '>=' | '<=', value: Number(value) } : undefined
}
