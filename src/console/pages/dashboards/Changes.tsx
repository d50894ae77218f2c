/** What changed, on the time axis of every chart below. */
import { useHref } from '../../data/index.ts'
import { Card, ChangeLane } from '../../ui/index.ts'
import type { Shown } from './words.ts'

export function Changes({ data }: { data: Shown | undefined }) {
  const href = useHref()
  return (
    <Card title="What changed" flush className="dashboard-changes">
      {!data ? (
        <p className="muted lane-none">&nbsp;</p>
      ) : data.changes.length === 0 ? (
        <p className="muted lane-none">Nothing changed in this time.</p>
      ) : (
        <ChangeLane
          fromMs={data.fromMs}
          toMs={data.toMs}
          changes={data.changes.map(({ at, until, kind, title: words, path }, i) => ({
            key: `${at}${i}`,
            kind,
            atMs: Date.parse(at),
            ...(until === at ? {} : { untilMs: until === null ? null : Date.parse(until) }),
            words,
            ...(path ? { to: href(path) } : {}),
          }))}
        />
      )}
    </Card>
  )
}
