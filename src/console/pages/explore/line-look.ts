/** Colour and dashes of a line by its place: eight colours, then the same with dashes, so that a legend can tell. */
const COLOURS = 8
const DASHES = [undefined, [6, 3], [2, 3], [9, 3, 2, 3]] as const

export function tokenOf(place: number): string {
  return `cat-${(place % COLOURS) + 1}`
}

export function dashOf(place: number): number[] | undefined {
  const dash = DASHES[Math.floor(place / COLOURS) % DASHES.length]
  return dash && [...dash]
}
