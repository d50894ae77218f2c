/** What was asked before in this browser; a click asks it again. */
import type { ExploreTab } from '../../data/index.ts'
import { recentOf } from './recent.ts'

export function Recent({ tab, onTake }: { tab: ExploreTab; onTake: (question: string) => void }) {
  const questions = recentOf(tab)
  if (questions.length === 0)
    return <p className="muted small query-none">Nothing was asked here in this browser yet.</p>
  return (
    <ul className="query-list" aria-label="Recent questions">
      {questions.map((question) => (
        <li key={question}>
          <button type="button" className="mono" onClick={() => onTake(question)}>
            {question}
          </button>
        </li>
      ))}
    </ul>
  )
}
