/** Sections of panels: the frames stand before there is data, and every chart has the marks of what changed. */
import { useMemo } from 'react'
import type { Range } from '../../data/index.ts'
import { type PanelActs, PanelCard } from './PanelCard.tsx'
import type { PanelPlace } from './panels/place.ts'
import type { Listed, Shown } from './words.ts'

export function Sections(props: {
  head: Listed | Shown
  data: Shown | undefined
  only: string | undefined
  range: Range
  acts: PanelActs
}) {
  const { head, data, only, range, acts } = props
  const { choose } = range
  const place = useMemo((): Omit<PanelPlace, 'onSelect'> | undefined => {
    if (!data) return undefined
    const times = (kind: string) => data.changes.filter((change) => change.kind === kind)
    return {
      data,
      marks: [
        ...times('release').map(({ at }) => ({ atMs: Date.parse(at), kind: 'release' as const })),
        ...times('incident').map(({ at }) => ({ atMs: Date.parse(at), kind: 'alarm' as const })),
      ],
      spans: times('incident').map(({ at, until }) => ({
        fromMs: Date.parse(at),
        toMs: until === null ? null : Date.parse(until),
      })),
    }
  }, [data])
  const panels = new Map(
    data?.sections.flatMap((section) => section.panels).map((panel) => [panel.id, panel]),
  )
  return head.sections.map((section) => {
    const frames = section.panels.filter(({ id }) => only === undefined || id === only)
    if (frames.length === 0) return null
    return (
      <section key={section.panels[0]!.id} className="dashboard-section">
        <h2 className="section-title">
          {section.title} {section.note && <span className="muted">{section.note}</span>}
        </h2>
        <div className="panel-grid">
          {frames.map((frame) => (
            <PanelCard
              key={frame.id}
              frame={frame}
              panel={panels.get(frame.id)}
              alone={only !== undefined}
              acts={acts}
              place={place && { ...place, onSelect: choose }}
            />
          ))}
        </div>
      </section>
    )
  })
}
