/** Explore: metrics, logs, traces, services, flows, activity and SQL on one page; what is asked, and for when, is in the address. */
import { lazy, Suspense } from 'react'
import { Loading, PageHeader, Tabs } from '../../ui/index.ts'
import './explore.css'

const Metrics = lazy(() => import('./metrics/Metrics.tsx').then((it) => ({ default: it.Metrics })))
const Logs = lazy(() => import('./logs/Logs.tsx').then((it) => ({ default: it.Logs })))
const Traces = lazy(() => import('./traces/Traces.tsx').then((it) => ({ default: it.Traces })))
const Services = lazy(() =>
  import('./services/Services.tsx').then((it) => ({ default: it.Services })),
)
const Flows = lazy(() => import('./network/Flows.tsx').then((it) => ({ default: it.Flows })))
const Activity = lazy(() =>
  import('./network/Activity.tsx').then((it) => ({ default: it.Activity })),
)
const Sql = lazy(() => import('./sql/Sql.tsx').then((it) => ({ default: it.Sql })))

const tabs = [
  { id: 'metrics', label: 'Metrics', Content: Metrics },
  { id: 'logs', label: 'Logs', Content: Logs },
  { id: 'traces', label: 'Traces', Content: Traces },
  { id: 'services', label: 'Services', Content: Services },
  { id: 'flows', label: 'Flows', Content: Flows },
  { id: 'activity', label: 'Activity', Content: Activity },
  { id: 'sql', label: 'SQL', Content: Sql },
]

export function Page() {
  return (
    <div className="explore">
      <PageHeader title="Explore">
        Everything the workload says, asked in one place. The address holds the question: send it to
        a colleague.
      </PageHeader>
      <Tabs
        name="tab"
        label="What to explore"
        tabs={tabs.map(({ id, label, Content }) => ({
          id,
          label,
          content: (
            <Suspense fallback={<Loading lines={6} />}>
              <Content />
            </Suspense>
          ),
        }))}
      />
    </div>
  )
}
