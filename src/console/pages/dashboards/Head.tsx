/** The head of a dashboard: for whom it is, how fresh it is, and what can be done with it. */
import { Download, Link2, Maximize2, Minimize2, RefreshCw, Sheet } from 'lucide-react'
import type { Range } from '../../data/index.ts'
import { Age, Button, Chip, hourOf, PageHeader } from '../../ui/index.ts'
import { REFRESHES, type useRefresh } from './refresh.ts'
import type { useWholeScreen } from './screen.ts'
import { AUDIENCES, type Listed, type Shown } from './words.ts'

const ICON = { size: 14, 'aria-hidden': true } as const

export function Head(props: {
  head: Listed | Shown
  range: Range
  refresh: ReturnType<typeof useRefresh>
  screen: ReturnType<typeof useWholeScreen>
  updatedAt: number
  again: () => void
  onPicture: () => void
  onData: () => void
  onLink: () => void
}) {
  const { head, range, refresh, screen, updatedAt, again, onPicture, onData, onLink } = props
  return (
    <PageHeader
      title={head.title}
      beside={
        <>
          <Chip>{AUDIENCES[head.audience]}</Chip>
          {head.origin === 'generated' && (
            <Chip>
              <span title={`opsplane export --dashboard ${head.name} writes it as code`}>
                Generated
              </span>
            </Chip>
          )}
        </>
      }
      actions={
        <>
          {!range.to && (
            <select
              className="dashboard-refresh"
              aria-label="Ask again every"
              value={refresh.value}
              onChange={(event) => refresh.set(event.target.value)}
            >
              {Object.keys(REFRESHES).map((value) => (
                <option key={value} value={value}>
                  {value === 'off' ? 'No refresh' : `Every ${value.replace(/(\D)$/, ' $1')}`}
                </option>
              ))}
            </select>
          )}
          <Button icon={<RefreshCw {...ICON} />} onClick={again} aria-label="Refresh now" />
          <Button
            icon={<Link2 {...ICON} />}
            onClick={onLink}
            className="button default dashboard-act"
          >
            <span>Copy link</span>
          </Button>
          <Button
            icon={<Download {...ICON} />}
            onClick={onPicture}
            className="button default dashboard-act"
          >
            <span>Image</span>
          </Button>
          <Button
            icon={<Sheet {...ICON} />}
            onClick={onData}
            className="button default dashboard-act"
          >
            <span>CSV</span>
          </Button>
          <Button
            icon={screen.isWhole ? <Minimize2 {...ICON} /> : <Maximize2 {...ICON} />}
            onClick={screen.toggle}
            className="button default dashboard-act"
          >
            <span>{screen.isWhole ? 'Leave full screen' : 'Full screen'}</span>
          </Button>
        </>
      }
    >
      {head.description && <span>{head.description}</span>}
      {updatedAt === 0 ? (
        <span>Reading</span>
      ) : (
        <span>
          {range.to ? (
            <>Ends at {hourOf(range.to, true)}</>
          ) : (
            <>
              Read <Age at={updatedAt} />
            </>
          )}
        </span>
      )}
    </PageHeader>
  )
}
