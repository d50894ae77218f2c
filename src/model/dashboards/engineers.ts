/** For engineers: how every component is, layer by layer, its signals with its alarms beside them. Pure. */
import { MOST_PANELS } from '../kinds/dashboard.ts'
import type { Model, Resource } from '../model.ts'
import type { DashboardInput, PanelInput, SectionInput } from './dashboard-input.ts'
import { goldenSignals, type Measured } from './golden-signals.ts'

const LAYERS = ['application', 'platform', 'infrastructure'] as const
/** The first section, and the words on what is left out. */
const SPARE = 6

export function engineersDashboard(model: Model, measured: Measured): DashboardInput {
  const sections = [...ofComponents(model, measured), ...ofNoComponent(model)]
  const shown: SectionInput[] = []
  let room = MOST_PANELS - SPARE
  for (const section of sections) {
    if (section.panels.length > room || shown.length > 36) continue
    room -= section.panels.length
    shown.push(section)
  }
  const left = sections.filter((section) => !shown.includes(section)).map(({ title }) => title)
  return {
    title: `${titleOf(model)} for engineers`,
    audience: 'engineers',
    description: 'Which component is not as it should be, and since when?',
    range: '1h',
    sections: [now(model), ...shown, ...(left.length > 0 ? [leftOut(left)] : [])],
  }
}

function now(model: Model): SectionInput {
  const components = model.all('component')
  const panels: PanelInput[] = []
  if (components.length > 0)
    panels.push({
      show: 'states',
      id: 'components',
      title: 'Components',
      width: 'half',
      of: inOrder(components)
        .slice(0, 60)
        .map(({ name }) => ({ of: `component:${name}` })),
    })
  panels.push(
    { show: 'alarms', id: 'alarms', title: 'Alarms', width: 'half' },
    { show: 'incidents', id: 'incidents', title: 'Incidents', width: 'half' },
  )
  const services = components.map(
    ({ name, spec }) => `service:"${(spec.service ?? name).replace(/[\\"]/g, '\\$&')}"`,
  )
  if (services.length > 0)
    panels.push({
      show: 'logs',
      id: 'errors',
      title: 'Newest errors',
      width: 'half',
      search: `level>=error (${services.join(' OR ')})`,
      limit: 10,
    })
  return { title: 'Now', panels }
}

function ofComponents(model: Model, measured: Measured): SectionInput[] {
  return inOrder(model.all('component')).flatMap(({ name, spec }) => {
    const component = `component:${name}`
    const title = spec.title ?? name
    const signals = model.all('signal').filter((one) => one.spec.component === component)
    const panels: PanelInput[] = signals.filter(isCourse).map(lineOf)
    if (!spec.vendor)
      panels.push(...goldenSignals({ name, service: spec.service ?? name, title }, measured))
    const refs = new Set(signals.map((one) => `signal:${one.name}`))
    const hasAlarm = model.all('alarm').some(({ spec: { signal } }) => signal && refs.has(signal))
    if (hasAlarm)
      panels.push({
        show: 'alarms',
        id: `alarms-${name}`,
        title: `${title}: alarms`,
        components: [component],
        width: 'third',
      })
    if (panels.length === 0) return []
    const owner = model.find(spec.owner, 'team')?.spec.title ?? spec.owner
    return [{ title, note: `${spec.vendor ?? spec.layer} · ${owner}`, panels }]
  })
}

function ofNoComponent(model: Model): SectionInput[] {
  const panels = model
    .all('signal')
    .filter((one) => !one.spec.component && isCourse(one))
    .map(lineOf)
  return panels.length > 0 ? [{ title: 'Of no component', panels }] : []
}

/** A raw counter has no course worth looking at: it only grows. */
const isCourse = ({ spec }: Resource<'signal'>) =>
  spec.unit !== '' || spec.expected !== undefined || /[^\w:{}="~!.,*|+\-\s]/.test(spec.query)

const lineOf = ({ name }: Resource<'signal'>): PanelInput => ({
  show: 'line',
  signal: `signal:${name}`,
  width: 'third',
})

function leftOut(titles: readonly string[]): SectionInput {
  return {
    title: 'Not shown',
    panels: [
      {
        show: 'text',
        id: 'not-shown',
        text: `There is no room here for ${titles.join(', ')}. Declare a dashboard for each part of the workload.`,
      },
    ],
  }
}

function inOrder(components: readonly Resource<'component'>[]): Resource<'component'>[] {
  return LAYERS.flatMap((layer) => components.filter(({ spec }) => spec.layer === layer))
}

export const titleOf = (model: Model) =>
  model.get('workload', model.workload)?.spec.title ?? model.workload
