/** What is known of a panel before anything is measured: its name, title and place. Pure, so that a page has its frames at once. */
import { type Dashboard, idsOf, type Model, type SpecOf, splitRef } from '#model'

export type PanelSpec = SpecOf<'dashboard'>['sections'][number]['panels'][number]
export type Audience = SpecOf<'dashboard'>['audience']
export type PanelOf<Show extends PanelSpec['show']> = Extract<PanelSpec, { show: Show }>

export interface PanelFrame {
  /** The same for the same panel, whatever stands around it. */
  readonly id: string
  readonly show: PanelSpec['show']
  readonly title: string
  readonly note: string | null
  readonly width: 'third' | 'half' | 'full'
  /** How many things it lists, where that is known before; null otherwise. */
  readonly rows: number | null
}

export interface SectionFrame<Panel = PanelFrame> {
  readonly title: string
  readonly note: string | null
  readonly panels: readonly Panel[]
}

const WIDTHS: Readonly<Record<PanelSpec['show'], PanelFrame['width']>> = {
  line: 'half',
  value: 'third',
  outcome: 'third',
  states: 'half',
  alarms: 'half',
  incidents: 'full',
  logs: 'full',
  table: 'half',
  text: 'full',
}

export function framesOf(model: Model, { spec }: Dashboard): SectionFrame[] {
  const ids = idsOf(spec.sections)
  return spec.sections.map(({ title, note, panels }, section) => ({
    title,
    note: note ?? null,
    panels: panels.map((panel, at) => ({
      id: ids[section]![at]!,
      show: panel.show,
      title: panel.title ?? titleOf(model, panel),
      note: panel.note ?? null,
      width: panel.width ?? WIDTHS[panel.show],
      rows: panel.show === 'states' ? panel.of.length : null,
    })),
  }))
}

function titleOf(model: Model, panel: PanelSpec): string {
  switch (panel.show) {
    case 'line':
    case 'value':
      return panel.signal
        ? nameOfSignal(model, panel.signal)
        : panel.outcome
          ? nameOfOutcome(model, panel.outcome)
          : (panel.query ?? '')
    case 'outcome':
      return nameOfOutcome(model, panel.outcome)
    case 'table':
      return panel.query
    case 'logs':
      return panel.search || 'Log records'
    case 'states':
      return 'How things are'
    case 'alarms':
      return 'Alarms'
    case 'incidents':
      return 'Incidents'
    case 'text':
      return ''
  }
}

const nameOfSignal = (model: Model, ref: string) =>
  model.find(ref, 'signal')?.spec.title ?? splitRef(ref).name
const nameOfOutcome = (model: Model, ref: string) =>
  model.find(ref, 'outcome')?.spec.title ?? splitRef(ref).name
