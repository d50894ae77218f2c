/** What each audience was told on its status page: one tab a page, the newest first. */
import { Card, Empty, Status, type StatusKind, Tabs, Time } from '../../ui/index.ts'
import type { IncidentDetail } from './words.ts'

type Update = IncidentDetail['updates'][number]

const STATE: Record<string, readonly [StatusKind, string]> = {
  operational: ['ok', 'Works'],
  impacted: ['crit', 'Impaired'],
}

function stateOf(state: string): { kind: StatusKind; word: string } {
  const [kind, word] = STATE[state] ?? ['unk', state]
  return { kind, word }
}

export function Updates({ updates }: { updates: readonly Update[] }) {
  const audiences = [...new Set(updates.map(({ page }) => page))]
  return (
    <Card title="Updates" flush>
      {updates.length === 0 ? (
        <Empty title="No audience has been told yet">
          Status pages of the model publish by themselves when what they show is hit.
        </Empty>
      ) : (
        <Tabs
          name="audience"
          label="Audiences"
          tabs={audiences.map((page) => ({
            id: page,
            label: page,
            content: (
              <ul className="updates">
                {updates
                  .filter((update) => update.page === page)
                  .toSorted((a, b) => b.publishedAt.localeCompare(a.publishedAt))
                  .map((update) => (
                    <li key={`${update.component}${update.publishedAt}`}>
                      <div className="row">
                        <Status {...stateOf(update.state)} />
                        <span className="muted small push">
                          <Time at={update.publishedAt} seconds />
                        </span>
                      </div>
                      <p>{update.text}</p>
                    </li>
                  ))}
              </ul>
            ),
          }))}
        />
      )}
    </Card>
  )
}
