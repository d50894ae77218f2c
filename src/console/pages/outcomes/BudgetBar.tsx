/** What is left of an error budget, as a bar with its figure; nothing is drawn of what nobody knows. */
import { ShareBar, Status } from '../../ui/index.ts'
import { type Budget, budgetWord } from './words.ts'

export function BudgetBar({ budget, of }: { budget: Budget | null; of: string }) {
  if (!budget) return <span className="muted">No objective</span>
  const { kind, word } = budgetWord(budget)
  if (budget.left === null || budget.left <= 0) return <Status kind={kind} word={word} />
  return (
    <span className="budget">
      <ShareBar share={budget.left} kind={kind} label={`Error budget of ${of}: ${word}`} />
      <span>{word}</span>
    </span>
  )
}
