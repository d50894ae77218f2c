/** All panels of a dashboard in one reading. One that fails or is late says so; the others stand. */
import { messageOf } from '#base'
import type { Dashboard } from '#model'
import { framesOf, type PanelFrame, type PanelSpec, type SectionFrame } from './frame.ts'
import type { Moments } from './moments.ts'
import type { PanelData } from './panel-data.ts'
import { type Asked, readPanel, type Sources, type Stores, sourcesOf } from './panels/index.ts'

export interface DashboardReading {
  readonly moments: Moments
  readonly sections: readonly SectionFrame<PanelData>[]
}

/** As long as somebody waits for a page; what is later is told as late. */
const WITHIN_MS = 10_000

export async function readDashboard(
  stores: Stores,
  dashboard: Dashboard,
  asked: Asked,
  /** Ends the waiting; real time unless told. */
  late: () => Promise<void> = lateAfter,
): Promise<DashboardReading> {
  const sources = sourcesOf(stores, asked, dashboard.spec.audience)
  const deadline = late()
  const frames = framesOf(stores.model, dashboard)
  const sections = await Promise.all(
    frames.map(async (section, at) => ({
      ...section,
      panels: await Promise.all(
        section.panels.map((frame, place) =>
          readOne(frame, dashboard.spec.sections[at]!.panels[place]!, sources, deadline),
        ),
      ),
    })),
  )
  return { moments: sources.moments, sections }
}

async function readOne(
  frame: PanelFrame,
  spec: PanelSpec,
  sources: Sources,
  deadline: Promise<void>,
): Promise<PanelData> {
  const failed = (code: string, message: string): PanelData => ({
    ...frame,
    content: null,
    error: { code, message },
  })
  try {
    const content = await Promise.race([readPanel(spec, sources), deadline])
    if (!content)
      return failed('dashboards.panel-late', `It was not answered within ${WITHIN_MS / 1_000} s.`)
    return { ...frame, content, error: null }
  } catch (error) {
    const { code } = error as { code?: unknown }
    return failed(typeof code === 'string' ? code : 'dashboards.panel-failed', messageOf(error))
  }
}

function lateAfter(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, WITHIN_MS).unref())
}
