/**
 * Places for a graph of calls, from left to right: callers before those they call. Small and our own: a map of
 * services has tens of nodes, for which layers and a few sweeps of barycentres are enough.
 */
export interface Edge {
  readonly from: string
  readonly to: string
}

export interface Placed {
  readonly name: string
  readonly layer: number
  /** Place within its layer, from zero. */
  readonly row: number
}

const SWEEPS = 6

/** Every node once; the same graph has the same places. */
export function layered(names: readonly string[], edges: readonly Edge[]): Placed[] {
  const known = new Set(names)
  const between = edges.filter(({ from, to }) => from !== to && known.has(from) && known.has(to))
  const layerOf = layersOf(names, withoutCycles(names, between))
  const layers: string[][] = []
  for (const name of names) {
    layers[layerOf.get(name)!] ??= []
    layers[layerOf.get(name)!]!.push(name)
  }
  const rows = layers.filter(Boolean)
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isDown = sweep % 2 === 0
    const order = isDown ? rows.keys() : [...rows.keys()].reverse()
    for (const at of order) {
      const other = rows[isDown ? at - 1 : at + 1]
      if (other) rows[at] = byBarycentre(rows[at]!, other, between)
    }
  }
  return rows.flatMap((row, layer) => row.map((name, place) => ({ name, layer, row: place })))
}

/** Edges that lead back to where a walk is still going are left out of the layering. */
function withoutCycles(names: readonly string[], edges: readonly Edge[]): Edge[] {
  const kept: Edge[] = []
  const state = new Map<string, 'open' | 'done'>()
  const called = new Set(edges.map(({ to }) => to))
  const visit = (name: string) => {
    state.set(name, 'open')
    for (const edge of edges) {
      if (edge.from !== name || state.get(edge.to) === 'open') continue
      kept.push(edge)
      if (!state.has(edge.to)) visit(edge.to)
    }
    state.set(name, 'done')
  }
  // Who is called by nobody begins, so that a cycle is cut behind it.
  for (const name of [...names].sort((a, b) => Number(called.has(a)) - Number(called.has(b))))
    if (!state.has(name)) visit(name)
  return kept
}

/** The longest way to each node. */
function layersOf(names: readonly string[], edges: readonly Edge[]): Map<string, number> {
  const layers = new Map(names.map((name) => [name, 0]))
  for (let moved = true; moved; ) {
    moved = false
    for (const { from, to } of edges) {
      const least = layers.get(from)! + 1
      if (layers.get(to)! >= least) continue
      layers.set(to, least)
      moved = true
    }
  }
  return layers
}

function byBarycentre(row: string[], other: readonly string[], edges: readonly Edge[]): string[] {
  const centreOf = (name: string, otherwise: number) => {
    const places = edges.flatMap(({ from, to }) =>
      from === name ? [other.indexOf(to)] : to === name ? [other.indexOf(from)] : [],
    )
    const seen = places.filter((place) => place >= 0)
    return seen.length ? seen.reduce((a, b) => a + b, 0) / seen.length : otherwise
  }
  return row
    .map((name, i) => ({ name, centre: centreOf(name, i) }))
    .sort((a, b) => a.centre - b.centre)
    .map(({ name }) => name)
}
