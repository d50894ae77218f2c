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
  { path: '', title: 'Overview', load: () => import('./pages/overview/index.tsx') },
  { path: 'procedures', title: 'Procedures', load: () => import('./pages/procedures/list.tsx') },
  {
    path: 'procedures/$procedure',
    title: 'Procedures',
    load: () => import('./pages/procedures/detail.tsx'),
  },
  { path: 'runs/$run', title: 'Run', load: () => import('./pages/runs/index.tsx') },
  { path: 'drills', title: 'Drills', load: () => import('./pages/drills/list.tsx') },
  { path: 'drills/$experiment', title: 'Drills', load: () => import('./pages/drills/detail.tsx') },
  { path: 'outcomes', title: 'Outcomes', load: () => import('./pages/outcomes/list.tsx') },
  {
    path: 'outcomes/$outcome',
    title: 'Outcomes',
    load: () => import('./pages/outcomes/detail.tsx'),
  },
  { path: 'system', title: 'System', load: () => import('./pages/system/index.tsx') },
  { path: 'dashboards', title: 'Dashboards', load: () => import('./pages/dashboards/list.tsx') },
  {
    path: 'dashboards/$dashboard',
    title: 'Dashboards',
    load: () => import('./pages/dashboards/detail.tsx'),
  },
  { path: 'alarms', title: 'Alarms', load: () => import('./pages/alarms/list.tsx') },
  { path: 'alarms/$alarm', title: 'Alarms', load: () => import('./pages/alarms/detail.tsx') },
  { path: 'silences', title: 'Silences', load: () => import('./pages/silences/index.tsx') },
  {
    path: 'event-sources',
    title: 'Event sources',
    load: () => import('./pages/event-sources/index.tsx'),
  },
  {
    path: 'alarm-quality',
    title: 'Alarm quality',
    load: () => import('./pages/alarm-quality/index.tsx'),
  },
  { path: 'journeys', title: 'Journeys', load: () => import('./pages/journeys/list.tsx') },
  {
    path: 'journeys/$journey',
    title: 'Journeys',
    load: () => import('./pages/journeys/detail.tsx'),
  },
  {
    path: 'retrospectives',
    title: 'Retrospectives',
    load: () => import('./pages/retrospectives/list.tsx'),
  },
  {
    path: 'retrospectives/$retrospective',
    title: 'Retrospectives',
    load: () => import('./pages/retrospectives/detail.tsx'),
  },
  { path: 'lessons', title: 'Lessons', load: () => import('./pages/lessons/index.tsx') },
  {
    path: 'improvements',
    title: 'Improvements',
    load: () => import('./pages/improvements/index.tsx'),
  },
  { path: 'review', title: 'Review', load: () => import('./pages/review/index.tsx') },
  { path: 'problems', title: 'Problems', load: () => import('./pages/problems/list.tsx') },
  {
    path: 'problems/$problem',
    title: 'Problems',
    load: () => import('./pages/problems/detail.tsx'),
  },
  { path: 'incidents', title: 'Incidents', load: () => import('./pages/incidents/list.tsx') },
  {
    path: 'incidents/$incident',
    title: 'Incidents',
    load: () => import('./pages/incidents/detail.tsx'),
  },
  { path: 'explore', title: 'Explore', load: () => import('./pages/explore/index.tsx') },
  {
    path: 'explore/traces/$trace',
    title: 'Explore',
    load: () => import('./pages/explore/trace/index.tsx'),
  },
  { path: 'ledger', title: 'Ledger', load: () => import('./pages/ledger/index.tsx') },
  { path: 'model', title: 'Workload as code', load: () => import('./pages/model/index.tsx') },
  {
    path: 'escalations',
    title: 'Escalations',
    load: () => import('./pages/escalations/index.tsx'),
  },
  { path: 'on-call', title: 'On call', load: () => import('./pages/oncall/index.tsx') },
  {
    path: 'notifications',
    title: 'Notifications',
    load: () => import('./pages/notifications/index.tsx'),
  },
]
