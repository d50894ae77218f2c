/**
 * Which SQL of a person may be run. The reading sessions are read-only, limited in time and memory, and refuse
 * to change that; this closes what they leave open (found by trying): writing to a file with INTO OUTFILE, reading
 * any file with the function file(), other servers and files through table functions, a second statement.
 *
 * It refuses more than it must: comments and odd quotes are where two readers of a text begin to disagree.
 */
import { defineError } from '#base'

export const SqlRefused = defineError('telemetry.sql-refused', 'bad-input', {
  message: (d: { reason: string }) => `The query is not run: ${d.reason}.`,
  hint: 'Write one SELECT over tel.logs, tel.spans, tel.samples, tel.series, tel.flows, tel.activity, tel.service_calls or tel.log_templates.',
})

const FORBIDDEN_FUNCTION =
  /^(?:file|file_?cluster|url|url_?cluster|s3.*|gcs|oss|cosn|hdfs.*|azure.*|iceberg.*|delta_?lake.*|hudi.*|paimon.*|remote|remote_?secure|cluster|cluster_?all_?replicas|mysql|postgresql|sqlite|mongo_?db|redis|jdbc|odbc|executable|python|input|loop|merge|merge_?tree.*|dictionary|dict_?get.*|joinget.*|view_?if_?permitted|fuzz.*|catboost.*|load.*|ytsaurus|arrow_?flight|prometheus.*|time_?series(?:data|tags|metrics|selector)|query|remote.*|show_?certificate|getserversetting|getmacro|hostname|fqdn|addresstoline|addresstosymbol|demangle|sleep.*)$/i
const FORBIDDEN_WORD = /^(?:outfile|settings|format|system|information_schema|insert|into)$/i
const TOKEN =
  /\s+|'(?:[^'\\]|\\[\s\S]|'')*'|`(?:[^`\\]|\\[\s\S]|``)*`|"(?:[^"\\]|\\[\s\S]|"")*"|[A-Za-z_][A-Za-z0-9_]*|\d[A-Za-z0-9_.]*|--|\/\*|[-%&()*+,./:;<=>?@[\]^{|}~!#]/y

/** Answers with the text, without a last semicolon. @throws SqlRefused */
export function readOnlySql(text: string): string {
  const sql = text.trim().replace(/;\s*$/, '')
  const words = tokensOf(sql)
  if (!/^(?:select|with)$/i.test(words[0] ?? ''))
    throw new SqlRefused({ reason: 'it does not begin with SELECT or WITH' })
  words.forEach((word, i) => {
    const quoted = /^[`"]/.test(word)
    const name = quoted ? word.slice(1, -1) : word
    if (word === ';') throw new SqlRefused({ reason: 'it is more than one statement' })
    if (word === '--' || word === '/*' || word === '#')
      throw new SqlRefused({ reason: 'it has a comment' })
    if (quoted && !/^[\w .-]*$/.test(name))
      throw new SqlRefused({ reason: `the name ${word} has signs that names do not need` })
    if (FORBIDDEN_WORD.test(name)) throw new SqlRefused({ reason: `${name} is not allowed` })
    if (words[i + 1] === '(' && FORBIDDEN_FUNCTION.test(name))
      throw new SqlRefused({ reason: `the function ${name} is not allowed` })
  })
  return sql
}

function tokensOf(sql: string): string[] {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < sql.length) {
    const at = TOKEN.lastIndex
    const token = TOKEN.exec(sql)?.[0]
    if (token === undefined)
      throw new SqlRefused({ reason: `it cannot be read at position ${at + 1}` })
    if (token.trim() !== '') tokens.push(token)
  }
  return tokens
}
