/** The pages below `/w/<workload>/`, each loaded when it is opened. A new page is one line here. */
import type { ComponentType } from 'react'

export interface PageRoute {
  /** Below the workload; `$name` is a part that the page reads with `useParam('name')`. */
  readonly path: string
  /** In the breadcrumb. */
  readonly title: string
  readonly load: () => Promise<{ Page: ComponentType }>
}

export const pages: readonly PageRoute[] = [
  { path: 'incidents', title: 'Incidents', load: () => import('./pages/incidents/list.tsx') },
  {
    path: 'incidents/$incident',
    title: 'Incidents',
    load: () => import('./pages/incidents/detail.tsx'),
  },
  { path: 'ledger', title: 'Ledger', load: () => import('./pages/ledger/index.tsx') },
  { path: 'model', title: 'Workload as code', load: () => import('./pages/model/index.tsx') },
  { path: 'on-call', title: 'On call', load: () => import('./pages/oncall/index.tsx') },
  {
    path: 'notifications',
    title: 'Notifications',
    load: () => import('./pages/notifications/index.tsx'),
  },
]
