/** The system drawn: who needs whom, from left to right; dashed where nobody saw a call, amber where nobody declared it. */
import { useMemo } from 'react'
import { layered } from '../../ui/index.ts'
import { healthWord } from '../outcomes/words.ts'
import { bare, type Component, type Dependency } from './words.ts'

const BOX = { width: 148, height: 46 }
const GAP = { x: 56, y: 22 }
const EDGE = 16

interface Place {
  readonly x: number
  readonly y: number
}

export function SystemMap(props: {
  components: readonly Component[]
  dependencies: readonly Dependency[]
}) {
  const { components, dependencies } = props
  const drawn = useMemo(() => placesOf(components, dependencies), [components, dependencies])
  const known = new Map(components.map((one) => [one.ref, one]))
  return (
    // The picture is for the eye; the tables below say the same and more.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="system-map" aria-label="Map of the system" tabIndex={0}>
      <svg
        aria-hidden="true"
        width={drawn.width}
        height={drawn.height}
        viewBox={`0 0 ${drawn.width} ${drawn.height}`}
      >
        {dependencies.map((one) => {
          const [from, to] = [drawn.places.get(one.from), drawn.places.get(one.to)]
          return (
            from &&
            to && (
              <path
                key={`${one.from} ${one.to}`}
                className={`needs ${one.verdict}`}
                d={way(from, to)}
              />
            )
          )
        })}
        {[...drawn.places].map(([ref, { x, y }]) => {
          const component = known.get(ref)
          const title = component?.title ?? bare(ref)
          const words = component
            ? (component.reasons[0] ?? healthWord(component.status))
            : 'not in the model'
          return (
            <g
              key={ref}
              className={`part ${component?.status ?? 'unk'}`}
              transform={`translate(${x} ${y})`}
            >
              <title>{`${title}: ${words}`}</title>
              <rect width={BOX.width} height={BOX.height} rx="6" />
              <text x="10" y="19" className="part-name">
                {cut(title, 20)}
              </text>
              <text x="10" y="36" className="part-words">
                {cut(words, 25)}
              </text>
            </g>
          )
        })}
      </svg>
    </section>
  )
}

function placesOf(components: readonly Component[], dependencies: readonly Dependency[]) {
  const names = new Set([
    ...components.map(({ ref }) => ref),
    ...dependencies.flatMap(({ from, to }) => [from, to]),
  ])
  const placed = layered([...names], dependencies)
  const sizes = placed.reduce<number[]>((all, { layer }) => {
    all[layer] = (all[layer] ?? 0) + 1
    return all
  }, [])
  const tallest = Math.max(1, ...sizes)
  const places = new Map<string, Place>(
    placed.map(({ name, layer, row }) => {
      const free = ((tallest - sizes[layer]!) * (BOX.height + GAP.y)) / 2
      return [
        name,
        { x: EDGE + layer * (BOX.width + GAP.x), y: EDGE + free + row * (BOX.height + GAP.y) },
      ]
    }),
  )
  return {
    places,
    width: 2 * EDGE + sizes.length * (BOX.width + GAP.x) - GAP.x,
    height: 2 * EDGE + tallest * (BOX.height + GAP.y) - GAP.y,
  }
}

function way(from: Place, to: Place): string {
  const isBack = to.x <= from.x
  const start = { x: from.x + (isBack ? 0 : BOX.width), y: from.y + BOX.height / 2 }
  const end = { x: to.x + (isBack ? BOX.width : 0), y: to.y + BOX.height / 2 }
  const bend = isBack ? -GAP.x / 2 : Math.max(20, (end.x - start.x) / 2)
  return `M${start.x} ${start.y}C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`
}

const cut = (text: string, most: number) =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text
