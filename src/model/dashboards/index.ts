/**
 * The dashboards of a workload: those it declares, and one for each audience that nobody had to draw. A declared
 * one takes the place of the generated one of the same name.
 */
import { dashboard } from '../kinds/dashboard.ts'
import type { Model, SpecOf } from '../model.ts'
import { customersDashboard } from './customers.ts'
import type { DashboardInput } from './dashboard-input.ts'
import { engineersDashboard } from './engineers.ts'
import type { Measured } from './golden-signals.ts'
import { leadersDashboard } from './leaders.ts'

export { idsOf } from '../panel-ids.ts'
export type { DashboardInput, PanelInput } from './dashboard-input.ts'
export { GOLDEN_METRICS, type Measured } from './golden-signals.ts'

export interface Dashboard {
  readonly name: string
  readonly origin: 'declared' | 'generated'
  readonly spec: SpecOf<'dashboard'>
}

/** The generated ones as a person would have written them, by name. Pure. */
export function generatedDashboards(
  model: Model,
  measured: Measured = () => true,
): Readonly<Record<'engineers' | 'leaders' | 'customers', DashboardInput>> {
  return {
    engineers: engineersDashboard(model, measured),
    leaders: leadersDashboard(model),
    customers: customersDashboard(model),
  }
}

/** All of a workload: the three audiences first, then the others by name. Pure. */
export function dashboardsOf(model: Model, measured?: Measured): Dashboard[] {
  const declared = model
    .all('dashboard')
    .map(({ name, spec }): Dashboard => ({ name, origin: 'declared', spec }))
  const generated = generatedDashboards(model, measured)
  const audiences = Object.entries(generated).map(
    ([name, input]): Dashboard =>
      declared.find((one) => one.name === name) ?? {
        ...{ name, origin: 'generated' },
        spec: dashboard.schema.parse(input),
      },
  )
  const others = declared.filter(({ name }) => !(name in generated))
  return [...audiences, ...others.sort((a, b) => (a.name < b.name ? -1 : 1))]
}
