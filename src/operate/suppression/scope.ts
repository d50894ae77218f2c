/** Whether an alarm is in the scope of a silence or a maintenance: pure. */
import { compileExpression, type Expression, matchesAll } from '#base'
import type { OpenAlarm, Scope } from './suppression.ts'

export function isInScope(
  alarm: Pick<OpenAlarm, 'alarm' | 'labels' | 'severity' | 'components' | 'environments'>,
  { matchers, expression, components, environments }: Scope,
): boolean {
  if (!matchesAll(matchers, alarm.labels)) return false
  if (!overlaps(components, alarm.components)) return false
  if (!overlaps(environments, alarm.environments)) return false
  return expression === null || holds(expression, alarm)
}

/** No list is about everything. */
const overlaps = (wanted: readonly string[], own: readonly string[]) =>
  wanted.length === 0 || wanted.some((one) => own.includes(one))

/** What cannot be evaluated makes nobody quiet. */
function holds(
  text: string,
  { alarm, labels, severity, components, environments }: Parameters<typeof isInScope>[0],
): boolean {
  const result = expressionOf(text).evaluate({
    alarm,
    labels,
    severity: severity ?? '',
    components: [...components],
    environments: [...environments],
  })
  return result.state === 'value' && result.value === true
}

const compiled = new Map<string, Expression>()

/** @throws BadExpression */
export function expressionOf(text: string): Expression {
  const known = compiled.get(text)
  if (known) return known
  const expression = compileExpression(text)
  if (compiled.size > 500) compiled.clear()
  compiled.set(text, expression)
  return expression
}
