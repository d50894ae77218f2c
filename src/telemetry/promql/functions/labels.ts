/** Functions that write labels. They may write the metric's name, and bring one back that was to go. */
import { PromqlEvaluationError } from '../errors.ts'
import type { Row } from '../grid.ts'
import { isLabelName, NAME, withLabel } from '../labels.ts'
import { mergeRows } from '../merge.ts'
import { compilePattern } from '../pattern.ts'
import { type PromqlFunction, rowsOf, stringOf } from './define.ts'

function checkName(name: string, what: string, caller: string): void {
  if (!isLabelName(name))
    throw new PromqlEvaluationError({
      problem: `invalid ${what} label name in ${caller}(): ${JSON.stringify(name)}`,
    })
}

function relabel(row: Row, name: string, value: string): Row {
  return {
    ...row,
    labels: withLabel(row.labels, name, value),
    nameless: name === NAME ? false : row.nameless,
  }
}

/** What `$1`, `${name}` and `$$` become, with Go's rule that a name reaches as far as it can. */
function expand(template: string, match: RegExpExecArray): string {
  return template.replace(/\$(?:(\$)|\{(\w+)\}|(\w+))/g, (_, dollar, braced, plain) => {
    if (dollar) return '$'
    const name: string = braced ?? plain
    return (/^\d+$/.test(name) ? match[Number(name)] : match.groups?.[name]) ?? ''
  })
}

function pattern(text: string): RegExp {
  try {
    return compilePattern(text)
  } catch {
    throw new PromqlEvaluationError({
      problem: `invalid regular expression in label_replace(): ${text}`,
    })
  }
}

export const labelFunctions: readonly PromqlFunction[] = [
  {
    name: 'label_replace',
    args: ['vector', 'string', 'string', 'string', 'string'],
    returns: 'vector',
    evaluate: ({ args }) => {
      const [target, template, source, regex] = args.slice(1).map(stringOf) as [
        string,
        string,
        string,
        string,
      ]
      checkName(target, 'destination', 'label_replace')
      const matcher = pattern(regex)
      const rows = rowsOf(args[0]).map((row) => {
        const match = matcher.exec(row.labels[source] ?? '')
        return match ? relabel(row, target, expand(template, match)) : row
      })
      return { type: 'vector', rows: mergeRows(rows) }
    },
  },
  {
    name: 'label_join',
    args: ['vector', 'string', 'string', 'string'],
    optional: 1,
    rest: true,
    returns: 'vector',
    evaluate: ({ args }) => {
      const [target, separator, ...sources] = args.slice(1).map(stringOf) as [
        string,
        string,
        ...string[],
      ]
      checkName(target, 'destination', 'label_join')
      for (const source of sources) checkName(source, 'source', 'label_join')
      const rows = rowsOf(args[0]).map((row) =>
        relabel(row, target, sources.map((source) => row.labels[source] ?? '').join(separator)),
      )
      return { type: 'vector', rows: mergeRows(rows) }
    },
  },
]
