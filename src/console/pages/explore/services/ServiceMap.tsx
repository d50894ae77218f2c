/** The map: services as boxes, callers left of those they call, and on each line how the calls went. */
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { explore, useHref } from '../../../data/index.ts'
import { layered } from '../../../ui/index.ts'
import { took } from '../took.ts'
import { errorWords, type Mapped, rateWords, shareWords } from './words.ts'

const BOX = { width: 138, height: 54 }
const GAP = { x: 102, y: 34 }
const EDGE = 16

export function ServiceMap({ data }: { data: Mapped }) {
  const navigate = useNavigate()
  const href = useHref()
  const { services, edges } = data
  const drawn = useMemo(() => {
    const names = services.map(({ service }) => service)
    const placed = layered(
      names,
      edges.map(({ caller, callee }) => ({ from: caller, to: callee })),
    )
    const sizes = placed.reduce<number[]>((all, { layer }) => {
      all[layer] = (all[layer] ?? 0) + 1
      return all
    }, [])
    const tallest = Math.max(...sizes)
    const boxes = new Map(
      placed.map(({ name, layer, row }) => {
        const free = ((tallest - sizes[layer]!) * (BOX.height + GAP.y)) / 2
        const x = EDGE + layer * (BOX.width + GAP.x)
        return [name, { x, y: EDGE + free + row * (BOX.height + GAP.y) }] as const
      }),
    )
    return {
      boxes,
      width: 2 * EDGE + sizes.length * (BOX.width + GAP.x) - GAP.x,
      height: 2 * EDGE + tallest * (BOX.height + GAP.y) - GAP.y,
    }
  }, [services, edges])
  const open = (service: string) => {
    const at = explore.ask('traces', `service:"${service}"`)
    void navigate({ to: href(at.page), search: at.search as never })
  }
  return (
    // The picture is for the eye; the tables below say the same and more.
    <div className="service-map">
      <svg
        aria-hidden="true"
        width={drawn.width}
        height={drawn.height}
        viewBox={`0 0 ${drawn.width} ${drawn.height}`}
      >
        {edges.map((edge) => {
          const [from, to] = [drawn.boxes.get(edge.caller), drawn.boxes.get(edge.callee)]
          return (
            from && to && <Call key={`${edge.caller} ${edge.callee}`} {...{ edge, from, to }} />
          )
        })}
        {services.map(({ service, rate, errorRate, p95Ms }) => {
          const box = drawn.boxes.get(service)!
          return (
            // biome-ignore lint/a11y/noStaticElementInteractions: hidden from readers, who have the table
            <g
              key={service}
              className={errorRate > 0 ? 'service failing' : 'service'}
              transform={`translate(${box.x} ${box.y})`}
              onClick={() => open(service)}
            >
              <title>{`${service}: ${rateWords(rate)}, ${errorWords(errorRate)}, 95 % within ${took(p95Ms)}`}</title>
              <rect width={BOX.width} height={BOX.height} rx="6" />
              <text x="10" y="22" className="service-name">
                {service.length > 19 ? `${service.slice(0, 18)}…` : service}
              </text>
              <text x="10" y="41" className="service-words">
                {rateWords(rate)} · {errorRate > 0 ? `▲ ${shareWords(errorRate)}` : took(p95Ms)}
              </text>
            </g>
          )
        })}
      </svg>
    </div>
  )
}

interface Place {
  readonly x: number
  readonly y: number
}

function Call({ edge, from, to }: { edge: Mapped['edges'][number]; from: Place; to: Place }) {
  const isBack = to.x <= from.x
  const start = { x: from.x + (isBack ? 0 : BOX.width), y: from.y + BOX.height / 2 }
  const end = { x: to.x + (isBack ? BOX.width : 0), y: to.y + BOX.height / 2 }
  const bend = isBack ? -GAP.x / 2 : Math.max(24, (end.x - start.x) / 2)
  const middle = { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 }
  const isFailing = edge.errorRate > 0
  return (
    <g className={isFailing ? 'call failing' : 'call'}>
      <path
        d={`M${start.x} ${start.y}C${start.x + bend} ${start.y} ${end.x - bend} ${end.y} ${end.x} ${end.y}`}
        strokeWidth={1 + Math.min(4, Math.log10(1 + edge.rate * 60))}
      />
      <path
        className="call-head"
        d={`M${end.x - 7} ${end.y - 4}L${end.x} ${end.y}L${end.x - 7} ${end.y + 4}`}
      />
      <text x={middle.x} y={middle.y - 6} textAnchor="middle">
        {rateWords(edge.rate)}
      </text>
      <text x={middle.x} y={middle.y + 13} textAnchor="middle">
        {isFailing && `▲ ${shareWords(edge.errorRate)} · `}
        {took(edge.p95Ms)}
      </text>
    </g>
  )
}
