/** A dashboard as a person would write it: what the generated ones are made of, so that they can be written out. */
import type { z } from 'zod'
import type { dashboard } from '../kinds/dashboard.ts'

export type DashboardInput = z.input<typeof dashboard.schema>
export type SectionInput = DashboardInput['sections'][number]
export type PanelInput = SectionInput['panels'][number]
